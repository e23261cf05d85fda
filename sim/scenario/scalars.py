"""What a plain scalar of YAML stands for (YAML 1.2 core schema), and what a user meant by one that stands for something else."""

from __future__ import annotations

import re

_WHOLE = re.compile(r"[-+]?[0-9]+")
_OCTAL = re.compile(r"0o[0-7]+")
_HEX = re.compile(r"0x[0-9a-fA-F]+")
_DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_INFINITE = re.compile(r"([-+]?)\.(inf|Inf|INF)")
_LONGEST_WHOLE = 30
"""Digits; a longer whole number is text, for turning a megabyte of digits into a number takes minutes."""

_MEANT = {
    "\N{FULLWIDTH COLON}": ":",
    "\N{FULLWIDTH COMMA}": ",",
    "\N{FULLWIDTH SEMICOLON}": ";",
    "\N{IDEOGRAPHIC COMMA}": ",",
    "\N{LEFT DOUBLE QUOTATION MARK}": '"',
    "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
    "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{FULLWIDTH LEFT PARENTHESIS}": "(",
    "\N{FULLWIDTH RIGHT PARENTHESIS}": ")",
    "\N{FULLWIDTH LEFT SQUARE BRACKET}": "[",
    "\N{FULLWIDTH RIGHT SQUARE BRACKET}": "]",
    "\N{LEFT BLACK LENTICULAR BRACKET}": "[",
    "\N{RIGHT BLACK LENTICULAR BRACKET}": "]",
    "\N{FULLWIDTH LEFT CURLY BRACKET}": "{",
    "\N{FULLWIDTH RIGHT CURLY BRACKET}": "}",
    "\N{FULLWIDTH HYPHEN-MINUS}": "-",
    "\N{FULLWIDTH FULL STOP}": ".",
    "\N{IDEOGRAPHIC FULL STOP}": ".",
    "\N{FULLWIDTH PERCENT SIGN}": "%",
    "\N{FULLWIDTH NUMBER SIGN}": "#",
    "\N{FULLWIDTH QUOTATION MARK}": '"',
    "\N{IDEOGRAPHIC SPACE}": " ",
    **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
}
_FULL_WIDTH = re.compile("[" + "".join(map(re.escape, _MEANT)) + "]")
_KEY_LINE = re.compile("[A-Za-z_][\\w.]*\N{FULLWIDTH COLON}")
_OPENING_QUOTES = "\N{LEFT DOUBLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}\N{FULLWIDTH QUOTATION MARK}"


def core_scalar(text: str) -> str | int | float | bool | None:
    """The value of a plain scalar: null, boolean, whole number, decimal or text. `2014-01`, `1,200` and `yes` are text."""
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text in ("true", "True", "TRUE"):
        return True
    if text in ("false", "False", "FALSE"):
        return False
    if len(text) <= _LONGEST_WHOLE:
        if _WHOLE.fullmatch(text):
            return int(text)
        if _OCTAL.fullmatch(text):
            return int(text, 8)
        if _HEX.fullmatch(text):
            return int(text, 16)
        if _DECIMAL.fullmatch(text):
            return float(text)
    if found := _INFINITE.fullmatch(text):
        return float(found.group(1) + "inf")
    if text in (".nan", ".NaN", ".NAN"):
        return float("nan")
    return text


def full_width_in(text: str, prose: bool) -> str | None:
    """The first full-width mark that stands where YAML or a number needs its ASCII form, or None.

    In prose (a name, a description, a source) only what was meant as YAML counts: full-width quotation marks round the whole, or a
    further line that begins like a key.
    """
    if not prose:
        found = _FULL_WIDTH.search(text)
        return found.group() if found else None
    if text[:1] and text[0] in _OPENING_QUOTES:
        return text[0]
    # A plain scalar over several lines is folded into one: a swallowed key stands after a space.
    swallowed = any(_KEY_LINE.match(text, start.end()) for start in re.finditer(r"(?<=\S) ", text))
    return "\N{FULLWIDTH COLON}" if swallowed else None


def meant(mark: str) -> str:
    """The ASCII form of a full-width mark."""
    return _MEANT[mark]


def number_meant(text: str, plain: bool) -> str | None:
    """What to write instead of a text that looks like a number, or None: `1,200` is 1200, `10%` is 0.1, `1_200` is 1200."""
    bare = text.strip()
    if not plain and core_scalar(bare) is not None and isinstance(core_scalar(bare), int | float):
        return f"{bare}, without quotes"
    grouped = re.fullmatch(r"([-+]?\d{1,3}(?:[,_ ]\d{3})+(?:\.\d+)?)|([-+]?\d+(?:_\d+)+)", bare)
    if grouped:
        return re.sub("[,_ ]", "", bare)
    if share := re.fullmatch(r"([-+]?\d+(?:\.\d+)?)\s*%", bare):
        return f"{float(share.group(1)) / 100:g}"
    if comma := re.fullmatch(r"([-+]?\d+),(\d+)", bare):
        return f"{comma.group(1)}.{comma.group(2)}"
    return None


def month_meant(text: str) -> str | None:
    """What to write instead of a date that is not `YYYY-MM`, or None: `2026-01-01`, `2026/1` and `2026.01` are 2026-01."""
    found = re.fullmatch(r"(\d{4})\D(\d{1,2})(?:\D\d{1,2}\D?)?", text.strip()) or re.fullmatch(r"(\d{4})(\d{2})", text.strip())
    if found and 1 <= int(found.group(2)) <= 12:
        return f"{found.group(1)}-{int(found.group(2)):02d}"
    return None
