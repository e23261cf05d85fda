"""What a profile gives of its county beside what the county on its first day has: people, land, crops, incomes, who is online."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.files import CountyProfile, Month, Scenario
from sim.theory.roll_out import SERVED, interpolated

if TYPE_CHECKING:
    from sim.county.synthesis import Synthesis

SCHOOLS = {"none": 0.0, "primary": 6.0, "junior": 9.0, "senior": 12.0, "tertiary": 15.0}
"""Years at the school that those who run a farm finished."""
MET_WITHIN = 0.02
"""A margin is met where the county has it within this share of what the profile gives."""
FALSE_ALARM = 4.0
"""Standard errors of independent draws beyond which it is not luck that a margin is missed: passed by luck once in 16,000."""
BROADBAND, MOBILE_ONLY = 2, 1
OWN_SHOP = 3


class Margin(NamedTuple):
    """One figure of a profile: as `given`, as the county `got` it, with the standard error of independent draws, in `unit`.

    `why` says why a county cannot have the figure, where that is known without looking at its households.
    """

    name: str
    unit: str
    given: float
    got: float
    error: float
    why: str = ""

    @property
    def ratio(self) -> float:
        """What the county has over what the profile gives; 1 where both are 0."""
        return self.got / self.given if self.given != 0.0 else 1.0 + self.got

    @property
    def met(self) -> bool:
        """Whether the county has what the profile gives, within 2 %."""
        return abs(self.ratio - 1.0) <= MET_WITHIN

    @property
    def by_luck(self) -> bool:
        """Whether it is not met for no other reason than that few households or villages are drawn."""
        return not (self.met or self.why) and abs(self.got - self.given) <= FALSE_ALARM * self.error


def margins(scenario: Scenario, county: Synthesis) -> list[Margin]:
    """The margins of a scenario's county on its first day, which must not have been run.

    Incomes are CNY of 2015 a person a year in fifths of persons, as household surveys publish them; those given are moved from 2015 to the
    year before the first day by the growth of wages. Other figures are means over households or villages.
    """
    profile = scenario.county
    h, v, people, first = county.state.household, county.state.village, profile.people, profile.first_year
    everyone, villages = h.weight, np.ones(len(v.km))
    found = [
        _mean("households_per_village", "households", profile.geography.households_per_village, v.households, villages),
        _mean("household_size", "persons", people.household_size.mean, h.size, everyone),
        _mean("operator_age", "years", people.operator_age.mean, h.age, everyone),
        _mean("land_mu", "mu", people.land_mu.mean, h.land, everyone),
        _mean("workers_per_household", "persons", people.workers_per_household, h.workers, everyone),
        _mean("away_share", "share of workers", people.away_share, h.away / h.workers, everyone * h.workers),
    ]
    for school, years in SCHOOLS.items():
        found.append(
            _mean(f"schooling.{school}", "share", getattr(people.schooling, school), h.schooling == years, everyone)
        )
    found.append(_mean("growers", "share", profile.growers, h.grows, everyone))
    past = 1.0 / (1.0 + county.parameters.world.wage_growth)
    for fifth, (given, got) in enumerate(
        zip(people.income_fifths, _fifths(h.income_first_year, everyone * h.size), strict=True), 1
    ):
        found.append(Margin(f"income_fifths.{fifth}", "CNY a person a year", given * past, got, 0.0))
    beyond = beyond_broadband(profile, scenario.start)
    online = "" if beyond is None else beyond.why
    merchants = (
        1000.0 * float(np.count_nonzero(county.state.merchant.active)) / float(v.households.sum(dtype=np.float64))
    )
    return [
        *found,
        _mean("cooperative_members", "share", profile.market.cooperative_members, h.cooperative >= 0, everyone),
        Margin(
            "merchants_2014",
            "a thousand households",
            profile.market.merchants_2014,
            merchants,
            0.0,
            _merchants_said(profile),
        ),
        _mean("first_year.broadband", "share", first.broadband, h.connected == BROADBAND, everyone, online),
        _mean("first_year.mobile", "share", first.mobile, h.connected == MOBILE_ONLY, everyone, online),
        _mean("first_year.shopping", "share", first.shopping, h.shops, everyone),
        _mean("first_year.own_shop", "share", first.own_shop, h.channel == OWN_SHOP, everyone),
        _mean(
            "first_year.stations",
            "share of villages",
            first.stations,
            v.station,
            villages,
            f"each of {len(v.km)} villages has a station or none",
        ),
    ]


def beyond_broadband(profile: CountyProfile, start: Month) -> Margin | None:
    """The first-year share of households with broadband where villages that broadband has reached by `start` hold fewer; None elsewhere.

    `got` is what villages of one size would have. Nothing is drawn, so that a file can be checked without compiling anything.
    """
    villages, given = profile.geography.villages, profile.first_year.broadband
    share = interpolated(SERVED, (start.year - 2014) + (start.month - 1) / 12.0)
    reached = sum(1 for place in range(villages) if (place + 0.5) / villages < share)
    most = reached / villages
    if given <= most * (1.0 + MET_WITHIN):
        return None
    why = (
        f"in {start} broadband has reached {reached} of {villages} villages, and nobody elsewhere can have it: "
        "who would is online by mobile only"
    )
    return Margin("first_year.broadband", "share", given, most, 0.0, why)


def missed(one: Margin, about: str = "") -> str:
    """A sentence on a margin that is not met: given and got, and why; with a word before what is not known to the last digit."""
    given, got = f"given {one.given:,.4g}", f"got {about}{one.got:,.4g}"
    return f"{one.name} is missed by {about}{100.0 * (one.ratio - 1.0):+.1f} %: {given}, {got}: {_why_missed(one)}"


def _why_missed(one: Margin) -> str:
    if one.why:
        return one.why
    if not one.name.startswith("income_fifths"):
        if abs(one.got - one.given) > FALSE_ALARM * one.error:
            return "what is drawn is cut to its range, and rounded where it is counted"
        return f"of so few that are drawn it is known to {200.0 * one.error / abs(one.given or 1.0):.0f} % (two standard errors)"
    if one.got > one.given:
        return "crops alone bring more than the profile gives to persons of this fifth"
    return "at the highest earning ability, households of this fifth earn less"


def _merchants_said(profile: CountyProfile) -> str:
    """Why a county does not have the merchants of its profile."""
    slots, geography = profile.market.merchant_slots, profile.geography
    room = geography.villages * slots.village + geography.townships * slots.township
    if profile.market.merchants_2014 * profile.households / 1000.0 > room:
        return f"merchant_slots leave room for {room} in the county"
    return "merchants are counted whole"


def _mean(name: str, unit: str, given: float, values: np.ndarray, weights: np.ndarray, why: str = "") -> Margin:
    share = weights / weights.sum(dtype=np.float64)
    got = float((share * values).sum(dtype=np.float64))
    spread = float((share * (values - got) ** 2).sum(dtype=np.float64))
    return Margin(name, unit, float(given), got, (spread / len(values)) ** 0.5, why)


def _fifths(incomes: np.ndarray, persons: np.ndarray) -> list[float]:
    """The mean income of each fifth of persons, poorest first; a household on a border is divided between its fifths."""
    order = np.argsort(incomes, kind="stable")
    ends = np.concatenate([[0.0], np.cumsum(persons[order])])
    money = np.concatenate([[0.0], np.cumsum((persons * incomes)[order])])
    at = np.interp(np.linspace(0.0, ends[-1], 6), ends, money)
    return [float(one) for one in np.diff(at) / (ends[-1] / 5.0)]
