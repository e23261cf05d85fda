"""A stored table as every format needs it: columns of one kind each, with label, unit and a name to go by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import pyarrow as pa

Kind = Literal["number", "whole number", "text", "month", "date", "yes or no"]

MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")

OF_A_RUN: dict[str, tuple[str, str]] = {
    "replicate": ("replicate", "重复序号"),
    "seed": ("seed of the draws", "随机种子"),
    "month": ("month", "月份"),
}
"""Labels of the columns that say which row it is; those of what is measured come with the file."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `values` is an Arrow array of int64, float64, bool, date32 or string; what is not defined is null in it."""

    name: str
    kind: Kind
    values: Any
    unit: str = ""
    label: str = ""
    label_zh: str = ""
    said_kind: str = ""
    """What the file says of the column, as `flow of the month`; empty where it says nothing."""

    def labelled(self, lang: str) -> str:
        """The label in a language, English where there is no Chinese one; the name where there is none at all."""
        plain = self.label or re.sub(r"[_.]+", " ", self.name).strip() or self.name
        return (self.label_zh or plain) if lang == "zh" else plain

    def cells(self) -> list[Any]:
        """The values as Python has them; None where there is none."""
        found: list[Any] = self.values.to_pylist()
        return found


@dataclass(frozen=True, slots=True)
class Table:
    """One stored table: the name of its file, what it is about in two languages, its columns."""

    name: str
    caption: str
    columns: tuple[Column, ...]
    caption_zh: str = ""

    def captioned(self, lang: str) -> str:
        """What the table is about in a language, English where nothing is said in Chinese."""
        return (self.caption_zh or self.caption) if lang == "zh" else self.caption

    @property
    def rows(self) -> int:
        """Rows of the table."""
        return len(self.columns[0].values)


class NotATable(ValueError):
    """What is stored cannot be shown as rows and columns; says which column and why."""


def labelled(name: str, caption: str, stored: pa.Table, caption_zh: str = "") -> Table:
    """The table of a parquet file. Raises NotATable where it has no columns, or a column that no cell can hold."""
    if not stored.num_columns:
        raise NotATable("has no columns")
    columns = []
    for field, values in zip(stored.schema, stored.columns, strict=True):
        kind, plain = _plain(field.name, values.combine_chunks() if values.num_chunks != 1 else values.chunk(0))
        said = {key.decode("utf-8", "replace"): text.decode("utf-8", "replace") for key, text in (field.metadata or {}).items()}
        english, chinese = OF_A_RUN.get(field.name, ("", ""))
        label, label_zh = (clean(said.get(key, or_else)) for key, or_else in (("label", english), ("label_zh", chinese)))
        columns.append(Column(clean(field.name), kind, plain, clean(said.get("unit", "")), label, label_zh, clean(said.get("kind", ""))))
    return Table(name, caption, tuple(columns), caption_zh)


def _plain(name: str, values: Any) -> tuple[Kind, Any]:
    """The kind of a column and its values in the one type of that kind."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_dictionary(values.type):
        return _plain(name, values.dictionary_decode())
    if pa.types.is_boolean(values.type):
        return "yes or no", values
    if pa.types.is_integer(values.type):
        largest = pc.max(values).as_py()
        # Beyond what a signed number holds it is a name rather than an amount.
        return ("whole number", values.cast(pa.int64())) if (largest or 0) < 2**63 else ("text", values.cast(pa.string()))
    if pa.types.is_floating(values.type) or pa.types.is_decimal(values.type):
        numbers = values.cast(pa.float64())
        return "number", pc.if_else(pc.is_nan(numbers), pa.scalar(None, pa.float64()), numbers)
    if pa.types.is_date(values.type):
        return "date", values.cast(pa.date32())
    if pa.types.is_timestamp(values.type) or pa.types.is_null(values.type):
        return "text", values.cast(pa.string())
    if pa.types.is_string(values.type) or pa.types.is_large_string(values.type):
        texts = [None if text is None else clean(text) for text in values.to_pylist()]
        written = [text for text in texts if text is not None]
        kind: Kind = "month" if written and all(MONTH.fullmatch(text) for text in written) else "text"
        return kind, pa.array(texts, pa.string())
    raise NotATable(f"column '{clean(name)}' holds {values.type}, which no cell of a table can hold")


def clean(text: str) -> str:
    """Text without the characters that no document may hold (controls, halves of a pair); each shows as a replacement mark."""
    return "".join(_kept(character) for character in text)


def _kept(character: str) -> str:
    code = ord(character)
    control = code < 0x20 and character not in "\n\t"
    if control or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or code & 0xFFFE == 0xFFFE:
        return "\N{REPLACEMENT CHARACTER}"
    return character


def one_line(text: str) -> str:
    """Text with every run of blanks, tabs and line ends as one blank."""
    return " ".join(text.split())


def cut(text: str, most: int) -> str:
    """Text of at most so many characters; where it is longer, it ends in an ellipsis."""
    return text if len(text) <= most else text[: most - 1] + "…"


def distinct(values: Sequence[Any]) -> list[Any]:
    """The values that are there, each once, in the order of their first appearance."""
    return list(dict.fromkeys(value for value in values if value is not None))
