"""Published numbers that pages quote: each stands as its row of the evidence has it, with outcome, population and unit."""

import csv
import re
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
EVIDENCE = ROOT / "sim" / "theory" / "evidence"


class Quoted(NamedTuple):
    """A number on a page: words that stand beside it there, and the row it is from."""

    page: str
    words: tuple[str, ...]
    study: str
    outcome: str
    estimate: str
    unit: str


QUOTED = (
    Quoted("experiments/demonstration_county/README.md", ("online shopping", "1.9 percentage points", "CHFS rural"),
        "Liu, Li, Huang & Xiao 2025", "rural household online shopping participation", "1.9", "percentage points"),
    Quoted("docs/odd.md", ("online *shopping*", "1.9 points", "CHFS"),
        "Liu, Li, Huang & Xiao 2025", "rural household online shopping participation", "1.9", "percentage points"),
)  # fmt: skip
"""Every published effect that a page sets beside the model's own answer."""


@pytest.mark.parametrize("quoted", QUOTED, ids=lambda one: one.page)
def test_a_published_number_is_quoted_with_the_outcome_and_the_population_of_its_row(quoted: Quoted) -> None:
    with (EVIDENCE / "effects.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["study"] == quoted.study and row["outcome"] == quoted.outcome]
    (row,) = rows
    assert (row["estimate"], row["unit"], row["verified"]) == (quoted.estimate, quoted.unit, "yes")
    page = " ".join((ROOT / quoted.page).read_text(encoding="utf-8").split())
    where = page.index(quoted.words[0])
    beside = page[max(0, where - 300) : where + 300]
    assert [word for word in (*quoted.words, quoted.study) if word not in beside] == []


def test_no_page_holds_a_published_effect_on_shopping_against_selling() -> None:
    wrong = re.compile(r"sell\w*[^.]{0,120}(two points|1\.9 points) (or so )?of (participation|published)")
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "experiments").rglob("*.md")]
    assert [page.name for page in pages if wrong.search(" ".join(page.read_text(encoding="utf-8").split()))] == []
