"""Published numbers that pages name, each tied to its row of the evidence by a row of docs/quoted_numbers.csv.

The table is read both ways: each row holds for its page and for the evidence, and no page cites a study, a source or a row beside a number
that is in no row of the table.
"""

import ast
import csv
import io
import re
import tokenize
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from sim.county.trends import COUNTIES, HOUSEHOLDS_OF_A_COUNTY
from sim.theory.deflator import to_2015
from sim.theory.evidence import EffectRow, MicroRow, SeriesRow, Source, annual, load, micro

ROOT = Path(__file__).resolve().parents[2]
NEAR = 250  # characters of a page within which a number, its words and what is said of its verification stand
RESULTS = {"docs/levers.md", "docs/plausibility.md"}  # hundreds of results that scripts write: some are a published number by chance
GENERATED = "## Every observation"  # of docs/plausibility.md: written from the rows, held by a test of its own

CENSUS = micro("rural_households_enumerated").value * 1e6
MODEL = COUNTIES * HOUSEHOLDS_OF_A_COUNTY
VILLAGES = micro("village_units").value * 1e3
SCALE = {"billion": 1e9, "million": 1e6}


@dataclass(frozen=True)
class Quote:
    """A row of the table: `number` as it stands on the page beside `words`, and the cell of the evidence that it is."""

    page: str
    words: tuple[str, ...]
    number: str
    evidence: str
    row: tuple[tuple[str, str], ...]
    column: str
    estimate: str
    unit: str
    verified: str
    reading: str

    def __str__(self) -> str:
        return f"{self.page}: {self.number or 'sign'}, {', '.join(value for _, value in self.row)}"


@cache
def quotes() -> tuple[Quote, ...]:
    with (ROOT / "docs" / "quoted_numbers.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    return tuple(
        Quote(
            **{
                **row,
                "words": tuple(row["words"].split(" | ")),
                "row": tuple((key, value) for key, _, value in (part.partition("=") for part in row["row"].split(" | "))),
            }
        )
        for row in rows
    )


# The evidence.


def cells(row: EffectRow | MicroRow | SeriesRow | Source) -> dict[str, str]:
    """A row of the evidence as text, by the names of the columns of its file."""
    names = {"uncertainty": "se_or_ci"}
    text = {names.get(name, name): getattr(row, name) for name in row.__dataclass_fields__}
    if not isinstance(row, Source):
        text["source_id"] = row.source.source_id
        text["verified"] = "yes" if row.verified else "no"
    return {name: "" if value is None else str(value) for name, value in text.items()}


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    return tuple(cells(row) for row in load(name))  # type: ignore[call-overload]


@cache
def programmes() -> dict[str, str]:
    """The lines of programmes.md by their number."""
    text = (ROOT / "sim" / "theory" / "evidence" / "programmes.md").read_text(encoding="utf-8")
    return {line.split("|")[1].strip(): line for line in text.splitlines() if re.match(r"\| \d", line)}


def same(written: str, found: str) -> bool:
    """Whether two cells are the same text, or the same number."""
    try:
        return written == found or Decimal(written) == Decimal(found)
    except ArithmeticError:
        return False


def wrong_in_the_evidence(quote: Quote) -> list[str]:
    """What the row of the evidence does not have as the table says it."""
    if quote.evidence == "programmes":
        line = programmes().get(dict(quote.row)["programme"], "")
        found = quote.number.replace(",", "") in re.split(r"[^\d.]+", line.replace(",", ""))
        return [] if found and quote.verified == "no" else [f"programmes.md has no {quote.number} there, or it is said to be verified"]
    rows = [row for row in table(quote.evidence) if all(row[key] == value for key, value in quote.row)]
    if len(rows) != 1:
        return [f"{len(rows)} rows of {quote.evidence} are meant"]
    (row,) = rows
    said = ((quote.column, quote.estimate), ("unit", quote.unit), ("verified", quote.verified))
    return [f"{column} is {row.get(column, '')!r}" for column, value in said if not same(value, row.get(column, ""))]


# A number on a page against the cell that it is.

READINGS: dict[str, Callable[[float, Quote], float]] = {
    "": lambda value, _: value,
    "less": lambda value, _: -value,
    "one plus": lambda value, _: 1 + value,
    "a hundredth": lambda value, _: value / 100,
    "per cent": lambda value, _: 100 * value,
    "per cent less": lambda value, _: -100 * value,
    "times 1000": lambda value, _: 1000 * value,
    "times 1000000": lambda value, _: 1e6 * value,
    "per cent of 230 m households": lambda value, quote: 100 * total(value, quote) / CENSUS,
    "a household of 273 m": lambda value, quote: total(value, quote) / MODEL,
    "a household of 230 m": lambda value, quote: total(value, quote) / CENSUS,
    "a month and household of 230 m": lambda value, quote: total(value, quote) / CENSUS / 12,
    "per 1,000 households of 273 m": lambda value, quote: 1000 * total(value, quote) / MODEL,
    "per 1,000 households of 230 m": lambda value, quote: 1000 * total(value, quote) / CENSUS,
    "per cent of 600,000 villages": lambda value, _: 100 * value / VILLAGES,
    "deflated": lambda value, quote: to_2015(value, year(quote)),
    "per cent to 2020, deflated": lambda value, quote: 100 * (growth(value, quote, to_2015) ** (2020 - year(quote)) - 1),
    "per cent a year to 2020": lambda value, quote: 100 * (growth(value, quote, lambda amount, _: amount) - 1),
    "per cent a year to 2020, deflated": lambda value, quote: 100 * (growth(value, quote, to_2015) - 1),
    "CNY of 2015 a household of 273 m": lambda value, quote: to_2015(total(value, quote), year(quote)) / MODEL,
    "CNY of 2015 a household of 230 m": lambda value, quote: to_2015(total(value, quote), year(quote)) / CENSUS,
}
"""How a number of the evidence is read on a page, by what the table says in `reading`."""


def total(value: float, quote: Quote) -> float:
    return value * SCALE[quote.unit.split()[0]]


def year(quote: Quote) -> int:
    return int(dict(quote.row)["year"][:4])


def growth(value: float, quote: Quote, price: Callable[[float, int], float]) -> float:
    """The factor by which a series grew in a year, from a row to 2020."""
    last = annual(dict(quote.row)["series"])[2020]
    return (price(last, 2020) / price(value, year(quote))) ** (1 / (2020 - year(quote)))


def wrong_number(quote: Quote) -> list[str]:
    """Whether the number on the page is not a rounding of the estimate (or of a number in it, where the cell is a text)."""
    if not quote.number or quote.evidence == "programmes":
        return []
    try:
        values = [float(quote.estimate)]
    except ValueError:
        values = [float(number.replace(",", "")) for number in re.findall(r"(?<![\w.])-?\d[\d,]*(?:\.\d+)?", quote.estimate)]
    written = Decimal(quote.number.replace(",", "").replace("−", "-"))
    signs = (1, -1) if "reduction" in quote.unit else (1,)
    read = [Decimal(repr(round(READINGS[quote.reading](sign * value, quote), 9))) for value in values for sign in signs]
    half = Decimal("0.5").scaleb(int(written.as_tuple().exponent))
    if all(abs(one - written) > half for one in read):
        return [f"{quote.number} is none of {', '.join(map(str, read)) or 'no number'}"]
    return []


# Pages.


@cache
def text_of(page: str) -> str:
    """A page with each paragraph, item and line of a table as one line."""
    text = (ROOT / page).read_text(encoding="utf-8")
    breaks = r"\n\s*\n|\n(?=[-|#])" if page.endswith(".md") else r"\n\s*\n"
    return "\n".join(" ".join(block.split()) for block in re.split(breaks, text))


def places(number: str, text: str) -> Iterator[int]:
    """Where a number stands alone in a text, or where words do."""
    for hit in re.finditer(rf"(?<![\d.,]){re.escape(number)}(?![\d]|[.,]\d)", text):
        yield hit.start()


def around(text: str, at: int) -> str:
    """What stands near a place in its own line, and the head of the table that the line is of."""
    start, end = text.rfind("\n", 0, at) + 1, (text + "\n").find("\n", at)
    head = re.search(r"(?:^|\n)(\|[^\n]*)(?:\n\|[^\n]*)*\n$", text[:start]) if text[start] == "|" else None
    return text[max(start, at - NEAR) : min(end, at + NEAR)] + (head[1] if head else "")


def wrong_on_the_page(quote: Quote, text: str) -> list[str]:
    """Whether the page does not have the number beside its words, or does not say that it is unverified."""
    missing: list[list[str]] = []
    for at in places(quote.number or quote.words[0], text):
        beside = around(text, at)
        absent = [word for word in quote.words if word not in beside]
        if quote.verified == "no" and not re.search(r"unverified|[Nn]ot\*{0,2} verified|press\b|○", beside):
            absent.append("unverified")
        if not absent:
            return []
        missing.append(absent)
    return [f"{quote.number} does not stand beside {min(missing, key=len) if missing else quote.words}"]


def wrong(quote: Quote, text: str | None = None) -> list[str]:
    return [*wrong_in_the_evidence(quote), *wrong_number(quote), *wrong_on_the_page(quote, text_of(quote.page) if text is None else text)]


@pytest.mark.parametrize("quote", quotes(), ids=str)
def test_a_published_number_stands_on_its_page_as_in_its_row(quote: Quote) -> None:
    assert wrong(quote) == []


@pytest.mark.parametrize("quote", quotes(), ids=str)
def test_another_number_unit_or_flag_would_be_found(quote: Quote) -> None:
    flag = {"yes": "no", "no": "yes", "": "yes"}[quote.verified]
    assert wrong_in_the_evidence(replace(quote, verified=flag))
    if quote.evidence != "programmes":
        assert wrong_in_the_evidence(replace(quote, estimate=f"1{quote.estimate}"))
        assert wrong_in_the_evidence(replace(quote, unit=f"{quote.unit} of another"))
    if quote.number:
        assert wrong(replace(quote, number=f"7{quote.number.lstrip('−-')}"))
        assert wrong_on_the_page(quote, re.sub(re.escape(quote.number), "…", text_of(quote.page)))


def test_the_table_names_each_quote_once() -> None:
    assert len(set(quotes())) == len(quotes()) > 200


# The other way: what a page cites.

PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in ("README.md", "docs/*.md", "docs/decisions/*.md", "experiments/*/*.md", "experiments/*/*.yaml", "sim/**/*.py")
    for path in ROOT.glob(pattern)
)


def named(authors: str, when: str) -> str:
    """A pattern for a study by its first author and year, however the others are written: Couture et al. (2021)."""
    first = re.split(r",| &| et al|/| \(", authors)[0]
    return rf"(?<!\w){re.escape(first)}\b[^.;|\d]{{0,60}}(?:al\.)?[^.;|\d]{{0,10}}{when}"


Citation = tuple[str, str, re.Pattern[str]]


@cache
def citations() -> tuple[Citation, ...]:
    """(column, name, pattern) of everything a page can cite: studies, sources by id and by author, series and parameters of the evidence."""
    found: dict[tuple[str, str, str], None] = {}
    for row in load("effects"):
        match = re.fullmatch(r"([A-Z].*?) \(?(\d{4})\)?(?: \(press\))?", row.study)
        pattern = named(match[1], match[2]) if match and not match[1].split()[-1].isdigit() else re.escape(row.study)
        found["study", row.study, pattern] = None
    found["trial", "Couture et al. 2021", r"\b[Tt]rial(?:'s)?\b"] = None
    for source in load("sources"):
        found["source_id", source.source_id, rf"(?<!\w){re.escape(source.source_id)}(?!\w)"] = None
    for name in {row.series for row in load("national_series")}:
        found["series", name, rf"(?<!\w){name}(?!\w)"] = None
    for row in load("micro"):
        found["parameter", row.parameter, rf"(?<!\w){row.parameter}(?!\w)"] = None
    return tuple((column, name, re.compile(pattern)) for column, name, pattern in found)


def sentences(page: str) -> Iterator[str]:
    """A page by sentence, line of a table, comment or string: what stands beside one another."""
    text = (ROOT / page).read_text(encoding="utf-8").split(GENERATED)[0]
    if page.endswith(".py"):
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield from pieces(node.value)
        for comment in comments(text):
            yield from pieces(comment)
    elif page.endswith(".yaml"):
        for line in text.splitlines():
            yield from pieces(line.replace("#", " "))
    else:
        for block in re.split(r"\n\s*\n|\n(?=[-|#])", re.sub(r"```.*?```", "\n\n", text, flags=re.DOTALL)):
            yield from pieces(block)


def comments(text: str) -> list[str]:
    """The comments of a module; those on lines that follow one another are one."""
    found: list[str] = []
    last = -1
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            if found and token.start[0] == last + 1 and token.line.lstrip().startswith("#"):
                found[-1] += token.string.removeprefix("#")
            else:
                found.append(token.string)
            last = token.start[0]
    return found


def pieces(text: str) -> Iterator[str]:
    yield from re.split(r"(?<=;)\s+|(?<=\.)\s+(?=[A-Z*(a-z])(?<!al\. )(?<!no\. )(?<!ch\. )", " ".join(text.split()))


NO_NUMBER = re.compile(
    r"\]\([^)]*\)|`[^`]*`|\b(?:19|20)\d\d(?:[–-]\d{2,4})?\b|\b[Pp]rogrammes? (?:no\. )?\d+(?:, \d+)*|\b(?:ch|no)\. \d+|\[D\d+\]"
)
"""Figures that are no number: links, code, years, programmes, chapters, decisions."""
NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?(?!\w)")


OURS = {
    "docs/decisions/0007-a-merchant-is-twenty-shops.md": {"6.0", "22", "273", "1.1"},
    "experiments/demonstration_county/README.md": {"26", "220"},
    "experiments/demonstration_county/study.yaml": {"0.26", "220"},
    "sim/county/trends.py": {"24"},
    "sim/theory/parameters/population.py": {"230"},
    "sim/theory/parameters/shopping.py": {"0.145", "0.054"},
}
"""Numbers beside a citation that are the model's, or arithmetic on what is cited, by page."""


def figures(text: str, cited: list[Citation]) -> set[str]:
    """The numbers of a text besides what it cites, years, and cells of a table that are a bare number."""
    for _, _, pattern in cited:
        text = pattern.sub(" ", text)
    cells = [cell for cell in NO_NUMBER.sub(" ", text).split(" | ") if not re.fullmatch(r"[\d.,\s|]*", cell)]
    return {number.rstrip(",") for cell in cells for number in NUMBER.findall(cell)}


def uncovered(page: str, rows: tuple[Quote, ...]) -> list[str]:
    """Citations of a page beside a number that is in no row of the table, or none of them in a row of what is cited.

    Beside is: in a sentence. In a line of a table a study stands beside all of the line, a row, a source by its id or the trial beside its cell.
    """
    here = [quote for quote in rows if quote.page == page]
    known = {quote.number.lstrip("−-") for quote in here} | OURS.get(page, set())
    found: dict[str, None] = {}
    for sentence in sentences(page):
        cited = [one for one in citations() if one[2].search(sentence)]
        if not cited:
            continue
        held = [quote for quote in here if next(places(quote.number or quote.words[0], sentence), None) is not None]
        names = {value for quote in held for _, value in quote.row} | {row["source_id"] for quote in held for row in meant(quote)}
        by_place: dict[int, set[str]] = {}
        for column, name, pattern in cited:
            for hit in pattern.finditer(sentence):
                start, end = sentence.rfind(" | ", 0, hit.start()) + 1, (sentence + " | ").find(" | ", hit.end())
                numbers = figures(sentence if column == "study" else sentence[start:end], cited)
                if numbers:
                    by_place.setdefault(hit.end(), set()).add(name)
                    found |= dict.fromkeys(f"{number}: {sentence}" for number in sorted(numbers - known))
        found |= dict.fromkeys(f"{', '.join(sorted(one))}: {sentence}" for one in by_place.values() if not names & one)
    return list(found)


def meant(quote: Quote) -> list[dict[str, str]]:
    """The row of a quote, where it has a source."""
    if quote.evidence in ("programmes", "sources"):
        return []
    return [row for row in table(quote.evidence) if all(row[key] == value for key, value in quote.row)]


@pytest.mark.parametrize("page", PAGES)
def test_no_study_is_cited_beside_a_number_that_is_in_no_row(page: str) -> None:
    assert uncovered(page, quotes()) == []


@pytest.mark.parametrize("page", ["docs/odd.md", "docs/programmes.md", "docs/evidence.md", "sim/theory/parameters/logistics.py"])
def test_a_citation_without_its_row_is_found(page: str) -> None:
    assert len(uncovered(page, ())) >= 3


def test_a_number_of_four_figures_that_is_one_of_the_evidence_is_in_the_table() -> None:
    values = [getattr(row, "value", None) for name in ("national_series", "effects", "micro") for row in load(name)]
    known = {f"{abs(value):.10g}" for value in values if value}
    quoted = {(quote.page, quote.number.replace(",", "")) for quote in quotes()}
    missing = []
    for page in PAGES:
        if page.endswith(".md") and page not in RESULTS:
            text = (ROOT / page).read_text(encoding="utf-8").split(GENERATED)[0]
            numbers = {hit.replace(",", "") for hit in re.findall(r"(?<![\w.,−-])\d[\d,]*(?:\.\d+)?(?![\w.])", text)}
            missing += [(page, one) for one in numbers & known if (page, one) not in quoted and len(one.strip("0.").replace(".", "")) > 3]
    assert [(page, one) for page, one in missing if not re.fullmatch(r"(19|20)\d\d(\.\d)?", one)] == []


# Numbers that a script writes from the rows.

WRITTEN = {
    "rural_broadband_users": "per cent of 230 m households",
    "rural_online_shops": "per 1,000 households of 273 m",
    "taobao_villages": "per cent of 600,000 villages",
    "rural_express_parcels": "a household of 273 m",
    "express_average_revenue_per_parcel": "deflated",
    "agri_products_online_retail_sales": "CNY of 2015 a household of 273 m",
    "rural_online_retail_physical_goods": "CNY of 2015 a household of 273 m",
    "rural_disposable_income_per_capita": "deflated",
    **{f"rural_income_quintile_{fifth}": "deflated" for fifth in range(1, 6)},
}
"""How docs/plausibility.md reads a series; any other as it is, and a row of micro in per cent."""


def table_under(heading: str) -> list[tuple[str, ...]]:
    """The cells of the last table under a heading of docs/plausibility.md, without its two head lines."""
    text = (ROOT / "docs" / "plausibility.md").read_text(encoding="utf-8").split(f"{heading}\n")[1].split("\n## ")[0]
    lines = [block for block in text.strip().split("\n\n") if block.startswith("| ")][-1].splitlines()
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines[2:]]


def test_the_page_on_plausibility_says_the_last_observation_of_each_series_as_all_of_them() -> None:
    every = [tuple(cells[:3]) for cells in table_under(GENERATED)]
    last = [tuple(cells[:3]) for cells in table_under("## In short")]
    assert len(last) == 20
    assert [one for one in last if not any(one[0].startswith(name) and one[1:] == (period, said) for name, period, said in every)] == []


@pytest.mark.parametrize("cell", table_under(GENERATED), ids=lambda cell: f"{cell[7]}, {cell[1]}")
def test_an_observation_of_the_page_on_plausibility_is_its_row(cell: tuple[str, ...]) -> None:
    _, period, published, *_, cited = cell
    name, source_id = cited.split(", ")
    series = [row for row in load("national_series") if (row.series, row.year, row.source.source_id) == (name, period, source_id)]
    (row,) = series or [row for row in load("micro") if (row.parameter, row.source.source_id) == (name, source_id)]
    assert published.endswith("●" if row.verified else "○")
    reading = WRITTEN.get(name, "") if series else "per cent"
    quote = Quote("", (), published.split()[0], "", (("series", name), ("year", period)), "value", str(row.value), row.unit, "", reading)
    assert wrong_number(quote) == []
