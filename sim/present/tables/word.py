"""Tables as Word documents: a caption, a header row that repeats on every page, numbers to the right."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from sim.present.tables.labelled import Table, cut
from sim.present.tables.paper_cells import Part, parts

UPRIGHT = 5
"""Columns that fit across an upright page."""


def as_docx(table: Table, lang: str) -> bytes:
    """The table as a Word document. Raises NotATable where it is too long for paper."""
    from docx import Document
    from docx.enum.section import WD_ORIENT

    found = parts(table, lang)
    document = Document()
    document.core_properties.author = "ruralsim"
    document.core_properties.comments = ""
    document.core_properties.title = cut(table.captioned(lang), 255)
    if len(found[0].heads) > UPRIGHT:
        page = document.sections[0]
        page.orientation = WD_ORIENT.LANDSCAPE
        page.page_width, page.page_height = page.page_height, page.page_width
    for part in found:
        caption = document.add_paragraph(part.caption, style="Caption")
        caption.paragraph_format.keep_with_next = True
        _table(document, part)
        document.add_paragraph()
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def _table(document: Any, part: Part) -> None:
    from docx.oxml import OxmlElement

    made = document.add_table(rows=1, cols=len(part.heads), style="Light Shading")
    heads = [f"{head} ({unit})" if unit else head for head, unit in zip(part.heads, part.units, strict=True)]
    for cell, head in zip(made.rows[0].cells, heads, strict=True):
        cell.text = head
    repeated = made.rows[0]._tr.get_or_add_trPr()
    repeated.append(OxmlElement("w:tblHeader"))
    body = made._tbl
    for row in part.rows:
        # Row by row through the document's own methods takes seconds for a thousand cells.
        body.append(_row(row, part.numeric))


def _row(cells: Sequence[str], numeric: Sequence[bool]) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    row = OxmlElement("w:tr")
    for text, number in zip(cells, numeric, strict=True):
        cell, paragraph, run, said = (OxmlElement(name) for name in ("w:tc", "w:p", "w:r", "w:t"))
        if number:
            properties, to_the = OxmlElement("w:pPr"), OxmlElement("w:jc")
            to_the.set(qn("w:val"), "right")
            properties.append(to_the)
            paragraph.append(properties)
        said.text = text
        said.set(qn("xml:space"), "preserve")
        run.append(said)
        paragraph.append(run)
        cell.append(paragraph)
        row.append(cell)
    return row
