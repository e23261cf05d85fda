"""The kinds of value that scenario and county files are made of: numbers with their range, shares, amounts of money, ranges."""

import math
from dataclasses import dataclass
from typing import Annotated, Any, NamedTuple

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from sim.reading.scalars import month_meant

NOT_A_MONTH = "not_a_month"
"""The kind of validation error of a value that is no month."""


class Declared(BaseModel):
    """A frozen record whose every field is declared; an unknown one is an error, and nothing is converted silently."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True)


class Month(NamedTuple):
    """A calendar month."""

    year: int
    month: int

    def __str__(self) -> str:
        """As written in a scenario: 2014-01."""
        return f"{self.year:04d}-{self.month:02d}"

    def plus(self, months: int) -> "Month":
        """The month so many months later."""
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(year, month + 1)

    def since(self, first: "Month") -> int:
        """Months from `first` to this one; negative where this one is earlier."""
        return (self.year - first.year) * 12 + self.month - first.month


def wrong(message: str, at: tuple[str, ...] = ()) -> PydanticCustomError:
    """An error whose message is shown as it is; `at`: the keys, below the record that raises it, of the value to blame."""
    return PydanticCustomError("wrong", "{said}", {"said": message, "at": at})


def month_of(text: str) -> Month:
    """The month that `YYYY-MM` stands for. Raises a validation error that says what to write."""
    month = plain_month(text)
    if month is None:
        raise wrong(month_said(text))
    return month


def first_and_last(months: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """Two months, the first and the last; raises a validation error for others."""
    if months is not None and len(months) != 2:
        raise wrong(f"expected two months, the first and the last, got {len(months)}")
    if months is not None and month_of(months[0]) > month_of(months[1]):
        raise wrong(f"the first month, {months[0]}, is after the last, {months[1]}")
    return months


def month_said(text: str) -> str:
    """What is wrong with a text that is no month."""
    if hint := month_meant(text):
        return f"`{text}`: write {hint}"
    if len(text) == 4 and text.isascii() and text.isdigit():
        return f"`{text}` is a year: write a month, as {text}-01"
    return f"expected a month like 2014-01, got `{text}`"


def plain_month(text: str) -> Month | None:
    """The month that `YYYY-MM` stands for; None for any other text."""
    year, dash, month = text.partition("-")
    if dash and len(year) == 4 and len(month) == 2 and (year + month).isascii() and (year + month).isdigit():
        if 1 <= int(month) <= 12:
            return Month(int(year), int(month))
    return None


def _month_text(value: Any) -> Any:
    """A month as written; what is wrong with another value is said where its text is known."""
    if not isinstance(value, str) or plain_month(value) is None:
        raise PydanticCustomError(NOT_A_MONTH, "expected a month like 2014-01")
    return value


def _said(value: float) -> str:
    """A number as a user would write it."""
    return str(value) if isinstance(value, int) else f"{value:.12g}"


@dataclass(frozen=True)
class Within:
    """Declares a number from `low` to `high`, in `unit`; `above`: more than `low`."""

    low: float
    high: float
    unit: str = ""
    above: bool = False

    def check(self, value: float) -> float:
        """The value, if it is inside; NaN and infinity never are."""
        if (self.low < value if self.above else self.low <= value) and value <= self.high and math.isfinite(value):
            return value
        what = "a whole number" if isinstance(value, int) else "a number"
        limits = f"above {_said(self.low)} up to" if self.above else f"from {_said(self.low)} to"
        raise wrong(f"expected {what} {limits} {_said(self.high)}, got {_said(value)}")

    def bounds(self) -> dict[str, Any]:
        """The range as JSON Schema says it."""
        said: dict[str, Any] = {"exclusiveMinimum" if self.above else "minimum": self.low, "maximum": self.high}
        return said | ({"description": self.unit} if self.unit else {})

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The check, after the kind of value was checked."""
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """The range, for editors."""
        return handler(schema) | self.bounds()


@dataclass(frozen=True)
class Money:
    """Marks a field in CNY of the file's price year, which loading turns into CNY of 2015."""


@dataclass(frozen=True)
class Amount(Within, Money):
    """Declares an amount of money from 0 to `high`, in CNY of the file's price year."""

    def bounds(self) -> dict[str, Any]:
        """The range as JSON Schema says it, with the year named."""
        return super().bounds() | {"description": f"{self.unit}, yuan of the year in `prices`"}


@dataclass(frozen=True)
class LowestAndHighest:
    """Declares two numbers from `low` to `high`, the smaller first."""

    low: float
    high: float

    def check(self, values: tuple[float, ...]) -> tuple[float, ...]:
        """The pair, if it is one."""
        if len(values) != 2:
            raise wrong(f"expected two numbers, the lowest and the highest, got {len(values)}")
        for value in values:
            Within(self.low, self.high).check(float(value))
        if not values[0] < values[1]:
            raise wrong(f"the lowest, {values[0]:g}, is not below the highest, {values[1]:g}")
        return values

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The check, after the kind of value was checked."""
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Two numbers in their range, for editors."""
        items = {"type": "number", "minimum": self.low, "maximum": self.high}
        return handler(schema) | {"minItems": 2, "maxItems": 2, "items": items}


def sums_to_one(shares: dict[str, float] | dict[int, float], what: str) -> None:
    """Shares of a whole; raises unless they sum to 1 within 1e-9."""
    total = math.fsum(shares.values())
    if not abs(total - 1.0) <= 1e-9:
        raise wrong(f"the shares of {what} sum to {total:.10g}, not 1")


Share = Annotated[float, Within(0, 1)]
"""A share of a whole."""


def _shown(text: str) -> str:
    """Text that can be shown as it is: on a terminal, in a figure, in a file."""
    for character in text:
        if not character.isprintable() and character not in "\n\u200c\u200d":
            raise wrong(f"the character U+{ord(character):04X} cannot be shown: remove it")
    return text


def _on_one_line(text: str) -> str:
    """A name: some characters, on one line."""
    if not text.strip():
        raise wrong("expected a name, got nothing")
    if "\n" in text:
        raise wrong("expected a name on one line")
    return text


Prose = Annotated[str, AfterValidator(_shown)]
"""Text that can be shown."""
SomeProse = Annotated[str, Field(min_length=1), AfterValidator(_shown)]
"""Text that can be shown, and is not left empty."""
Text = Annotated[str, Field(min_length=1), AfterValidator(_shown), AfterValidator(_on_one_line)]
"""A name on one line."""
MonthText = Annotated[
    str, BeforeValidator(_month_text), Field(json_schema_extra={"pattern": r"^\d{4}-(0[1-9]|1[0-2])$", "description": "YYYY-MM"})
]
"""A month as a file says it: `2014-01`."""
