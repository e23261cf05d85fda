"""LaTeX and Word: what is printed is what is stored, and nothing in it is a command."""

import io
import re
from pathlib import Path
from typing import Any

import docx
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sim.present.tables.labelled import NotATable, Table, clean
from sim.present.tables.paper_cells import parts, shown
from sim.present.tables.results import read_tables
from sim.present.tables.tex import SPECIAL, as_tex, escaped
from sim.present.tables.word import as_docx

OURS = {
    *("begin", "end", "caption", "label", "centering", "footnotesize", "toprule", "midrule", "bottomrule", "multicolumn", "raggedright"),
    *("begingroup", "endgroup", "endfirsthead", "endhead", "endlastfoot", "infty", "textbackslash", "textasciicircum", "textasciitilde"),
    *("textless", "textgreater", "textbar", "textquotedbl", "textasciigrave"),
}


def _parsed(text: str) -> list[tuple[str, list[list[str]]]]:
    """Caption and rows of each table of a LaTeX file; fails where braces or environments do not match, or a command is not ours."""
    body = "\n".join(line for line in text.splitlines() if not line.startswith("%"))
    assert not re.search(r"(?<!\\)%", body), "a comment hides what follows"
    assert set(re.findall(r"\\([A-Za-z]+)", body)) <= OURS
    bare = re.sub(r"\\[{}]", "", body)
    depth = 0
    for character in bare:
        depth += {"{": 1, "}": -1}.get(character, 0)
        assert depth >= 0
    assert depth == 0
    opened: list[str] = []
    for command, name in re.findall(r"\\(begin|end)\{(\w+)\}", body):
        if command == "begin":
            opened.append(name)
        else:
            assert opened.pop() == name
    assert opened == []
    found = []
    for part in re.split(r"(?=\\begin\{(?:longtable|table)\})", body)[1:]:
        (caption,) = re.findall(r"\\caption\{(.*)\}\\label", part)
        (columns,) = re.findall(r"\\begin\{(?:longtable|tabular)\}\{((?:[lr]|p\{4cm\})+)\}", part)
        width = len(columns.replace("p{4cm}", "p"))
        middle = part.rsplit("\\midrule", 1)[1]
        rows = [re.split(r"(?<!\\) ?& ?", line.removesuffix(r" \\")) for line in middle.splitlines() if line.endswith(r" \\")]
        assert {len(row) for row in rows} <= {width}
        found.append((caption, rows))
    return found


def _plain(tex: str) -> str:
    """What LaTeX prints of an escaped text."""
    for character, command in sorted(SPECIAL.items(), key=lambda pair: -len(pair[1])):
        tex = tex.replace(command, f"\0{ord(character)}\0")
    return re.sub("\0(\\d+)\0", lambda found: chr(int(found.group(1))), tex.replace("{}", ""))


def test_tex_prints_the_values_with_caption_labels_and_units(stored: Table) -> None:
    (caption, rows), (second, others) = _parsed(as_tex(stored, "en").decode())
    assert _plain(caption) == "Effects & costs of 100% {training} (1/2)"
    assert _plain(second) == "Effects & costs of 100% {training} (2/2)"
    assert [_plain(cell) for cell in rows[3][:4]] == ["50% \\input{x} & 隰县_#~^$", "2020-12", "9007199254740991", "12,346"]
    assert [_plain(row[3]) for row in rows] == ["\N{MINUS SIGN}2", "–", "–", "12,346"]
    # The columns that name a row come again in the second part.
    assert [row[:3] for row in rows] == [row[:3] for row in others]
    text = as_tex(stored, "en").decode()
    assert "sold online & persons" in text and "(CNY a household a month) & (persons)" in text
    assert "网络零售额" in as_tex(stored, "zh").decode()


@pytest.mark.parametrize("evil", ["\\input{/etc/passwd}", "\\write18{x}", "$\\fi$", "a % b", "}{", "x\n\n\\end{table}", "[1cm]", "*", "^^5cinput"])
def test_no_text_of_a_user_is_a_command_of_tex(tmp_path: Path, evil: str) -> None:
    schema = pa.schema([pa.field(evil, pa.string(), metadata={"label": evil, "unit": evil})], metadata={"caption": evil})
    pq.write_table(pa.table([pa.array([evil, "x"])], schema=schema), tmp_path / "t.parquet")
    ((caption, rows),) = _parsed(as_tex(read_tables(tmp_path)[0], "en").decode())
    shown_as = " ".join(evil.split())
    assert (_plain(caption), [_plain(row[0]) for row in rows]) == (shown_as, [shown_as, "x"])
    assert not rows[0][0].startswith(("[", "*"))


@given(st.text())
@example("a -- b --- ``quoted'' <<x>> ?`")
def test_escaped_text_prints_as_it_was(text: str) -> None:
    text = clean(text).replace("\0", "")
    assert _plain(escaped(text)) == " ".join(text.split())
    assert "^^" not in escaped(text)


def test_a_long_table_breaks_across_pages_and_repeats_its_head(rows: Any, tmp_path: Path) -> None:
    text = as_tex(rows(tmp_path, 41), "en").decode()
    ((_, body),) = _parsed(text)
    assert len(body) == 41
    assert r"\begin{longtable}" in text and r"\endhead" in text
    assert r"\begin{tabular}" in as_tex(rows(tmp_path, 40), "en").decode()


@pytest.mark.parametrize("make", [as_tex, as_docx])
def test_more_rows_than_paper_takes_are_refused_with_what_to_do(rows: Any, tmp_path: Path, make: Any) -> None:
    assert make(rows(tmp_path, 2000), "en")
    with pytest.raises(NotATable, match=r"has 2,001 rows, and paper \(docx, tex\) takes at most 2,000: choose csv, xlsx or dta"):
        make(rows(tmp_path, 2001), "en")


def test_word_has_a_caption_and_the_same_cells_as_tex(stored: Table) -> None:
    document = docx.Document(io.BytesIO(as_docx(stored, "en")))
    captions = [one.text for one in document.paragraphs if one.style.name == "Caption"]
    assert captions == [f"Effects & costs of 100% {{training}} ({part}/2)" for part in (1, 2)]
    for made, part in zip(document.tables, parts(stored, "en"), strict=True):
        heads = [f"{head} ({unit})" if unit else head for head, unit in zip(part.heads, part.units, strict=True)]
        assert [cell.text for cell in made.rows[0].cells] == heads
        assert [tuple(cell.text for cell in row.cells) for row in made.rows[1:]] == part.rows
        assert made.rows[0]._tr.trPr.xpath("w:tblHeader")
        sides = [cell.paragraphs[0].alignment for cell in made.rows[1].cells]
        assert [side is not None for side in sides] == list(part.numeric)
    assert document.core_properties.author == "ruralsim"


def test_word_takes_characters_that_no_document_may_hold_as_marks(tmp_path: Path) -> None:
    pq.write_table(pa.table({"name": ["a\x00b\x07c\uffff"]}), tmp_path / "t.parquet")
    document = docx.Document(io.BytesIO(as_docx(read_tables(tmp_path)[0], "en")))
    assert document.tables[0].rows[1].cells[0].text == "a�b�c�"


def test_a_wide_table_is_cut_into_parts_that_show_every_column_once(tmp_path: Path) -> None:
    names = [f"v{index}" for index in range(23)]
    columns = {"arm": pa.array(["a"]), "month": pa.array(["2014-01"])} | {name: pa.array(np.ones(1)) for name in names}
    pq.write_table(pa.table(columns), tmp_path / "t.parquet")
    found = parts(read_tables(tmp_path)[0], "en")
    assert all(part.heads[:2] == ("arm", "month") and len(part.heads) <= 8 for part in found)
    assert [head for part in found for head in part.heads[2:]] == names


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        (True, "yes"),
        (12345, "12,345"),
        (-3, "\N{MINUS SIGN}3"),
        (1234567.8, "1,234,568"),
        (12.3456, "12.35"),
        (0.00012344, "0.0001234"),
        (-1.5e-20, "\N{MINUS SIGN}1.500e\N{MINUS SIGN}20"),
        (1.5e15, "1.500e+15"),
        (0.0, "0"),
        (float("inf"), "∞"),
        (float("-inf"), "\N{MINUS SIGN}∞"),
        ("text", "text"),
    ],
)
def test_a_value_is_shown_with_four_digits_and_thousands_apart(value: Any, text: str) -> None:
    assert shown(value) == text
