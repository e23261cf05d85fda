"""Files that carry a checksum of all their bytes and their own name: a cut, altered or exchanged one is known before it is read as data.

The checksum stands among the key-value metadata of a Parquet file, or in a field of a JSON file, where no reader trips over it. It is
the SHA-256 of the whole file, taken while its own place holds zeros.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.compute.store.files import write_bytes

if TYPE_CHECKING:
    import pyarrow as pa

_BEFORE = b"sha256-of-this-file="
_DIGITS = 64
_SEAL, _PLACE = "ruralsim.seal", "ruralsim.place"
_FOLDERS = {"shards", "households"}
"""Folders whose files are written under the same names."""
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
    return _with_checksum(bytearray(held.getvalue()))


def _with_checksum(content: bytearray) -> bytes:
    """The bytes of a file in which the place of the checksum holds zeros, with the checksum there."""
    place = content.rfind(_BEFORE) + len(_BEFORE)
    content[place : place + _DIGITS] = hashlib.sha256(content).hexdigest().encode()
    return bytes(content)


def write_sealed(path: Path, table: pa.Table, about: Mapping[str, str]) -> None:
    """Write a whole, sealed file that says under which name it was written. Raises OSError."""
    write_bytes(path, sealed(table, {**about, _PLACE: _place(path)}))


def _place(path: Path) -> str:
    """What tells a file from the others of its results: its name, and that of its folder where names repeat."""
    return f"{path.parent.name}/{path.name}" if path.parent.name in _FOLDERS else path.name


def as_json(content: Any) -> str:
    """Plain data as JSON text, names in their own script."""
    return json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def write_sealed_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write plain data as a whole, sealed JSON file. Raises OSError."""
    text = as_json({**content, "seal": f"{_place(path)} {_BEFORE.decode()}" + "0" * _DIGITS})
    write_bytes(path, _with_checksum(bytearray(text.encode())))


def read_sealed_json(path: Path) -> dict[str, Any]:
    """The plain data in a sealed JSON file, without the seal. A file of an earlier version that has none is taken as it is.

    Raises Damaged where the file is missing or not what was written, OSError where it cannot be read.
    """
    try:
        content = path.read_bytes()
        found = json.loads(content.decode("utf-8"))
    except FileNotFoundError:
        raise Damaged(path, "is missing") from None
    except (ValueError, RecursionError) as error:
        raise Damaged(path, f"is no JSON: {error}") from error
    if not isinstance(found, dict):
        raise Damaged(path, "is cut short or altered: it is no list of names and values")
    # One of an earlier version has neither the field nor the mark; a damage cannot take both away and leave JSON behind.
    if "seal" in found or _BEFORE in content or any(key not in _UNSEALED for key in found):
        verified(path)
        _check_place(path, {_PLACE: str(found.get("seal")).split()[0]})
    found.pop("seal", None)
    return found


_UNSEALED = {
    "form", "digest", "sources", "experiment", "experiment_file", "price_year", "design_digest", "source_digest", "cases", "cases_a_shard",
    "rate", "commit", "versions", "machine", "flags", "wall_seconds", "failed", "finished", "shards_digest", "jobs",
}  # fmt: skip
"""Fields of design.json and provenance.json of earlier versions, which had no seal."""


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
    except Exception as error:  # whatever a reader of Parquet makes of other bytes: an ArrowException, OSError, UnicodeDecodeError, …
        raise Damaged(path, f"is no table that ruralsim wrote: {error}") from error
    if missing := [name for name in columns or () if name not in table.column_names]:
        raise Damaged(path, f"is no table that ruralsim wrote: it has no column {missing[0]}")
    about = _texts(table.schema.metadata)
    _check_place(path, about)
    return table, about


def _check_place(path: Path, about: Mapping[str, str]) -> None:
    if about.get(_PLACE, _place(path)) != _place(path):
        raise Damaged(path, f"holds what was written as {about[_PLACE]}")


def about_sealed(path: Path) -> dict[str, str]:
    """What the metadata of a sealed file say, from its last bytes alone; its checksum is not taken. Raises Damaged, OSError."""
    import pyarrow.parquet as pq

    with path.open("rb") as file:
        try:
            about = _texts(pq.read_metadata(file).metadata)
        except Exception as error:  # as in `read_sealed`
            raise Damaged(path, "is cut short or altered: its last bytes are not what was written") from error
    _check_place(path, about)
    return about


def _texts(metadata: Mapping[bytes, bytes] | None) -> dict[str, str]:
    return {name.decode(errors="replace"): value.decode(errors="replace") for name, value in (metadata or {}).items()}
