"""House rules about arithmetic: what may move a bit between platforms stays out, and rules know numbers only."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RULES = sorted(path for path in (ROOT / "sim" / "theory" / "rules").glob("*.py") if path.name != "__init__.py")
KERNELS = sorted(path for room in ("theory/rules", "engine") for path in (ROOT / "sim" / room).rglob("*.py"))
WHERE_A_BIT_MATTERS = [*KERNELS, *sorted(path for room in ("mesa_model", "county") for path in (ROOT / "sim" / room).rglob("*.py"))]

LIBRARIES = {"np", "numpy", "math", "scipy", "special", "stats"}
OF_THE_PLATFORM = {
    *("exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "pow", "power", "float_power", "logaddexp"),
    *("sin", "cos", "tan", "sinh", "cosh", "tanh", "arctan", "atan", "arctan2", "atan2"),
    *("erf", "erfc", "gamma", "lgamma", "cbrt", "hypot", "expit", "logit", "ndtri", "norm"),
}
OF_AN_ORDER = {"sum", "nansum", "mean", "average", "dot", "einsum", "fsum", "std", "var", "matmul", "inner"}


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _library_calls(path: Path, names: set[str]) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and node.attr in names:
            owner = node.value
            if isinstance(owner, ast.Name) and owner.id in LIBRARIES:
                yield f"{_name(path)}:{node.lineno}: {owner.id}.{node.attr}"
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in LIBRARIES:
            yield from (f"{_name(path)}:{node.lineno}: {alias.name}" for alias in node.names if alias.name in names)


def test_no_function_of_the_platforms_mathematics_library_is_used_where_a_bit_matters() -> None:
    assert [call for path in WHERE_A_BIT_MATTERS for call in _library_calls(path, OF_THE_PLATFORM)] == []


def test_what_a_library_sums_where_a_bit_matters_is_whole_numbers() -> None:
    # A library is free to choose the order, and does by the width of the processor; Python's own sum() of floats compensates
    # from 3.12 on and not before. Whole numbers have one sum: count with sum(1 for …), or say dtype=np.int64. Else: sim/numeric/exact_sum.
    found = []
    for path in WHERE_A_BIT_MATTERS:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or any(keyword.arg == "dtype" for keyword in node.keywords):
                continue
            named = isinstance(node.func, ast.Name) and node.func.id in {"sum", "fsum"}
            counting = named and isinstance(node.args[0], ast.GeneratorExp) and isinstance(node.args[0].elt, ast.Constant)
            if (named and not counting) or (isinstance(node.func, ast.Attribute) and node.func.attr in OF_AN_ORDER):
                found.append(f"{_name(path)}:{node.lineno}: {ast.unparse(node)}")
    assert found == []


def test_powers_in_rules_and_kernels_have_a_small_whole_exponent_or_go_through_our_own_pow() -> None:
    found = []
    for path in KERNELS:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
                power = node.right
                if not (isinstance(power, ast.Constant) and isinstance(power.value, int) and 0 < power.value <= 4):
                    found.append(f"{_name(path)}:{node.lineno}")
    assert found == []


def test_nothing_asks_the_compiler_for_loose_arithmetic() -> None:
    loose = {"fastmath", "parallel"}
    found = [
        f"{_name(path)}:{node.value.lineno}: {node.arg}"
        for path in sorted((ROOT / "sim").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.keyword) and node.arg in loose
    ]
    assert found == []


def test_no_draw_comes_from_a_generator_with_a_state() -> None:
    stateful = {"random", "default_rng", "RandomState", "shuffle", "SeedSequence"}
    found = []
    for path in WHERE_A_BIT_MATTERS:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in stateful:
                found.append(f"{_name(path)}:{node.lineno}: {ast.unparse(node)}")
            if isinstance(node, ast.Import) and any(alias.name in stateful for alias in node.names):
                found.append(f"{_name(path)}:{node.lineno}: {ast.unparse(node)}")
    assert found == []


def test_a_rule_imports_numbers_and_other_rules_only() -> None:
    allowed = {"__future__", "sim.numeric.jit", "sim.numeric.elementary", "sim.numeric.exact_sum", *(f"sim.theory.rules.{other.stem}" for other in RULES)}
    imported = set()
    for path in RULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {(_name(path), alias.name) for alias in node.names}
            if isinstance(node, ast.ImportFrom):
                imported.add((_name(path), "." * node.level + (node.module or "")))
    assert [f"{file} imports {module}" for file, module in sorted(imported) if module not in allowed] == []


def test_a_rule_is_scalars_in_one_scalar_out_and_says_its_formula() -> None:
    wrong = []
    for path in RULES:
        functions = [node for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef)]
        rules = [node for node in functions if any(ast.unparse(decorator) == "rule" for decorator in node.decorator_list)]
        if not rules:
            wrong.append(f"{_name(path)} holds no rule")
        for node in rules:
            where = f"{_name(path)}:{node.lineno}: {node.name}"
            if not ast.get_docstring(node):
                wrong.append(f"{where} has no docstring")
            types = {ast.unparse(said) if said else "nothing said" for said in (*(a.annotation for a in node.args.args), node.returns)}
            if not types <= {"float", "int", "bool"}:
                wrong.append(f"{where} takes or gives more than a scalar: {sorted(types)}")
            if any(isinstance(inner, ast.For | ast.While | ast.Subscript) for inner in ast.walk(node)):
                wrong.append(f"{where} loops or reads an array")
    assert RULES and wrong == []


def test_nothing_read_from_outside_can_build_an_object_or_run_code() -> None:
    forbidden = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "eval", "exec", "compile"}
    found = []
    for path in sorted((ROOT / "sim").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name.split(".")[0] for alias in node.names]
            if isinstance(node, ast.ImportFrom):
                names = [(node.module or "").split(".")[0]]
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                names = [node.func.id]
            found += [f"{_name(path)}: {name}" for name in names if name in forbidden]
    # The compiler keeps its own cache so; jit.py names the errors of a damaged one and reads nothing itself.
    found = [use for use in found if use != "sim/numeric/jit.py: pickle"]
    assert found == []
