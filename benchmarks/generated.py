"""What LLVM made of a kernel: its innermost loops, and which of them are vectorised, read from the optimised code itself.

A loop counts as vectorised where LLVM's own vectoriser made it: the loop it calls `vector.body`. The loops that it leaves for the last
rows, which it marks `llvm.loop.isvectorized`, are part of the same loop of the source. Before the code enters some vectorised loops it
makes sure that columns do not overlap; where they did, the scalar loop would run. Loops of a few steps that were unrolled are gone, and
not counted; nor are those that go round another loop.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_LABEL = re.compile(r'^("[^"]+"|[-\w.$]+):')
_TARGET = re.compile(r'label %("[^"]+"|[-\w.$]+)')
_MARK = re.compile(r"!llvm\.loop (!\d+)")
_UNROLLED_REST = re.compile(r"\.(prol|epil)[.\w]*$")  # the first or last steps of a loop that was unrolled by a few
_LANES = re.compile(r"<(\d+) x (?:double|i64)>")


class Loops(NamedTuple):
    """Innermost loops of one function."""

    vectorised: int
    scalar: int
    lanes: int  # numbers of 64 bits that the widest vectorised one handles at once; 1 where none is

    @property
    def all(self) -> int:
        """Innermost loops, of the source as far as they were not unrolled."""
        return self.vectorised + self.scalar


def loops_of(module: str, function: str) -> Loops:
    """Innermost loops of a function of an LLVM module, given as text after optimisation.

    Raises ValueError where the module does not define the function.
    """
    blocks = _blocks(_body(module, function))
    vectorised = scalar = 0
    lanes = 1
    for header, names in _innermost(blocks).items():
        lines = [line for name in names for line in blocks[name]]
        if header.startswith("vector.body"):
            vectorised += 1
            lanes = max([lanes, *(int(wide) for wide in _LANES.findall("\n".join(lines)))])
        elif not _is_rest(header, lines, module):
            scalar += 1
    return Loops(vectorised, scalar, lanes)


def _body(module: str, function: str) -> list[str]:
    """Lines of a function between its braces."""
    quoted = re.escape(function)
    found = re.search(rf'^define [^\n]*@"?{quoted}"?\([^\n]*\n(.*?)^}}', module, re.MULTILINE | re.DOTALL)
    if found is None:
        raise ValueError(f"the module does not define {function}")
    return found[1].splitlines()


def _blocks(lines: list[str]) -> dict[str, list[str]]:
    """Lines of each basic block by its label, the first block first."""
    blocks: dict[str, list[str]] = {}
    current: list[str] | None = None
    for line in lines:
        if label := _LABEL.match(line):
            current = blocks.setdefault(label[1].strip('"'), [])
        elif line.strip():
            if current is None:
                current = blocks.setdefault("", [])  # the entry may stand without a label
            current.append(line)
    return blocks


def _innermost(blocks: dict[str, list[str]]) -> dict[str, set[str]]:
    """Blocks of each loop without another inside it, by the block where it is entered."""
    after = {name: [target.strip('"') for line in lines for target in _TARGET.findall(line)] for name, lines in blocks.items()}
    before: dict[str, list[str]] = {name: [] for name in blocks}
    for name, targets in after.items():
        for target in targets:
            before[target].append(name)
    loops: dict[str, set[str]] = {}
    for latch, header in _back_edges(after):
        inside, waiting = loops.setdefault(header, {header}), [latch]
        while waiting:
            name = waiting.pop()
            if name not in inside:
                inside.add(name)
                waiting.extend(before[name])
    return {header: inside for header, inside in loops.items() if not any(other in inside for other in loops if other != header)}


def _back_edges(after: dict[str, list[str]]) -> list[tuple[str, str]]:
    """Edges from a block to one that is on the way to it, found by a walk into depth."""
    found: list[tuple[str, str]] = []
    seen: set[str] = set()
    way: set[str] = set()
    entry = next(iter(after))
    stack = [(entry, iter(after[entry]))]
    seen.add(entry)
    way.add(entry)
    while stack:
        name, targets = stack[-1]
        target = next(targets, None)
        if target is None:
            stack.pop()
            way.discard(name)
        elif target in way:
            found.append((name, target))
        elif target not in seen:
            seen.add(target)
            way.add(target)
            stack.append((target, iter(after[target])))
    return found


def _is_rest(header: str, lines: list[str], module: str) -> bool:
    """Whether the loop does the steps that a vectorised or unrolled one leaves over."""
    if header.startswith("vec.epilog") or _UNROLLED_REST.search(header):
        return True
    vectorised = set(re.findall(r'^(!\d+) = !\{!"llvm\.loop\.isvectorized", i32 1\}', module, re.MULTILINE))
    for mark in {mark for line in lines for mark in _MARK.findall(line)}:
        told = re.search(rf"^{mark} = distinct !\{{(.*)\}}", module, re.MULTILINE)
        if told is not None and vectorised & set(told[1].split(", ")):
            return True
    return False
