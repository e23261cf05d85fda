"""The evidence is complete and readable, and the county profiles rest on it or say that they do not."""

import csv
import math
import re
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from sim.theory.evidence import annual, disagreements, load, micro, national_series, observations
from sim.theory.levers import LEVERS
from sim.theory.parameters import PARAMETERS

TABLES_OF_NUMBERS = ("national_series", "effects", "micro")
PROGRAMMES = range(1, 21)  # the list of programmes.md
ROOT = Path(__file__).parents[2]
PROFILES = ROOT / "scenarios" / "counties"
COUNTIES = ("average", "hamlet", "xi", "fuping", "longnan")

# Later years are kept back, to check the model from outside; only the deflator must reach the last year of the history,
# and one sum over 2015-2021 is quoted by its source as a whole.
LAST_YEAR_TO_FIT = 2020
REACH_FURTHER = {"consumer_price_growth", "central_fund_rural_networks"}

# The one estimate in percent that is three numbers, each with the channel it belongs to.
SPLIT_ESTIMATES = {"variety 9; convenience 5; pro-competitive 3"}


def profile(county):
    return YAML(typ="safe").load((PROFILES / f"{county}.yaml").read_text(encoding="utf-8"))


def leaves(tree, path=""):
    """Dotted paths of all values; a harvest calendar is one value, since its months are data and not names."""
    if isinstance(tree, dict) and not all(isinstance(key, int) for key in tree):
        return [leaf for key, value in tree.items() for leaf in leaves(value, f"{path}.{key}".lstrip("."))]
    if isinstance(tree, list) and all(isinstance(item, dict) for item in tree):
        return [leaf for index, item in enumerate(tree) for leaf in leaves(item, f"{path}.{index}")]
    return [path]


def covers(stated, leaf):
    return leaf == stated or leaf.startswith(stated + ".")


@pytest.mark.parametrize("table", TABLES_OF_NUMBERS)
def test_every_row_names_a_source_that_is_listed(table):
    listed = {source.source_id for source in load("sources")}
    rows = load(table)
    assert len(rows) > 90
    assert {row.source.source_id for row in rows} <= listed
    assert all(row.source.author and row.source.title and row.source.year for row in rows)


@pytest.mark.parametrize("table", TABLES_OF_NUMBERS)
def test_every_row_says_whether_it_was_read_in_its_source(table):
    assert {row.verified for row in load(table)} == {True, False}


def test_no_source_is_listed_twice_or_left_unused():
    listed = [source.source_id for source in load("sources")]
    used = {row.source.source_id for table in TABLES_OF_NUMBERS for row in load(table)}
    assert len(listed) == len(set(listed))
    assert set(listed) == used


def test_every_number_is_finite_and_has_a_unit():
    for row in (*load("national_series"), *load("micro")):
        assert math.isfinite(row.value), row
        assert row.unit, row


def test_every_effect_is_a_number_or_a_declared_sign():
    for row in load("effects"):
        assert row.value is not None or row.unit.startswith("sign") or row.estimate in SPLIT_ESTIMATES, row


def test_every_range_encloses_its_value():
    for row in load("micro"):
        assert row.low is None or row.low <= row.value, row
        assert row.high is None or row.value <= row.high, row


def test_micro_parameters_are_named_once():
    names = [row.parameter for row in load("micro")]
    assert len(names) == len(set(names))


def test_only_the_deflator_reaches_beyond_the_years_that_may_be_fitted():
    for row in load("national_series"):
        if row.series not in REACH_FURTHER:
            assert max(int(year) for year in re.findall(r"\d{4}", row.year)) <= LAST_YEAR_TO_FIT, row
    assert max(annual("consumer_price_growth")) == 2024


def test_prices_rise_by_some_fifteen_percent_from_2015_to_2024():
    growth = annual("consumer_price_growth")
    chain = math.prod(1 + growth[year] / 100 for year in range(2016, 2025))
    assert chain == pytest.approx(1.153, abs=0.001)


def test_a_national_series_is_keyed_by_the_year_as_it_was_written():
    penetration = national_series("rural_internet_penetration")
    assert penetration["2014-12"] == 28.8
    assert penetration["2015-06"] == 30.1
    assert national_series("rural_online_retail_sales") == {
        "2014": 180, "2015": 353, "2016": 894.54, "2017": 1244.88, "2018": 1370, "2019": 1700, "2020": 1790,
    }  # fmt: skip


def test_an_annual_series_takes_the_last_observation_of_each_year():
    penetration = annual("rural_internet_penetration")
    assert penetration[2015] == 31.6  # December, not the 30.1 of June
    assert penetration[2020] == 55.9  # December, after March and June
    assert 2019 not in penetration  # no survey was taken that year
    assert list(penetration) == sorted(penetration)


def test_a_sum_over_several_years_is_not_an_annual_value():
    with pytest.raises(ValueError, match="2015-2021 is a sum over several years"):
        annual("central_fund_rural_networks")


def test_where_sources_quarrel_both_rows_are_shown_and_the_first_stands():
    quarrels = disagreements()
    assert set(quarrels) == {
        ("demonstration_fund_per_county", "2015"),
        ("poor_county_online_retail_half_year", "2019H1"),
        ("rural_online_shops", "2016"),
    }
    assert [row.value for row in quarrels["demonstration_fund_per_county", "2015"]] == [18.5, 10.0]
    assert national_series("demonstration_fund_per_county")["2015"] == 18.5


DECLARED = {**PARAMETERS, **{lever.key: lever for lever in LEVERS}}


def test_evidence_and_programmes_that_a_declaration_cites_exist():
    rows = {row.parameter for row in load("micro")} | {row.series for row in load("national_series")}
    rows |= {row.study for row in load("effects")} | {source.source_id for source in load("sources")} | {*TABLES_OF_NUMBERS, "sources"}
    unknown = []
    for key, declared in DECLARED.items():
        cited = re.findall(r"\bevidence (\w+)\b(?!\.md)", declared.source)
        unknown += [f"{key}: evidence {name}" for name in cited if name not in rows]
        listed = re.findall(r"\bprogrammes? ((?:\d+(?:, )?)+)", declared.source)
        numbers = [int(number) for group in listed for number in re.findall(r"\d+", group)]
        unknown += [f"{key}: programme {number}" for number in numbers if number not in PROGRAMMES]
    assert unknown == []


def test_a_source_that_rests_on_a_row_that_was_not_read_says_so():
    read = {}
    for row in (*load("micro"), *load("national_series")):
        read.setdefault(getattr(row, "parameter", None) or row.series, []).append(row.verified)
    silent = []
    for key, parameter in PARAMETERS.items():
        words = set(re.findall(r"\w+", parameter.source))
        cited = [name for name in read if name in words]
        if any(not all(read[name]) for name in cited) and "unverified" not in parameter.source:
            silent.append(f"{key} rests on {cited}, of which a row is unverified")
        if any(not any(read[name]) for name in cited) and not re.search(r"(?<!in part )unverified", parameter.source):
            silent.append(f"{key} rests on {cited}, all of whose rows are unverified")
    assert silent == []


def test_a_default_that_is_a_row_of_the_evidence_is_tied_to_it():
    with (ROOT / "docs" / "quoted_numbers.csv").open(encoding="utf-8", newline="") as file:
        tied = {(row["page"], name) for row in csv.DictReader(file) for name in re.findall(r"\w+", row["row"])}
    named = {key: re.match(r"evidence (\w+)", parameter.source) for key, parameter in PARAMETERS.items()}
    pages = {key: (f"sim/theory/parameters/{key.partition('.')[0]}.py", match[1]) for key, match in named.items() if match}
    sources = {row.source.source_id for row in load("effects")}
    assert len(pages) > 15
    assert {key: page for key, page in pages.items() if page not in tied and page[1] not in sources} == {}


def test_the_page_on_the_evidence_counts_its_rows():
    said = re.findall(r"^\| `(\w+)` \| (\d+) \|", (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert {table: int(rows) for table, rows in said} == {table: len(load(table)) for table in (*TABLES_OF_NUMBERS, "sources")}


def test_records_of_the_firm_are_not_of_the_villages_of_the_trial():
    for row in load("effects"):
        if "firm data" in row.outcome:
            assert row.population == "firm database, ~12,000 villages in 5 provinces", row


def test_observations_are_the_rows_of_a_series_and_say_when_they_end():
    rows = observations("rural_internet_penetration")
    assert [row.ends for row in rows if row.year in ("2015-06", "2015-12")] == [(2015, 6), (2015, 12)]
    assert {row.year: row.value for row in rows} == national_series("rural_internet_penetration")
    assert observations("poor_county_online_retail_half_year")[0].ends == (2019, 6)
    assert observations("taobao_villages")[0].ends == (2009, 12)
    assert [row.source.source_id for row in observations("demonstration_fund_per_county")] == ["MOFCOM2015press", "Sichuan2016"]


def test_a_micro_row_carries_its_value_range_and_source():
    row = micro("households_per_village")
    assert (row.value, row.low, row.high, row.unit) == (470, 300, 500, "households")
    assert row.verified
    assert row.source.author == "Fujian Bureau of Statistics"
    assert micro("rural_households_enumerated").low is None


def test_the_trial_is_in_the_evidence_with_its_verified_ratio_of_selling_to_buying():
    ratio = next(row for row in load("effects") if row.outcome == "selling/buying ratio in firm data")
    assert ratio.value == 0.0183
    assert ratio.verified
    uptake = next(row for row in load("effects") if row.outcome.startswith("share of households that have used"))
    assert not uptake.verified


@pytest.mark.parametrize(
    ("look_up", "name", "suggestion"),
    [
        (load, "mico", "micro"),
        (micro, "villages_per_conty", "villages_per_county"),
        (national_series, "taobao_vilages", "taobao_villages"),
        (observations, "taobao_vilages", "taobao_villages"),
        (annual, "rural_broadband_user", "rural_broadband_users"),
    ],
)
def test_an_unknown_name_is_an_error_that_suggests_the_nearest(look_up, name, suggestion):
    with pytest.raises(KeyError, match=f"'{name}'; did you mean '{suggestion}'"):
        look_up(name)


def test_a_name_like_no_other_is_an_error_without_a_suggestion():
    with pytest.raises(KeyError) as error:
        micro("zzz")
    assert "did you mean" not in str(error.value)


def test_evidence_cannot_be_changed_by_its_reader():
    with pytest.raises(FrozenInstanceError):
        micro("apple_yield").value = 1.0
    national_series("taobao_villages")["2014"] = 0.0
    assert national_series("taobao_villages")["2014"] == 212


@pytest.mark.parametrize("county", COUNTIES)
def test_every_value_of_a_county_profile_has_a_source_or_is_declared_missing(county):
    stated = profile(county)
    sources, missing = stated.pop("sources"), stated.pop("missing")
    for heading in ("schema", "name", "name_zh", "description", "prices"):
        stated.pop(heading)
    for leaf in leaves(stated):
        if not leaf.endswith((".name", ".name_zh")):
            assert any(covers(path, leaf) for path in (*sources, *missing)), leaf
    for path in (*sources, *missing):
        assert any(covers(path, leaf) for leaf in leaves(stated)), f"{path} is no value of the profile"


@pytest.mark.parametrize("county", COUNTIES)
def test_county_profiles_cite_rows_of_the_evidence_that_exist(county):
    stated = profile(county)
    texts = " ".join((*stated["sources"].values(), *stated["missing"].values()))
    for table, name in re.findall(r"evidence (micro|national_series): (\w+)", texts):
        assert micro(name) if table == "micro" else national_series(name)


FIGURE = r"(?<![\w.-])-?\d[\d,]*(?:\.\d+)?"


def test_a_number_in_brackets_after_a_row_is_of_that_row():
    rows = {}
    for row in (*load("micro"), *load("national_series")):
        rows.setdefault(getattr(row, "parameter", None) or row.series, []).append(row)
    wrong = []
    for path in sorted((ROOT / "scenarios").rglob("*.yaml")):
        text = " ".join(path.read_text(encoding="utf-8").split())
        for name, said in re.findall(r"\b([a-z]\w+) \(([^()]*)\)", text):
            figures = re.findall(FIGURE, re.sub(r"\b20[012]\d\b", "", said))
            if name in rows and figures:
                known = {float(one.replace(",", "")) for row in rows[name] for one in re.findall(FIGURE, str(row))}
                known |= {round(times * one, 6) for one in known for times in (100, -100, 1000)} | {round(one, 1) for one in known}
                if float(figures[0].replace(",", "")) not in known:
                    wrong.append(f"{path.name}: {name} ({said}) is no number of its row")
                if not any(row.verified for row in rows[name]) and not re.search(rf'{name} \([^;"]*unverified', text):
                    wrong.append(f"{path.name}: {name} ({said}) does not say that it is unverified")
    assert wrong == []


@pytest.mark.parametrize("county", COUNTIES)
def test_shares_of_a_county_profile_add_up(county):
    stated = profile(county)
    assert sum(stated["people"]["schooling"].values()) == pytest.approx(1)
    assert sum(crop["share_of_villages"] for crop in stated["products"]) <= 1
    for crop in stated["products"]:
        assert sum(crop["harvest"].values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("county", "mean_income"),
    [("average", 11422), ("hamlet", 11422), ("xi", 6317), ("fuping", 5815), ("longnan", 5400)],
)
def test_income_fifths_are_the_national_ones_scaled_by_the_rural_income_of_the_county(county, mean_income):
    nation = [annual(f"rural_income_quintile_{fifth}")[2015] for fifth in range(1, 6)]
    scale = mean_income / annual("rural_disposable_income_per_capita")[2015]
    assert profile(county)["people"]["income_fifths"] == [round(scale * income) for income in nation]


@pytest.mark.parametrize(
    ("county", "share"), [("average", 0.05), ("hamlet", 0.85), ("xi", 0.10), ("fuping", 0.10), ("longnan", 0.15)]
)
def test_the_smallest_village_of_a_profile_leaves_seventeen_households_in_its_sample(county, share):
    place = profile(county)["geography"]
    assert place["households_per_village"] * (1 - place["households_spread"]) * share >= 17
