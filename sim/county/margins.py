"""What a profile gives of its county beside what the county on its first day has: people, land, crops and incomes."""

from typing import NamedTuple

import numpy as np

from sim.county.synthesis import Synthesis
from sim.files import CountyProfile

SCHOOLS = {"none": 0.0, "primary": 6.0, "junior": 9.0, "senior": 12.0, "tertiary": 15.0}
"""Years at the school that those who run a farm finished."""


class Margin(NamedTuple):
    """One figure of a profile: as `given`, as the county `got` it, with the standard error of independent draws, in `unit`."""

    name: str
    unit: str
    given: float
    got: float
    error: float

    @property
    def ratio(self) -> float:
        """What the county has over what the profile gives; 1 where both are 0."""
        return self.got / self.given if self.given != 0.0 else 1.0 + self.got


def margins(profile: CountyProfile, county: Synthesis) -> list[Margin]:
    """The margins of a county on its first day, which must not have been run.

    Incomes are CNY of 2015 a person a year in fifths of persons, as household surveys publish them; those given are moved from 2015 to the
    year before the first day by the growth of wages. Other figures are means over households.
    """
    h, people = county.state.household, profile.people
    found = [
        _mean("household_size", "persons", people.household_size.mean, h.size, h.weight),
        _mean("operator_age", "years", people.operator_age.mean, h.age, h.weight),
        _mean("land_mu", "mu", people.land_mu.mean, h.land, h.weight),
        _mean("workers_per_household", "persons", people.workers_per_household, h.workers, h.weight),
    ]
    for school, years in SCHOOLS.items():
        found.append(_mean(f"schooling.{school}", "share", getattr(people.schooling, school), h.schooling == years, h.weight))
    specialised, growers = 0.0, 0.0
    for one in profile.products:
        specialised += one.share_of_villages
        growers += one.share_of_villages * one.suited_inside
    growers += (1.0 - specialised) * profile.suited_elsewhere
    found.append(_mean("growers", "share", growers, h.grows, h.weight))
    past = 1.0 / (1.0 + county.parameters.world.wage_growth)
    for fifth, (given, got) in enumerate(zip(people.income_fifths, _fifths(h.income_first_year, h.weight * h.size), strict=True), 1):
        found.append(Margin(f"income_fifths.{fifth}", "CNY a person a year", given * past, got, 0.0))
    return found


def _mean(name: str, unit: str, given: float, values: np.ndarray, weights: np.ndarray) -> Margin:
    share = weights / weights.sum(dtype=np.float64)
    got = float((share * values).sum(dtype=np.float64))
    spread = float((share * (values - got) ** 2).sum(dtype=np.float64))
    return Margin(name, unit, float(given), got, (spread / len(values)) ** 0.5)


def _fifths(incomes: np.ndarray, persons: np.ndarray) -> list[float]:
    """The mean income of each fifth of persons, poorest first; a household on a border is divided between its fifths."""
    order = np.argsort(incomes, kind="stable")
    ends = np.concatenate([[0.0], np.cumsum(persons[order])])
    money = np.concatenate([[0.0], np.cumsum((persons * incomes)[order])])
    at = np.interp(np.linspace(0.0, ends[-1], 6), ends, money)
    return [float(one) for one in np.diff(at) / (ends[-1] / 5.0)]
