"""The columns of a county side by side in one piece of memory, so that a first day is copied in one go and handed over in no time."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from functools import lru_cache
from typing import Any, Literal, NamedTuple

import numpy as np

from sim.county.policy_plan import Aimed, Aims
from sim.county.state import ENTITIES, State, columns
from sim.numeric.entity_table import Handed

WORD = 8  # bytes
LINE = 8  # words in a line of cache
MOST_SPARE = 32_000_000  # bytes of memory kept for further counties of a layout


class _Moved(Handed):
    """A `Handed` of known kind, with a table that is known too: that of another piece of memory, moved to where this one lies."""

    __slots__ = ()

    def __init__(self, parts: Any, kind: Any, table: np.ndarray, address: int) -> None:
        self.parts, self.kind, self.table, self.address = parts, kind, table, address

    def __reduce__(self) -> Any:
        """A copy has arrays, and so addresses, of its own."""
        return Handed, (self.parts,)


class MemoryBlock(NamedTuple):
    """A county in one piece of memory."""

    words: np.ndarray  # float64; columns of whole numbers lie in it as their bits
    state: State
    handed: State  # the same as compiled code is given it


class SettledCounty(NamedTuple):
    """A first day: the rows of each entity but measures, the layout and the memory it lies in, and what policies aim at in it."""

    rows: Mapping[str, int]
    layout: Layout
    piece: MemoryBlock
    aimed: dict[Aims, Aimed]

    @property
    def words(self) -> np.ndarray:
        """What a case copies: all but the measures."""
        return self.piece.words[: self.layout.first_day]


class Layout:
    """Where the columns of a county lie: entity by entity as declared, but measures last, which are a policy's and not the county's.

    Each column begins a line of cache, the next one a line further than it need be: columns of 512 households would otherwise all fall
    on the same places of the cache.
    """

    def __init__(self, rows: Mapping[str, int]) -> None:
        self._places: dict[str, list[tuple[str, slice]]] = {entity: [] for entity in ENTITIES}
        self._wide: dict[str, list[tuple[int, tuple[int, int], Literal["C", "F"]]]] = {entity: [] for entity in ENTITIES}
        start = 0
        for entity in sorted(ENTITIES, key=lambda name: name == "measure"):
            if entity == "measure":
                self.first_day = start
            for number, column in enumerate(columns(entity).values()):
                numbers = rows[entity] * column.width
                in_word = WORD // np.dtype(column.kind).itemsize
                self._places[entity].append((column.kind, slice(start * in_word, start * in_word + numbers)))
                end = start + -(-numbers // in_word)
                if column.width > 1:
                    self._wide[entity].append((number, (rows[entity], column.width), "F" if column.tall else "C"))
                start = (end // LINE + 2) * LINE
        self.words = start
        self._spare: list[MemoryBlock] = []
        anywhere = _memory(self.words)
        known = [Handed(entity) for entity in self._columns(anywhere)]
        self._tables = np.concatenate([one.table for one in known])
        self._tables[:, 0] -= anywhere.ctypes.data
        ends = np.cumsum([len(one.table) for one in known]).tolist()
        self._kinds = [(one.kind, first, last) for one, first, last in zip(known, [0, *ends], ends, strict=False)]

    def zeros(self) -> MemoryBlock:
        """A county of zeros."""
        piece = self._any()
        piece.words[:] = 0.0
        return piece

    def copy_of(self, first_day: SettledCounty) -> MemoryBlock:
        """A county of its own on a first day, with measures that have done nothing yet."""
        piece = self._any()
        piece.words[: self.first_day] = first_day.words
        piece.words[self.first_day :] = 0.0
        return piece

    def _any(self) -> MemoryBlock:
        """Memory for a county, whatever it holds: taken back from another where there is some, for fresh memory is slow to touch first."""
        try:
            return self._spare.pop()
        except IndexError:
            return self._piece(_memory(self.words))

    def take_back(self, piece: MemoryBlock) -> None:
        """Have the memory of a county that nobody looks at any more used for another."""
        if (len(self._spare) + 1) * piece.words.nbytes <= MOST_SPARE:
            self._spare.append(piece)

    def _piece(self, words: np.ndarray) -> MemoryBlock:
        state = self._columns(words)
        tables = self._tables.copy()
        tables[:, 0] += words.ctypes.data
        begins, step = tables.ctypes.data, tables.strides[0]
        parts: list[Any] = [
            _Moved(entity, kind, tables[first:last], begins + first * step)
            for entity, (kind, first, last) in zip(state, self._kinds, strict=True)
        ]
        return MemoryBlock(words, state, State(*parts))

    def _columns(self, words: np.ndarray) -> State:
        views = {kind: words.view(kind) for kind in ("f8", "i8", "i1")}
        parts = []
        for entity, made_of in ENTITIES.items():
            arrays = [views[kind][place] for kind, place in self._places[entity]]
            for column, shape, order in self._wide[entity]:
                arrays[column] = arrays[column].reshape(shape, order=order)
            parts.append(made_of(*arrays))
        return State(*parts)


def _memory(words: int) -> np.ndarray:
    """So many words from the beginning of a line of cache on."""
    more = np.empty(words + LINE)
    begins = -(more.ctypes.data // 8) % LINE
    return more[begins : begins + words]


def layout_of(rows: Mapping[str, int]) -> Layout:
    """The layout of a county with so many rows of each entity."""
    return _layout(tuple((entity, rows[entity]) for entity in ENTITIES))


@lru_cache(16)
def _layout(rows: tuple[tuple[str, int], ...]) -> Layout:
    return Layout(dict(rows))


class FirstDays:
    """Counties on their first day by a key, made when first asked for; those used last are kept, up to a number of bytes.

    Any thread may ask. Two that ask at once for what is not there both make it, and get the same, for the key says all that it depends
    on. Nobody but this class sees what is kept: others are given copies, so that the memory of what is kept no longer is used again.
    """

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes, self.bytes = most_bytes, 0
        self._settled: OrderedDict[Hashable, SettledCounty] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._settled)

    def copy(
        self, key: Hashable, settle: Callable[[], SettledCounty], copied: Callable[[SettledCounty], MemoryBlock]
    ) -> tuple[MemoryBlock, dict[Aims, Aimed]]:
        """A copy of the first day of a key, made by `copied`, and what policies aim at in it. Raises what `settle` raises."""
        with self._lock:
            if key in self._settled:
                self._settled.move_to_end(key)
                return copied(self._settled[key]), self._settled[key].aimed
        made = settle()
        with self._lock:
            own = copied(made)
            if key in self._settled or made.words.nbytes > self.most_bytes:
                made.layout.take_back(made.piece)
            else:
                self._settled[key] = made
                self.bytes += made.words.nbytes
            while self.bytes > self.most_bytes:
                gone = self._settled.popitem(last=False)[1]
                self.bytes -= gone.words.nbytes
                gone.layout.take_back(gone.piece)
        return own, made.aimed
