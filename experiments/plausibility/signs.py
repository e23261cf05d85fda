"""Checks of direction, order and shape on the mean over seeds: what must come out whatever the exact numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from observations import FIRST_YEAR, Monthly, year_sum

CURVES = {
    "stations_share": "stations",
    "broadband_share": "broadband",
    "shoppers_share": "buying",
    "sellers_share": "selling",
}


@dataclass(frozen=True, slots=True)
class Sign:
    """One check: what is expected, what is seen, whether it holds, and by which rule."""

    expected: str
    seen: str
    holds: bool
    rule: str


def december(values: np.ndarray, year: int) -> float:
    """The value at the end of a year."""
    return float(values[(year - FIRST_YEAR) * 12 + 11])


def passed(values: np.ndarray, level: float) -> float:
    """When a curve first reaches a level, in years (2016.5 is the middle of 2016)."""
    return FIRST_YEAR + (int(np.argmax(values >= level)) + 1) / 12


def signs(mean: Monthly) -> tuple[Sign, ...]:
    """All checks on the mean over seeds of the monthly outcomes."""
    return (
        *_trade(mean), _minority(mean), _order(mean), *_who(mean), _no_collapse(mean), _no_explosion(mean), *_shapes(mean),
        _shoppers_gain(mean),
    )  # fmt: skip


def _trade(mean: Monthly) -> tuple[Sign, Sign, Sign]:
    bought, goods, produce, own = (
        year_sum(mean[name])
        for name in (
            "spend_online_household", "sales_online_household", "sales_produce_online_household", "sales_own_shop_household",
        )
    )
    sent, got = (year_sum(mean[name]) for name in ("parcels_out_household", "parcels_in_household"))

    def ratio(part: np.ndarray, whole: np.ndarray) -> str:
        return ", ".join(f"{december(part / whole, year):.2f} in {year}" for year in (2016, 2020))

    return (
        Sign("What farm households sell is far below what they buy",
            f"produce sold online over purchases: {ratio(produce, bought)}",
            all(december(produce / bought, year) < 1 / 3 for year in (2016, 2020)), "below a third in 2016 and 2020"),
        Sign("Selling by own shops is a few per cent of buying",
            f"own shops over purchases: {ratio(own, bought)}; records of the trial's firm, 12,000 villages, 2015–17: "
            "0.0183 parcels sent per purchase",
            december(own / bought, 2016) < 0.1, "below a tenth in 2016"),
        Sign("All goods sent are below all goods got",
            f"sales over purchases: {ratio(goods, bought)}; parcels out over in: {ratio(sent, got)}",
            all(december(goods / bought, year) < 1 for year in (2016, 2020)),
            "below one in 2016 and 2020; no such ratio is published for the nation"),
    )  # fmt: skip


def _minority(mean: Monthly) -> Sign:
    sellers, shoppers = (100 * december(mean[name], 2020) for name in ("sellers_share", "shoppers_share"))
    last = 100 * december(mean["sellers_share"], 2024)
    return Sign(
        "A minority sells", f"{sellers:.1f} % sell and {shoppers:.0f} % buy in 2020; {last:.1f} % sell in 2024",
        sellers < 10 and last < 20 and sellers < shoppers / 3, "below 10 % in 2020 and 20 % in 2024, and a third of buyers",
    )  # fmt: skip


def _order(mean: Monthly) -> Sign:
    halves = {word: passed(mean[name], 0.5 * december(mean[name], 2024)) for name, word in CURVES.items()}
    said = ", ".join(f"{word} {when:.1f}" for word, when in halves.items())
    return Sign(
        "Infrastructure first, then buying, then selling", f"half of the level of 2024 is passed: {said}",
        max(halves["stations"], halves["broadband"]) < halves["buying"] < halves["selling"],
        "stations and broadband, buying, selling, in this order",
    )  # fmt: skip


def _who(mean: Monthly) -> tuple[Sign, Sign]:
    def times(name: str, of: str) -> dict[int, float]:
        return {year: december(mean[name], year) / december(mean[of], year) for year in (2016, 2020)}

    young, poor = times("shoppers_young", "shoppers_share"), times("shoppers_poor", "shoppers_share")
    shops = {year: 100 * december(mean["own_shop_poor"], year) for year in (2016, 2020)}
    return (
        Sign("The young take it up first",
            "buying among the young over all: " + ", ".join(f"{value:.2f} in {year}" for year, value in young.items()),
            young[2016] > 1.1 and young[2016] > young[2020], "above 1.1 in 2016, and falling as others follow"),
        Sign("The poor take it up last", "buying among the poorest fifth of 2014 over all: "
            + ", ".join(f"{value:.2f} in {year}" for year, value in poor.items())
            + "; of them "
            + ", ".join(f"{value:.2f} % have a shop in {year}" for year, value in shops.items()),
            poor[2016] < 0.9, "below 0.9 in 2016"),
    )  # fmt: skip


def _no_collapse(mean: Monthly) -> Sign:
    kept = {word: december(mean[name], 2024) / float(mean[name].max()) for name, word in CURVES.items()}
    income = december(mean["income_person"], 2024) / december(mean["income_person"], 2020)
    lowest = min(kept, key=lambda word: kept[word])
    return Sign(
        "No collapse", f"least kept of its peak by 2024: {lowest}, {kept[lowest]:.0%}; income a person 2024 over 2020: "
        f"{income:.2f}",
        kept[lowest] > 0.75 and income > 0.95, "all adoption above 75 % of its peak, income not falling",
    )  # fmt: skip


def _no_explosion(mean: Monthly) -> Sign:
    produce, offline = year_sum(mean["sales_produce_online_household"]), year_sum(mean["sales_offline_household"])
    grown = {
        (first, last): (december(produce, last) / december(produce, first)) ** (1 / (last - first)) - 1
        for first, last in ((2016, 2020), (2020, 2024))
    }
    share = december(produce / (produce + offline), 2024)
    said = ", ".join(f"{value:.0%} a year {first}–{last}" for (first, last), value in grown.items())
    return Sign(
        "No explosion", f"produce sold online grows by {said}; in 2024 it is {share:.0%} of the value of the speciality sold",
        grown[2020, 2024] <= grown[2016, 2020] and share < 0.5, "growth not faster after 2020, less than half of sales in 2024",
    )  # fmt: skip


def _shapes(mean: Monthly) -> tuple[Sign, Sign]:
    steps = {}
    for name, word in CURVES.items():
        ends = [december(mean[name], year) for year in range(2014, 2025)]
        steps[word] = 2015 + int(np.argmax(np.diff(ends)))
    early = [word for word in ("stations", "broadband", "buying") if 2015 < steps[word] < 2024]
    said = ", ".join(f"{word} {year}" for word, year in steps.items())
    return (
        Sign("S-curves: slow, fast, slow", f"year of the largest step: {said}", len(early) == 3,
            "the largest step of stations, broadband and buying neither in the first nor in the last year"),
        Sign("Selling saturates by 2024", f"largest step of selling: {steps['selling']}", steps["selling"] < 2023,
            "not in the last two years; shops per household were still rising in 2020, so the date is unknown"),
    )  # fmt: skip


def _shoppers_gain(mean: Monthly) -> Sign:
    gain = {year: december(mean["cost_of_living_change"], year) / december(mean["shoppers_share"], year) for year in (2016, 2020)}
    said = ", ".join(f"{100 * value:.1f} % in {year}" for year, value in gain.items()).replace("-", "−")
    return Sign(
        "Buyers gain as in the trial",
        f"cost of living of buyers (mean change over share buying): {said}; "
        "the trial's users, 2016–17: −0.055 in logs (−0.04 to −0.08, unverified)",
        -0.08 <= gain[2016] <= -0.04, "between −4 and −8 % in 2016; later years have no evidence",
    )  # fmt: skip
