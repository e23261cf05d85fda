"""Parquet files that carry a checksum of all their bytes, so that a cut or altered one is known before anything of it is read.

The checksum stands among the key-value metadata of the file, where every reader of Parquet finds it and none trips over it. It is the
SHA-256 of the whole file, taken while its own place holds zeros.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from sim.compute.store.files import write_bytes

if TYPE_CHECKING:
    import pyarrow as pa

_BEFORE = b"sha256-of-this-file="
_DIGITS = 64
_SEAL = "ruralsim.seal"
ROWS_IN_A_GROUP = 1 << 17
"""Rows that are encoded together."""


class Damaged(ValueError):
    """A file is not what was written: cut, altered, or something else under its name."""

    def __init__(self, path: Path, why: str) -> None:
        """`why` ends the sentence that the name of the file begins."""
        self.path, self.why = path, why
        super().__init__(f"{path} {why}")


def sealed(table: pa.Table, about: Mapping[str, str]) -> bytes:
    """A table as the bytes of a Parquet file with `about` in its metadata and its checksum: equal content, equal bytes.

    Numbers are split into streams of their bytes before they are compressed, which halves outcomes. Statistics are left out: nobody
    looks for an income of 12 345.67, and a reader that trusted altered ones would skip rows.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    numbers = [field.name for field in table.schema if pa.types.is_floating(field.type)]
    others = [field.name for field in table.schema if not pa.types.is_floating(field.type)]
    held = pa.BufferOutputStream()
    said = {**about, _SEAL: _BEFORE.decode() + "0" * _DIGITS}
    schema = table.schema.with_metadata({**(table.schema.metadata or {}), **said})
    pq.write_table(
        table.replace_schema_metadata(schema.metadata),
        held,
        row_group_size=ROWS_IN_A_GROUP,
        compression="zstd",
        use_dictionary=others,
        use_byte_stream_split=numbers,
        write_statistics=False,
        write_page_checksum=True,
    )
    content = bytearray(held.getvalue())
    place = content.rfind(_BEFORE) + len(_BEFORE)
    content[place : place + _DIGITS] = hashlib.sha256(content).hexdigest().encode()
    return bytes(content)


def write_sealed(path: Path, table: pa.Table, about: Mapping[str, str]) -> None:
    """Write a whole, sealed file. Raises OSError."""
    write_bytes(path, sealed(table, about))


def verified(path: Path) -> bytes:
    """The bytes of a sealed file whose checksum holds. Raises Damaged, and OSError where it cannot be read."""
    content = bytearray(path.read_bytes())
    place = content.rfind(_BEFORE) + len(_BEFORE)
    if place < len(_BEFORE):
        raise Damaged(path, "is cut short or altered: it has no checksum")
    said = bytes(content[place : place + _DIGITS])
    content[place : place + _DIGITS] = b"0" * _DIGITS
    if said != hashlib.sha256(content).hexdigest().encode():
        raise Damaged(path, "is cut short or altered: its checksum does not hold")
    content[place : place + _DIGITS] = said
    return bytes(content)


def read_sealed(path: Path, columns: list[str] | None = None) -> tuple[pa.Table, dict[str, str]]:
    """The table in a sealed file, or some of its columns, and what its metadata say about it. Raises Damaged, OSError."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    content = verified(path)
    try:
        # Without threads of its own: they gain nothing on a few megabytes, and one still alive as the process ends would abort it.
        table = pq.ParquetFile(pa.BufferReader(content), pre_buffer=False).read(columns=columns, use_threads=False)
    except pa.ArrowException as error:
        raise Damaged(path, f"is no table that ruralsim wrote: {error}") from error
    if missing := [name for name in columns or () if name not in table.column_names]:
        raise Damaged(path, f"is no table that ruralsim wrote: it has no column {missing[0]}")
    return table, _texts(table.schema.metadata)


def about_sealed(path: Path) -> dict[str, str]:
    """What the metadata of a sealed file say, from its last bytes alone; its checksum is not taken. Raises Damaged, OSError."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return _texts(pq.read_metadata(path).metadata)
    except pa.ArrowException as error:
        raise Damaged(path, "is cut short or altered: it ends in the middle") from error


def _texts(metadata: Mapping[bytes, bytes] | None) -> dict[str, str]:
    return {name.decode(errors="replace"): value.decode(errors="replace") for name, value in (metadata or {}).items()}
