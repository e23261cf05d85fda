"""Things known by identity, as keys of what is worked out of them once."""

from typing import Generic, TypeVar

T = TypeVar("T")


class ByIdentity(Generic[T]):
    """One thing, known by identity: comparing two number by number would cost what is to be saved. Keeps it from being collected."""

    __slots__ = ("one",)

    def __init__(self, one: T) -> None:
        self.one = one

    def __hash__(self) -> int:
        return id(self.one)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ByIdentity) and other.one is self.one
