"""Compilation: nothing stale runs, nothing is compiled twice, a broken cache folder is said, and arithmetic is strict.

The life of the cache is tested on a small package of its own, in processes of its own: sim/numeric/jit.py and two files that use it.
"""

from __future__ import annotations

import ast
import errno
import gc
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numba
import numpy as np
import pytest

import sim.numeric.jit
from sim.numeric.jit import cache_folder, entry, is_warm, kernel, rule, source_digest

RULE_FILE = """
from sim.numeric.jit import rule

@rule
def revenue(price: float, quantity: float) -> float:
    return price * quantity + 1.0
"""
ENGINE_FILE = """
import json
import warnings

from sim.numeric import jit
from sim.numeric.jit import entry, kernel
from sim.theory.rules.trade import revenue

@kernel
def add_up(prices):
    total = 0.0
    for i in range(prices.size):
        total += revenue(prices[i], 2.0)
    return total

@entry
def run(prices):
    return add_up(prices)

def report():
    import numpy as np

    warm_before = jit.is_warm()
    answer = run(np.arange(4.0))
    print(json.dumps({
        "answer": answer,
        "compiled": sum(run.stats.cache_misses.values()),
        "loaded": sum(run.stats.cache_hits.values()),
        "rule_compiled": sum(revenue.stats.cache_misses.values()),
        "folder": str(jit.cache_folder()),
        "warm": [warm_before, jit.is_warm(), jit.is_warm(run)],
    }))
"""


@pytest.fixture
def package(tmp_path):
    """A small package with the real sim/numeric/jit.py, one rule and one entry."""
    root = tmp_path / "project"
    for folder in ("numeric", "theory/rules", "engine"):
        (root / "sim" / folder).mkdir(parents=True)
    for folder in ("", "numeric", "theory", "theory/rules", "engine"):
        # Without this the installed package would be found before the one of the test.
        (root / "sim" / folder / "__init__.py").touch()
    shutil.copy(sim.numeric.jit.__file__, root / "sim" / "numeric" / "jit.py")
    (root / "sim" / "theory" / "rules" / "trade.py").write_text(RULE_FILE, encoding="utf-8")
    (root / "sim" / "engine" / "run.py").write_text(ENGINE_FILE, encoding="utf-8")
    return root


def start(package, cache, **environment):
    return subprocess.Popen(
        [sys.executable, "-c", "from sim.engine.run import report; report()"],
        cwd=package,
        env={**os.environ, "RURALSIM_CACHE": str(cache), "PYTHONPATH": str(package), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process):
    output, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    return json.loads(output), errors


def run_in(package, cache, **environment):
    return finish(start(package, cache, **environment))[0]


def test_a_second_start_compiles_nothing(package, tmp_path):
    cache = tmp_path / "cache"
    first = run_in(package, cache)
    files = {path: path.stat().st_mtime_ns for path in cache.rglob("*") if path.is_file()}
    # A checkout or an installation gives files new dates without changing what they say.
    for source in (package / "sim").rglob("*.py"):
        os.utime(source, (1.7e9, 1.7e9))
    second = run_in(package, cache)
    assert (first["compiled"], first["loaded"]) == (1, 0)
    assert (second["compiled"], second["rule_compiled"], second["loaded"]) == (0, 0, 1)
    assert first["answer"] == second["answer"] == 16.0
    assert first["warm"] == [False, True, True]
    assert second["warm"] == [True, True, True]
    assert {path: path.stat().st_mtime_ns for path in cache.rglob("*") if path.is_file()} == files


def test_an_edited_rule_never_runs_stale_and_the_old_version_is_kept(package, tmp_path):
    rule_file, cache = package / "sim" / "theory" / "rules" / "trade.py", tmp_path / "cache"
    before = run_in(package, cache)
    rule_file.write_text(RULE_FILE.replace("+ 1.0", "+ 2.0"), encoding="utf-8")
    edited = run_in(package, cache)
    rule_file.write_text(RULE_FILE, encoding="utf-8")
    back = run_in(package, cache)
    assert (before["answer"], edited["answer"], back["answer"]) == (16.0, 20.0, 16.0)
    assert edited["compiled"] == 1
    assert edited["folder"] != before["folder"] == back["folder"]
    assert back["compiled"] == 0


def test_two_processes_may_compile_at_once(package, tmp_path):
    cache = tmp_path / "cache"
    together = [finish(process)[0] for process in [start(package, cache) for _ in range(3)]]
    after = run_in(package, cache)
    assert [report["answer"] for report in together] == [16.0] * 3
    assert (after["answer"], after["compiled"]) == (16.0, 0)
    assert not [path for path in cache.rglob("*") if ".tmp." in path.name]


def test_another_processor_or_setting_of_the_compiler_has_a_folder_of_its_own(package, tmp_path):
    cache = tmp_path / "cache"
    here, generic = run_in(package, cache), run_in(package, cache, NUMBA_CPU_NAME="generic")
    assert here["folder"] != generic["folder"]
    assert here["answer"] == generic["answer"]


def test_a_cache_folder_that_cannot_be_written_is_said_and_the_run_goes_on(package, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("a file where a folder is due", encoding="utf-8")
    report, errors = finish(start(package, blocked / "cache"))
    assert report["answer"] == 16.0
    assert "RuntimeWarning: compiled code cannot be kept in" in errors
    assert "RURALSIM_CACHE" in errors
    assert not Path(report["folder"]).exists(), "the temporary folder ends with the process"
    assert blocked.read_text(encoding="utf-8") == "a file where a folder is due"


def test_a_damaged_cache_is_said_and_compiled_anew(package, tmp_path):
    cache = tmp_path / "cache"
    run_in(package, cache)
    (code,) = cache.rglob("run.run-*.nbc")
    code.write_bytes(code.read_bytes()[:100])
    report, errors = finish(start(package, cache))
    assert (report["answer"], report["compiled"]) == (16.0, 1)
    assert "RuntimeWarning: compiled code in" in errors
    report, errors = finish(start(package, cache))
    assert (report["answer"], report["compiled"], errors) == (16.0, 0, "")


def test_a_full_disk_costs_the_cache_and_not_the_run(monkeypatch):
    @entry
    def doubled(x):
        return 2.0 * x

    def full(key, data):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(doubled._cache._cache_file, "save", full)
    with pytest.warns(RuntimeWarning, match="cannot be kept in .*No space left"):
        assert doubled(4.0) == 8.0
    assert not is_warm(doubled)


def test_the_digest_sees_contents_and_names_of_compiled_sources_and_not_line_ends(package):
    root = package / "sim"
    file = root / "theory" / "rules" / "trade.py"
    before = sim.numeric.jit._digest_of(root)
    file.write_bytes(RULE_FILE.replace("\n", "\r\n").encode())
    assert sim.numeric.jit._digest_of(root) == before
    file.write_bytes(RULE_FILE.replace("quantity +", "quantity -").encode())
    assert sim.numeric.jit._digest_of(root) != before
    file.write_bytes(RULE_FILE.encode())
    assert sim.numeric.jit._digest_of(root) == before
    file.rename(root / "theory" / "rules" / "market.py")
    assert sim.numeric.jit._digest_of(root) != before
    (root / "theory" / "rules" / "market.py").rename(file)
    (root / "present").mkdir()
    (root / "present" / "lines.py").write_text("colour = 1", encoding="utf-8")
    assert sim.numeric.jit._digest_of(root) == before


@pytest.mark.parametrize(
    "place", ["numeric/elementary.py", "theory/rules/deep/a.py", "theory/parameters/a.py", "county/a.py", "engine/a.py", "new/a.py"]
)
def test_the_digest_sees_every_place_that_may_hold_compiled_code(package, place):
    before = sim.numeric.jit._digest_of(package / "sim")
    file = package / "sim" / place
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("a = 1", encoding="utf-8")
    assert sim.numeric.jit._digest_of(package / "sim") != before


@pytest.mark.parametrize("place", ["files/scenario/schema.py", "theory/evidence/micro.py"])
def test_what_gives_numbers_at_run_time_changes_the_digest_of_results_and_compiles_nothing_anew(package, tmp_path, place):
    cache, file = tmp_path / "cache", package / "sim" / place
    before, first = sim.numeric.jit._digest_of(package / "sim"), run_in(package, cache)
    file.parent.mkdir(parents=True)
    file.write_text("answer = 42", encoding="utf-8")
    second = run_in(package, cache)
    assert sim.numeric.jit._digest_of(package / "sim") != before
    assert (second["compiled"], second["folder"]) == (0, first["folder"])


def test_no_compiled_code_can_freeze_a_number_of_what_is_read_at_run_time():
    root, compiled, guilty = sim.numeric.jit.PACKAGE, 0, []
    for path in sorted(root.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        if not {ast.unparse(one) for node in functions for one in node.decorator_list} & {"rule", "kernel", "entry"}:
            continue
        compiled += 1
        taken = [
            name.asname or name.name
            for node in tree.body
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("sim.files", "sim.theory.evidence"))
            for name in node.names
        ]
        for node in functions:
            if {ast.unparse(one) for one in node.decorator_list} & {"rule", "kernel", "entry"}:
                read = {inner.id for statement in node.body for inner in ast.walk(statement) if isinstance(inner, ast.Name)}
                guilty += [f"{path.name}: {node.name} reads {name}" for name in taken if name in read]
    assert compiled > 20
    assert guilty == []


def test_numba_keeps_compiled_code_in_the_folder_of_this_version():
    for compiled in (call_with_constants, sum_of_product):
        assert Path(compiled._cache.cache_path).is_relative_to(cache_folder())
    assert cache_folder().is_dir()
    assert len(source_digest()) == 64


@rule
def sum_of_product(a: float, b: float, c: float) -> float:
    return a * b + c


@rule
def there_and_back(a: float, b: float) -> float:
    return (a + b) - b


@numba.njit(error_model="numpy")
def sums_of_products(a, b, c, out):
    for i in range(a.size):
        out[i] = sum_of_product(a[i], b[i], c[i])


@numba.njit(error_model="numpy")
def ratios(a, b, out):
    for i in range(a.size):
        out[i] = a[i] / b[i]


@entry
def call_with_constants():
    return sum_of_product(2.0, 3.0, 4.0) + there_and_back(1.0, 1e17)


@entry
def never_called(x):
    return x


def test_a_product_is_rounded_before_it_is_added_to():
    draw = np.random.default_rng(1)
    a, b = draw.normal(size=20_001), draw.normal(size=20_001)
    products = [x * y for x, y in zip(a.tolist(), b.tolist(), strict=True)]
    c = -np.array(products)
    out = np.empty(a.size)
    sums_of_products(a, b, c, out)
    # Fused, the sum would be the rounding error of the product, which is hardly ever zero.
    assert not out.any()
    assert {sum_of_product(x, y, z) for x, y, z in zip(a.tolist(), b.tolist(), c.tolist(), strict=True)} == {0.0}
    (signature,) = sums_of_products.signatures
    assert "vfmadd" not in sums_of_products.inspect_asm(signature)


def test_sums_are_not_rearranged():
    assert there_and_back(1.0, 1e17) == 0.0
    assert call_with_constants() == 10.0


def test_a_division_by_zero_is_ieee_and_stops_no_loop():
    out = np.empty(3)
    ratios(np.array([1.0, -1.0, 6.0]), np.array([0.0, 0.0, 3.0]), out)
    assert out.tolist() == [np.inf, -np.inf, 2.0]


def test_a_rule_has_one_signature_whether_called_with_constants_or_from_python():
    call_with_constants()
    assert sum_of_product(2.0, 3.0, 4.0) == sum_of_product(np.float64(2.0), 3.0, 4.0) == 10.0
    assert len(sum_of_product.signatures) == 1


def test_a_rule_has_one_signature_for_whole_numbers_of_any_size():
    @rule
    def doubled(x: int) -> int:
        return 2 * x

    @entry
    def of_all(flags, marks, rows):
        return doubled(flags[0]) + doubled(marks[0]) + doubled(rows[0])

    assert of_all(np.array([-3], np.int8), np.array([2**32 - 1], np.uint32), np.array([1], np.int64)) == 2 * (2**32 - 3)
    assert [str(signature) for signature in doubled.signatures] == ["(int64,)"]


def test_the_garbage_collector_is_left_as_it_was_after_compiling():
    seen = []

    @entry
    def tripled(x):
        return 3.0 * x

    compile_all_of_it = tripled.compile
    tripled.compile = lambda signature: (compile_all_of_it(signature), seen.append(gc.get_threshold()))[0]
    before = gc.get_threshold()
    assert tripled(2.0) == 6.0
    with pytest.raises(numba.core.errors.TypingError):
        tripled("text")
    assert seen == [before] and gc.get_threshold() == before


def test_every_rule_and_entry_is_known():
    assert sum_of_product in sim.numeric.jit.RULES
    assert call_with_constants in sim.numeric.jit.ENTRIES


def test_an_entry_is_warm_once_it_was_compiled():
    call_with_constants()
    assert is_warm(call_with_constants)
    assert not is_warm(never_called)
    assert not is_warm(call_with_constants, never_called)


def test_a_kernel_refuses_python():
    @kernel
    def grow(x):
        return x + 1.0

    @entry
    def call(x):
        return grow(x)

    with pytest.raises(TypeError, match="only compiled code"):
        grow(1.0)
    assert call(1.0) == 2.0
    with pytest.raises(TypeError, match="only compiled code"):
        grow(1.0)
