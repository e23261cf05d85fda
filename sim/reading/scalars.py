"""What a plain scalar of YAML stands for (YAML 1.2 core schema), and what a user meant by one that stands for something else."""

from __future__ import annotations

import re
from decimal import Decimal

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


_TIMES = {
    **dict.fromkeys(("bn", "billion"), 10**9),
    **dict.fromkeys(("亿", "億"), 10**8),
    "千万": 10**7,
    **dict.fromkeys(("百万", "m", "mn", "million"), 10**6),
    **dict.fromkeys(("万", "萬"), 10**4),
    **dict.fromkeys(("千", "k", "thousand"), 10**3),
}
"""What a word after a number multiplies it by."""
_PER_CENT = ("%", "percent", "per cent", "pct")
_GROUPED = r"[-+]?[1-9]\d{0,2}(?:[,_ ]\d{3})+(?:\.\d+)?"
_NUMBER = rf"{_GROUPED}|[-+]?(?:\d+(?:_\d+)*(?:\.\d*)?|\.\d+)"
_UNIT = r"[^\W\d_]+(?:[ /][^\W\d_]+)*"


def number_meant(text: str, plain: bool) -> str | None:
    """What to write instead of a text that looks like a number, or None.

    `1,200` is 1200, `1_200` too, `10%` is 0.1, `120 persons` is 120, `1.2m` is 1200000, `12万` is 120000.
    """
    bare = "".join(_MEANT.get(character, character) for character in text).strip()
    if len(bare) > _LONGEST_WHOLE + 20:
        return None
    if not plain and isinstance(core_scalar(bare), int | float):
        return f"{bare}, without quotes"
    if (comma := re.fullmatch(r"([-+]?\d+),(\d+)", bare)) and not re.fullmatch(_GROUPED, bare):
        return f"{comma.group(1)}.{comma.group(2)}"
    found = re.fullmatch(rf"(?:¥|CNY|RMB)?\s*({_NUMBER})\s*(%|{_UNIT})?", bare)
    if not found:
        return None
    digits, unit = re.sub("[,_ ]", "", found.group(1)), (found.group(2) or "").lower()
    if unit in _PER_CENT:
        return format((Decimal(digits) / 100).normalize(), "f")
    times = next((times for word, times in _TIMES.items() if _begins(unit, word)), 1)
    return digits if times == 1 else format((Decimal(digits) * times).normalize(), "f")


def _begins(unit: str, word: str) -> bool:
    """Whether a unit begins with a word: Chinese ones are not set apart by spaces."""
    return unit == word or unit.startswith((f"{word} ", f"{word}/") if word.isascii() else word)


def month_meant(text: str) -> str | None:
    """What to write instead of a date that is not `YYYY-MM`, or None.

    `2026-01-01`, `2026/1`, `2026.01`, `202601`, `2026年1月` and full-width digits are 2026-01.
    """
    bare = "".join(_MEANT.get(character, character) for character in text).strip()
    found = re.fullmatch(r"([0-9]{4})\D([0-9]{1,2})(?:\D(?:[0-9]{1,2}\D?)?)?", bare) or re.fullmatch(r"([0-9]{4})([0-9]{2})", bare)
    if found and 1 <= int(found.group(2)) <= 12:
        return f"{found.group(1)}-{int(found.group(2)):02d}"
    return None
