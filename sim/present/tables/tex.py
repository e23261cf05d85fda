"""Tables as LaTeX, ruled as booktabs does; whatever comes from a file is escaped."""

from __future__ import annotations

import re

from sim.present.tables.labelled import Table
from sim.present.tables.paper_cells import MINUS, Part, parts

LONGEST_FLOAT = 40
"""Rows of a table that stays on one page; a longer one breaks across pages."""
LONGEST_HEAD = 12
LONGEST_WORDS = 30
"""Characters of a head, and of words in a column, that stay on one line; longer ones are broken into a narrow column."""

SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "_": r"\_",
    "%": r"\%",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "`": r"\textasciigrave{}",
    # After the end of a row these would be read as its options.
    "[": "{[}",
    "]": "{]}",
    "*": "{*}",
    MINUS: "$-$",
    "–": "--",
    "∞": r"$\infty$",
}

JOINED = re.compile(r"([-`',<>])(?=\1)|[?!](?=`)")
"""A character that LaTeX's fonts join with the next."""


def escaped(text: str) -> str:
    """Text as LaTeX prints it, on one line; what it would join into another sign, as two hyphens into a dash, is kept apart."""
    line = JOINED.sub(lambda found: f"{found.group()}\0", " ".join(text.replace("\0", " ").split()))
    return "".join("{}" if character == "\0" else SPECIAL.get(character, character) for character in line)


def as_tex(table: Table, lang: str) -> bytes:
    """The table as a file to `\\input`. Raises NotATable where it is too long for paper."""
    needed = "% Needs \\usepackage[T1]{fontenc} (with pdfLaTeX) and \\usepackage{booktabs,longtable}; Chinese text needs xeCJK or ctex.\n"
    found = parts(table, lang)
    key = re.sub(r"[^A-Za-z0-9]+", "-", table.name).strip("-") or "table"
    several = len(found) > 1
    return (needed + "\n".join(_part(one, f"{key}-{number}" if several else key) for number, one in enumerate(found, start=1))).encode()


def _part(part: Part, key: str) -> str:
    columns = "".join(_kind(index, part) for index in range(len(part.heads)))
    heads = [
        rf"\multicolumn{{1}}{{p{{1.7cm}}}}{{\raggedright {escaped(head)}}}" if len(head) > LONGEST_HEAD else escaped(head)
        for head in part.heads
    ]
    head = _row(heads)
    if any(part.units):
        head += "\n" + _row([f"({escaped(unit)})" if unit else "" for unit in part.units])
    body = "\n".join(_row([escaped(cell) for cell in row]) for row in part.rows)
    caption = rf"\caption{{{escaped(part.caption)}}}\label{{tab:{key}}}"
    if len(part.rows) > LONGEST_FLOAT:
        lines = [
            r"\begingroup\footnotesize",
            rf"\begin{{longtable}}{{{columns}}}",
            rf"{caption}\\",
            rf"\toprule{chr(10)}{head}{chr(10)}\midrule",
            r"\endfirsthead",
            rf"\toprule{chr(10)}{head}{chr(10)}\midrule",
            r"\endhead",
            r"\bottomrule",
            r"\endlastfoot",
            body,
            r"\end{longtable}",
            r"\endgroup",
        ]
    else:
        lines = [
            r"\begin{table}[htbp]",
            r"\centering\footnotesize",
            caption,
            rf"\begin{{tabular}}{{{columns}}}",
            rf"\toprule{chr(10)}{head}{chr(10)}\midrule",
            body,
            r"\bottomrule",
            r"\end{tabular}",
            r"\end{table}",
        ]
    return "\n".join(line for line in lines if line) + "\n"


def _kind(column: int, part: Part) -> str:
    if part.numeric[column]:
        return "r"
    return "p{4cm}" if any(len(row[column]) > LONGEST_WORDS for row in part.rows) else "l"


def _row(cells: list[str]) -> str:
    return " & ".join(cells) + r" \\"
