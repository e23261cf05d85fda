"""Compilation: the decorators that all compiled code passes through, and where the compiled code is kept.

Compiled code is cached in a folder named by a digest of the sources it came from, of the compiler and of the processor.
Numba's own cache looks at the file of a function, not at the files of the functions that it calls, so an edited rule could
leave the old one running inside an unedited kernel; here an edit names another folder, and nothing stale can be found.

Arithmetic is strict IEEE 754: no fast-math, no contraction to fused multiply-add, no vector mathematics library.

Two processes may compile at once: numba writes each file under a temporary name and renames it, and as every function has
one signature both write the same content under the same name.
"""

from __future__ import annotations

import functools
import gc
import hashlib
import os
import pickle
import platform
import sys
import tempfile
import threading
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

# Intel's vector library rounds differently from the scalar functions; numba decides on it while it is being imported.
os.environ.setdefault("NUMBA_DISABLE_INTEL_SVML", "1")
# The third level of optimisation takes a tenth longer to compile and ran no faster here. It moves no bit either way.
os.environ.setdefault("NUMBA_OPT", "2")

import llvmlite
import llvmlite.binding
import numba
import numpy
from numba import types

F = TypeVar("F", bound=Callable[..., Any])

# Places in sim/ that lie above all compiled code: nothing in them is compiled, or frozen into it as a constant. Every other
# place counts, a new one too, so that forgetting to name it costs a compilation and not a stale result.
ABOVE_COMPILED_CODE = (
    "cli", "compute/__init__.py", "compute/case.py", "compute/dask.py", "compute/design",
    "compute/prepare.py", "compute/rate.py", "compute/slurm.py", "compute/store",
    "compute/sweep.py", "compute/worker.py", "files/cluster_profile.py", "files/experiment", "files/study", "mesa_model", "methods",
    "present",
)  # fmt: skip
# What compiled code gets from these are numbers at run time: they may change results, and nothing that is compiled.
DATA_FOR_COMPILED_CODE = ("__init__.py", "compute/simulate.py", "files", "reading", "theory/evidence")
# Settings of numba (environment variables NUMBA_*) that change the code it generates.
COMPILER_SETTINGS = (
    "OPT", "LOOP_VECTORIZE", "SLP_VECTORIZE", "ENABLE_AVX", "CPU_NAME", "CPU_FEATURES", "BOUNDSCHECK",
    "DEBUGINFO_DEFAULT", "DISABLE_JIT",
)  # fmt: skip

KEEP_NOTHING = "RURALSIM_KEEP_NO_CACHE"  # "1" in the environment: compiled code is read where there is some, and none is kept
COLLECT_AFTER = 200_000  # objects more than were freed, at which a collection begins while code is compiled
_COMPILING = threading.RLock()

PACKAGE = Path(__file__).resolve().parents[1]

RULES: list[Any] = []
ENTRIES: list[Any] = []


def rule(function: F) -> F:
    """Compile one equation: scalars in, one scalar out. Inlined wherever it is called, so loops round it vectorise.

    Call it from everywhere with the same types: Python floats and ints, float64 and int64 in compiled code. Constants and
    members of an IntEnum count as the int64 they stand for.
    """
    _keep_in_cache_folder()
    compiled = _with_one_signature(_cached(numba.njit(error_model="numpy", forceinline=True, cache=True, no_cfunc_wrapper=True)(function)))
    RULES.append(compiled)
    return compiled


def kernel(function: F) -> F:
    """Compile a loop round rules. It is part of the entry that calls it and is cached with that entry only.

    Only compiled code calls it: the wrappers for calls from Python, which unpack a county's hundreds of columns one by one, are left out,
    and with them a third of the time to compile. Python gets a TypeError.
    """
    # Kernels allocate nothing, so nothing has to be counted: `_nrt=False` leaves out the calls that keep count of references.
    return _out_of_reach(numba.njit(error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True, _nrt=False)(function))


def _out_of_reach(compiled: Any) -> Any:
    """Have Python refused with a TypeError; without a wrapper to call, numba would jump to address zero."""

    def keep(compiled_version: Any) -> None:
        compiled.overloads[tuple(compiled_version.signature.args)] = compiled_version

    def refuse(*_: Any, **__: Any) -> None:
        raise TypeError(f"{compiled.py_func.__name__} is a kernel: only compiled code can call it; see sim.numeric.jit.entry")

    compiled.add_overload = keep
    compiled._compile_for_args = refuse
    return _with_one_signature(compiled)


def entry(function: F) -> F:
    """Compile a function that Python calls to run kernels. Releases the GIL, so cases can run side by side in threads."""
    _keep_in_cache_folder()
    compiled = _with_few_collections(_cached(numba.njit(error_model="numpy", nogil=True, cache=True, no_cfunc_wrapper=True)(function)))
    ENTRIES.append(compiled)
    return compiled


def _with_one_signature(compiled: Any) -> Any:
    """Have compiled callers that pass a constant, an enum member or a whole number of few bytes use the version for its plain type.

    Numba would compile a version of the function for each constant it is called with.
    """
    choose = compiled.get_call_template

    def plain(argument: Any) -> Any:
        if isinstance(argument, types.IntEnumMember):
            return argument.dtype
        argument = types.unliteral(argument)
        # Numbers kept in few bytes.
        return types.int64 if isinstance(argument, types.Integer) and argument.bitwidth < types.int64.bitwidth else argument

    def choose_plain(args: Any, kws: Any) -> Any:
        return choose(tuple(plain(argument) for argument in args), {name: plain(kws[name]) for name in kws})

    compiled.get_call_template = choose_plain
    return compiled


def _with_few_collections(compiled: Any) -> Any:
    """Have the garbage collector look rarely while an entry compiles: it finds little, in the millions of objects of a compiler at work.

    A sixth of the time to compile went there. What it would free in the meantime comes to some tens of megabytes.
    """
    compile_version = compiled.compile

    def compile_with_few(signature: Any) -> Any:
        with _COMPILING:
            before = gc.get_threshold()
            gc.set_threshold(COLLECT_AFTER, *before[1:])
            try:
                return compile_version(signature)
            finally:
                gc.set_threshold(*before)

    compiled.compile = compile_with_few
    return compiled


def _cached(compiled: Any) -> Any:
    """Have a full disk or a damaged cache cost a compilation and a RuntimeWarning, not the run."""
    cache = compiled._cache
    load, save = cache.load_overload, cache.save_overload

    def load_or_compile(signature: Any, context: Any) -> Any:
        try:
            return load(signature, context)
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            _warn_of_cache(f"compiled code in {cache.cache_path} cannot be read and is compiled anew", error)
            return None

    def save_or_go_on(signature: Any, data: Any) -> None:
        if _keeps_nothing():
            return
        try:
            save(signature, data)
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            _warn_of_cache(f"compiled code cannot be kept in {cache.cache_path}", error)

    cache.load_overload, cache.save_overload = load_or_compile, save_or_go_on
    return compiled


def _warn_of_cache(what: str, error: Exception) -> None:
    warnings.warn(f"{what} ({error!r})", RuntimeWarning, stacklevel=4)


def _keep_in_cache_folder() -> None:
    # Numba reads this while it decorates, and forgets it if the environment is edited between two compilations.
    numba.config.CACHE_DIR = str(cache_folder())


@functools.cache
def source_digest() -> str:
    """SHA-256 (hex) of the sources that compiled code comes from: names relative to the package and bytes, line ends as LF.

    The same on every platform for the same sources, so it can stand in the provenance of a result.
    """
    return _digest_of(PACKAGE)


def _digest_of(package: Path, without: tuple[str, ...] = ABOVE_COMPILED_CODE) -> str:
    digest = hashlib.sha256()
    names = [path.relative_to(package).as_posix() for path in package.rglob("*.py")]
    for name in sorted(name for name in names if not any(name == place or name.startswith(f"{place}/") for place in without)):
        source = (package / name).read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{name}\0{len(source)}\0".encode())
        digest.update(source)
    return digest.hexdigest()


def compiler_digest() -> str:
    """SHA-256 (hex) of what else decides the machine code: versions, processor, settings of the compiler."""
    facts = [
        f"numba {numba.__version__}", f"llvmlite {llvmlite.__version__}", f"numpy {numpy.__version__}",
        f"{platform.python_implementation()} {platform.python_version()} {getattr(sys, 'abiflags', '')}",
        llvmlite.binding.get_default_triple(), llvmlite.binding.get_host_cpu_name(),
        llvmlite.binding.get_host_cpu_features().flatten(), f"SVML {numba.config.USING_SVML}",
        *(f"{name}={getattr(numba.config, name, None)}" for name in COMPILER_SETTINGS),
    ]  # fmt: skip
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()


def _cache_root() -> Path:
    """$RURALSIM_CACHE, or the folder `ruralsim` in the platform's folder for a user's caches."""
    chosen = os.environ.get("RURALSIM_CACHE")
    if chosen:
        return Path(os.path.abspath(os.path.expanduser(chosen)))
    home = Path(os.path.expanduser("~"))
    if sys.platform == "win32":
        caches = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        caches = home / "Library" / "Caches"
    else:
        xdg = os.environ.get("XDG_CACHE_HOME", "")
        # The XDG specification has relative paths ignored.
        caches = Path(xdg) if os.path.isabs(xdg) else home / ".cache"
    return caches / "ruralsim"


@functools.cache
def cache_folder() -> Path:
    """The folder that holds this version's compiled code. Created on first use.

    Where it cannot be written, a RuntimeWarning says so and the code is kept in a temporary folder that ends with the process. With
    RURALSIM_KEEP_NO_CACHE=1 a folder that is there is read, and where there is none the temporary one is taken without a word.
    """
    sources = _digest_of(PACKAGE, ABOVE_COMPILED_CODE + DATA_FOR_COMPILED_CODE)
    name = hashlib.sha256(f"{sources}\n{compiler_digest()}".encode()).hexdigest()[:32]
    folder = _cache_root() / name
    if _keeps_nothing() and not folder.is_dir():
        return Path(_TEMPORARY.enter())
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        warnings.warn(
            f"compiled code cannot be kept in {folder} ({error.strerror or error}): this process compiles for itself, "
            "and so will the next. Set RURALSIM_CACHE to a folder that can be written.",
            RuntimeWarning,
            stacklevel=2,
        )
        return Path(_TEMPORARY.enter())
    return folder


class _TemporaryFolder:
    """A folder that is removed when the process ends; made only if it is asked for."""

    def __init__(self) -> None:
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def enter(self) -> str:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="ruralsim-", ignore_cleanup_errors=True)
        return self._folder.name


_TEMPORARY = _TemporaryFolder()


def _keeps_nothing() -> bool:
    return os.environ.get(KEEP_NOTHING) == "1"


def is_warm(*entries: Any) -> bool:
    """Whether the given entries (default: any entry imported so far) were compiled before into this version's folder.

    False means that the next call compiles, which takes tens of seconds, once for this version.
    """
    asked = entries or tuple(ENTRIES)
    # Numba keeps the code of each place that sources lie in apart: another clone's is of no use to this one.
    found = [(Path(compiled._cache.cache_path) / _index_pattern(compiled)).exists() for compiled in asked]
    return all(found) if entries else any(found)


def _index_pattern(compiled: Any) -> str:
    """How numba names the index of a cached function: module.function-line.pyXY.nbi."""
    code = compiled.py_func.__code__
    name = compiled.py_func.__qualname__.replace("<", "").replace(">", "")
    version = f"py{sys.version_info.major}{sys.version_info.minor}{getattr(sys, 'abiflags', '')}"
    return f"{Path(code.co_filename).stem}.{name}-{code.co_firstlineno}.{version}.nbi"


if numba.config.USING_SVML:
    warnings.warn(
        "numba was imported with Intel's vector library (SVML) before ruralsim: results may differ in their last bits. "
        "Set NUMBA_DISABLE_INTEL_SVML=1.",
        RuntimeWarning,
        stacklevel=2,
    )
_keep_in_cache_folder()
