"""Published numbers on rural e-commerce in China, each with its source: priors, targets and checks of the model.

Four tables ship with the package: `national_series` (observations by year, to 2020), `effects` (what studies found),
`micro` (prices, costs, losses, shares, with their range) and `sources`. A row that is `verified` was read in its
source, or is plain arithmetic on what was read there; the others are priors with a wide range, never targets of a fit.
Amounts are nominal CNY unless the unit says otherwise; the series `consumer_price_growth` is the deflator.
"""

import csv
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from io import StringIO
from typing import Literal, overload

__all__ = [
    "EffectRow",
    "MicroRow",
    "SeriesRow",
    "Source",
    "annual",
    "disagreements",
    "load",
    "micro",
    "national_series",
    "observations",
]

Table = Literal["national_series", "effects", "micro", "sources"]

# How the year column is written: 2014 | 2014-12 (month) | 2018H1 (first half) | 2015-2021 (a sum over years).
PERIOD = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})|H(?P<half>[12])|-(?P<last>\d{4}))?")


@dataclass(frozen=True, slots=True)
class Source:
    """A publication or page a number was read in. `year` is as written, since some sources are "various" years."""

    source_id: str
    author: str
    year: str
    title: str
    venue: str
    note: str


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One observation of a national series; `year` as written (2014, 2014-12, 2018H1 or 2015-2021)."""

    year: str
    series: str
    value: float
    unit: str
    source: Source
    verified: bool

    @property
    def ends(self) -> tuple[int, int]:
        """Calendar year and last month of the period; a whole year ends in month 12. ValueError for a sum over several years."""
        match = PERIOD.fullmatch(self.year)
        if match is None:
            raise ValueError(f"national series '{self.series}': '{self.year}' is not a year, a month (2014-12) or a half (2018H1)")
        if match["last"]:
            raise ValueError(f"national series '{self.series}': {self.year} is a sum over several years, not one calendar year")
        return int(match["year"]), int(match["month"] or 6 * int(match["half"] or 2))


@dataclass(frozen=True, slots=True)
class EffectRow:
    """One finding of a study. Many are signs: `estimate` is the text as published, `value` its number if it is one."""

    study: str
    outcome: str
    treatment: str
    population: str
    estimate: str
    uncertainty: str
    unit: str
    source: Source
    verified: bool

    @property
    def value(self) -> float | None:
        """The estimate as a number in `unit`; None where the study gives a direction in words."""
        try:
            return float(self.estimate)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class MicroRow:
    """One price, cost, loss, share or count with its plausible range; `low` or `high` None where no range is known."""

    parameter: str
    value: float
    low: float | None
    high: float | None
    unit: str
    context: str
    source: Source
    verified: bool


Row = SeriesRow | EffectRow | MicroRow | Source


@overload
def load(table: Literal["national_series"]) -> tuple[SeriesRow, ...]: ...
@overload
def load(table: Literal["effects"]) -> tuple[EffectRow, ...]: ...
@overload
def load(table: Literal["micro"]) -> tuple[MicroRow, ...]: ...
@overload
def load(table: Literal["sources"]) -> tuple[Source, ...]: ...
def load(table: Table) -> tuple[Row, ...]:
    """All rows of one table of the evidence, in the order of its file, each with its source.

    Raises KeyError for a table that does not exist, ValueError for a row that cannot be read (with file and line).
    """
    if table not in _READERS:
        raise KeyError(_no_such("table of evidence", table, _READERS))
    return _READERS[table]()


def observations(name: str) -> tuple[SeriesRow, ...]:
    """The rows of one national series in the order of the file, one a period.

    Where two sources disagree on a period the row written first stands (see `disagreements`). Raises KeyError for an
    unknown series.
    """
    held: dict[str, SeriesRow] = {}
    for row in load("national_series"):
        if row.series == name:
            held.setdefault(row.year, row)
    if not held:
        raise KeyError(_no_such("national series", name, (row.series for row in load("national_series"))))
    return tuple(held.values())


def national_series(name: str) -> dict[str, float]:
    """The values of `observations`: year as written -> value, in the unit of its rows."""
    return {row.year: row.value for row in observations(name)}


def annual(name: str) -> dict[int, float]:
    """One national series by calendar year: the last observation made in each year (December before June).

    Raises KeyError for an unknown series, ValueError where an observation is a sum over several years.
    """
    return dict(_annual(name))


@cache
def _annual(name: str) -> tuple[tuple[int, float], ...]:
    """`annual`, read once: every synthesis asks for the same few series."""
    latest: dict[int, tuple[int, float]] = {}
    for row in observations(name):
        year, month = row.ends
        if year not in latest or month > latest[year][0]:
            latest[year] = (month, row.value)
    return tuple((year, latest[year][1]) for year in sorted(latest))


def micro(name: str) -> MicroRow:
    """One row of the micro evidence: its value, low and high in its unit. Raises KeyError for an unknown parameter."""
    rows = {row.parameter: row for row in load("micro")}
    if name not in rows:
        raise KeyError(_no_such("micro evidence", name, rows))
    return rows[name]


def disagreements() -> dict[tuple[str, str], tuple[SeriesRow, ...]]:
    """The observations on which sources quarrel: (series, year) -> the rows, two or more, in the order of the file."""
    rows: dict[tuple[str, str], tuple[SeriesRow, ...]] = {}
    for row in load("national_series"):
        rows[row.series, row.year] = (*rows.get((row.series, row.year), ()), row)
    return {key: several for key, several in rows.items() if len(several) > 1}


def _no_such(kind: str, name: str, known: Iterable[str]) -> str:
    close = get_close_matches(name, sorted(set(known)), n=1, cutoff=0.5)
    return f"no {kind} named '{name}'" + (f"; did you mean '{close[0]}'?" if close else "")


def _lines(table: str) -> list[tuple[str, dict[str, str]]]:
    """The rows of a table with the place (file:line) each ends on, for error messages."""
    file = f"{table}.csv"
    text = files(__name__).joinpath(file).read_text(encoding="utf-8")
    reader = csv.DictReader(StringIO(text), strict=True)
    return [(f"{file}:{reader.line_num}", row) for row in reader]


def _number(text: str, where: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise ValueError(f"{where}: '{text}' is not a number") from error


def _bound(text: str, where: str) -> float | None:
    return _number(text, where) if text else None


def _verified(text: str, where: str) -> bool:
    if text not in ("yes", "no"):
        raise ValueError(f"{where}: verified must be yes or no, not '{text}'")
    return text == "yes"


def _source(source_id: str, where: str) -> Source:
    by_id = _sources_by_id()
    if source_id not in by_id:
        raise ValueError(f"{where}: {_no_such('source', source_id, by_id)}")
    return by_id[source_id]


@cache
def _read_sources() -> tuple[Source, ...]:
    return tuple(
        Source(row["source_id"], row["authors"], row["year"], row["title"], row["venue"], row["note"])
        for _, row in _lines("sources")
    )


@cache
def _sources_by_id() -> dict[str, Source]:
    return {source.source_id: source for source in _read_sources()}


@cache
def _read_national_series() -> tuple[SeriesRow, ...]:
    return tuple(
        SeriesRow(
            year=row["year"],
            series=row["series"],
            value=_number(row["value"], where),
            unit=row["unit"],
            source=_source(row["source_id"], where),
            verified=_verified(row["verified"], where),
        )
        for where, row in _lines("national_series")
    )


@cache
def _read_effects() -> tuple[EffectRow, ...]:
    return tuple(
        EffectRow(
            study=row["study"],
            outcome=row["outcome"],
            treatment=row["treatment"],
            population=row["population"],
            estimate=row["estimate"],
            uncertainty=row["se_or_ci"],
            unit=row["unit"],
            source=_source(row["source_id"], where),
            verified=_verified(row["verified"], where),
        )
        for where, row in _lines("effects")
    )


@cache
def _read_micro() -> tuple[MicroRow, ...]:
    return tuple(
        MicroRow(
            parameter=row["parameter"],
            value=_number(row["value"], where),
            low=_bound(row["low"], where),
            high=_bound(row["high"], where),
            unit=row["unit"],
            context=row["context"],
            source=_source(row["source_id"], where),
            verified=_verified(row["verified"], where),
        )
        for where, row in _lines("micro")
    )


_READERS: dict[str, Callable[[], tuple[Row, ...]]] = {
    "national_series": _read_national_series,
    "effects": _read_effects,
    "micro": _read_micro,
    "sources": _read_sources,
}
