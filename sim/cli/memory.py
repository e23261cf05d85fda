"""Too little memory, said in a sentence: before the model is loaded where the limit tells, else once a library could not go on."""

from __future__ import annotations

LEAST_MEMORY = 1_200_000_000
"""Bytes of address space without which the libraries that the model and its figures need cannot be loaded."""
TOO_LITTLE_MEMORY = (
    "too little memory; what is finished is kept. Give the process more (`ulimit -v`, or the memory of the job) or take fewer --workers, "
    "and run the same command again"
)
"""Of a sweep."""
NOT_ENOUGH = "too little memory; nothing half-written is left. Give the process more: `ulimit -v`, or the memory of the job"
"""Of a command that keeps nothing until it is done."""


def refuse_little_memory() -> None:
    """Raise MemoryError where the limit of the process (`ulimit -v`) is too low to load what the model needs.

    Libraries that find no memory while they are being loaded wait for ever, or end the process with words of their own.
    """
    if _address_space() < LEAST_MEMORY:
        raise MemoryError


def is_short_of_memory(error: BaseException) -> bool:
    """Whether an error says that memory ran out, also in the words of libraries that cannot be loaded under a limit."""
    if isinstance(error, MemoryError):
        return True
    words = ("failed to map", "cannot allocate memory", "shared object file", "can't start new thread")
    return _address_space() < float("inf") and any(one in str(error).lower() for one in words)


def _address_space() -> float:
    """Bytes of memory that the process may map; infinite where there is no limit."""
    try:
        import resource
    except ImportError:  # a system without such limits
        return float("inf")
    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    return float("inf") if soft == resource.RLIM_INFINITY else float(soft)
