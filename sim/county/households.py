"""Farm households: their traits drawn for the whole population, and the sample that stands for it.

Every draw is keyed by population id, so a sample at 5 % is part of the one at 20 %, and that of the whole county (docs/odd.md).
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from sim.county.geography import Places, places
from sim.county.ties import ties_of
from sim.files import CountyProfile
from sim.numeric.by_identity import ByIdentity
from sim.numeric.elementary import exp, normal_quantile
from sim.numeric.exact_sum import SCALE, fixed
from sim.numeric.jit import entry
from sim.numeric.keyed_draws import (
    AGE,
    AWAY,
    DISTANCE,
    HOUSEHOLD_SIZE,
    INCOME,
    LAND,
    SCHOOLING,
    SUITED,
    WORKERS,
    Stream,
    normal,
    uniform,
)
from sim.theory.parameters.population import Population

ID_BITS = 20  # population id = village row x 2^20 + number in the village
SCHOOL_YEARS = (0.0, 6.0, 9.0, 12.0, 15.0)  # none, primary, junior secondary, senior secondary, tertiary
LEAST_SAMPLED = 17  # 2 K + 1 with K = 8 ties


class Traits(NamedTuple):
    """Drawn traits of households; one row each."""

    population_id: np.ndarray
    village: np.ndarray
    size: np.ndarray
    workers: np.ndarray
    away: np.ndarray
    age: np.ndarray
    schooling: np.ndarray
    land: np.ndarray
    grows: np.ndarray
    able_z: np.ndarray  # youth and schooling together, standard normal
    income_z: np.ndarray  # place in the income distribution, standard normal
    distance_km: np.ndarray


@entry
def draw_traits(
    seed, village, number, suited, size_mean, size_sd, size_low, size_high, workers_mean, away_share,
    age_mean, age_sd, age_low, age_high, school_cuts, school_years, land_mean, land_sd, land_most,
    rho_school, rho_income_school, rho_income_land, radius,
    population_id, size, workers, away, age, schooling, land, grows, able_z, income_z, distance_km,
):  # fmt: skip
    """Fill the trait columns of households given by (village, number in the village). Compiled loop over rows."""
    rest_school = np.sqrt(1.0 - rho_school * rho_school)
    rest_income = np.sqrt(max(1.0 - rho_income_school * rho_income_school - rho_income_land * rho_income_land, 0.0))
    able_scale = np.sqrt(2.0 + 2.0 * rho_school)
    for i in range(len(village)):
        pid = (village[i] << ID_BITS) | number[i]
        population_id[i] = pid
        z_age = normal(seed, AGE, 0, pid)
        z_school = rho_school * -z_age + rest_school * normal(seed, SCHOOLING, 0, pid)
        z_land = normal(seed, LAND, 0, pid)
        size[i] = np.floor(min(max(size_mean + size_sd * normal(seed, HOUSEHOLD_SIZE, 0, pid), size_low), size_high) + 0.5)
        wanted = workers_mean / size_mean * size[i] + uniform(seed, WORKERS, 0, pid)
        workers[i] = min(max(np.floor(wanted), 1.0), size[i])
        gone = 0.0
        for member in range(int(workers[i])):
            if uniform(seed, AWAY, member, pid) < away_share:
                gone += 1.0
        away[i] = gone
        age[i] = min(max(age_mean + age_sd * z_age, age_low), age_high)
        level = 0
        for cut in school_cuts:
            if z_school >= cut:
                level += 1
        schooling[i] = school_years[level]
        land[i] = min(land_mean * exp(land_sd * z_land - 0.5 * land_sd * land_sd), land_most)
        grows[i] = 1 if uniform(seed, SUITED, 0, pid) < suited[village[i]] else 0
        able_z[i] = (z_school - z_age) / able_scale
        income_z[i] = rho_income_school * z_school + rho_income_land * z_land + rest_income * normal(seed, INCOME, 0, pid)
        distance_km[i] = radius * np.sqrt(uniform(seed, DISTANCE, 0, pid))


def population(profile: CountyProfile, geography: Places, tuned: Population, seed: int) -> Traits:
    """Draw the traits of every household of the county.

    Schooling follows the profile's shares exactly in expectation, and is higher for the young; land is log-normal with the profile's mean.
    """
    people = profile.people
    village = np.repeat(np.arange(len(geography.households)), geography.households).astype(np.int64)
    first = np.concatenate([[0], np.cumsum(geography.households)[:-1]])
    number = np.arange(len(village), dtype=np.int64) - first[village]
    shares = (people.schooling.none, people.schooling.primary, people.schooling.junior, people.schooling.senior)
    reached = 0.0
    cuts = []
    for share in shares:
        reached += share
        cuts.append(normal_quantile(min(max(reached, 1e-12), 1.0 - 1e-12)))
    n = len(village)
    ids, size, workers, away = np.zeros(n, np.int64), np.zeros(n), np.zeros(n), np.zeros(n)
    age, schooling, land, grows = np.zeros(n), np.zeros(n), np.zeros(n), np.zeros(n, np.int64)
    able_z, income_z, distance_km = np.zeros(n), np.zeros(n), np.zeros(n)
    draw_traits(
        seed, village, number, geography.suited,
        people.household_size.mean, people.household_size.sd, people.household_size.range[0], people.household_size.range[1],
        people.workers_per_household, people.away_share,
        people.operator_age.mean, people.operator_age.sd, people.operator_age.range[0], people.operator_age.range[1],
        np.array(cuts), np.array(SCHOOL_YEARS), people.land_mu.mean, people.land_mu.sd_log, people.land_mu.most,
        tuned.schooling_youth, tuned.income_schooling, tuned.income_land, tuned.village_radius,
        ids, size, workers, away, age, schooling, land, grows, able_z, income_z, distance_km,
    )  # fmt: skip
    return Traits(ids, village, size, workers, away, age, schooling, land, grows, able_z, income_z, distance_km)


def radical_inverses(count: int) -> np.ndarray:
    """Digits of 0 .. count - 1 mirrored about the binary point: consecutive numbers spread evenly over (0, 1) (van der Corput)."""
    return _radical_inverses(1 << (count - 1).bit_length())[:count]


@lru_cache(8)
def _radical_inverses(count: int) -> np.ndarray:
    numbers = np.arange(count, dtype=np.int64)
    values, place = np.zeros(count), 0.5
    while numbers.any():
        values += place * (numbers & 1)
        numbers >>= 1
        place *= 0.5
    values.flags.writeable = False
    return values


def _places(values: np.ndarray) -> np.ndarray:
    """The place of each value among all, 0 the lowest; equal ones in their order."""
    places = np.empty(len(values), np.int64)
    places[np.argsort(values, kind="stable")] = np.arange(len(values))
    return places


def sampled_rows(traits: Traits, geography: Places, share: float, seed: int) -> np.ndarray:
    """Rows of the population that are simulated: in each village a systematic sample on growing, land, age and schooling.

    The households of a village are put in serpentine order of what they grow, tenth of land, third of age and schooling; they are taken
    in the order of the radical inverse of their place, shifted by a keyed draw, so that any first n of them lie evenly over that order,
    and a smaller sample is part of a larger one. Raises ValueError where a village has fewer than 17 (2K+1 for K = 8 ties).
    """
    chosen = []
    start = 0
    for v, count in enumerate(geography.households):
        rows = np.arange(start, start + count)
        start += int(count)
        taken = int(share * count + 0.5)
        if taken < LEAST_SAMPLED:
            raise ValueError(
                f"a village of {count} at {share:g} gives {taken} households, {LEAST_SAMPLED} needed: "
                f"use {-(-LEAST_SAMPLED * 1000 // int(count)) / 1000:g}"
            )
        land_class = (_places(traits.land[rows]) * 10) // count
        # Growers follow the others, from much land to little and up again: neighbours in the order are alike.
        land_class = np.where(traits.grows[rows] == 1, 10 + land_class, 9 - land_class)
        age_class = (_places(traits.age[rows]) * 3) // count
        age_class = np.where(land_class % 2 == 0, age_class, 2 - age_class)
        school = np.where((land_class + age_class) % 2 == 0, traits.schooling[rows], -traits.schooling[rows])
        order = rows[np.lexsort((traits.population_id[rows], school, age_class, land_class))]
        shift = uniform(seed, Stream.SAMPLE, 0, v)
        priority = (radical_inverses(int(count)) + shift) % 1.0
        chosen.append(np.sort(order[np.argsort(priority, kind="stable")[:taken]]))
    return np.concatenate(chosen)


class Sample(NamedTuple):
    """The places of a county and the households of its sample: what follows from its profile and a seed alone."""

    places: Places
    traits: Traits
    sampled: np.ndarray  # int64, households of the sample in each village
    ties: np.ndarray  # int64 [H, TIES]
    grown: np.ndarray  # float64 [V] mu of all households that grow the product of their village


KEPT_SAMPLES = 64
KEPT_ROWS = 12_000  # households of the largest sample that is kept: 64 of them are some 120 MB


def sample(profile: CountyProfile, tuned: Population, share: float, seed: int) -> Sample:
    """Draw the places and the sampled households of a county. Raises ValueError as `sampled_rows` does.

    The cases of a sweep or a comparison share profile and seeds, and drawing a whole population costs more than running its sample: the
    last samples are kept. Nobody writes into what this returns.
    """
    expected = profile.geography.villages * profile.geography.households_per_village * share
    if expected > KEPT_ROWS:
        return _drawn(ByIdentity(profile), tuned, share, seed)
    return _kept(ByIdentity(profile), tuned, share, seed)


def _drawn(county: ByIdentity[CountyProfile], tuned: Population, share: float, seed: int) -> Sample:
    profile = county.one
    geography = places(profile, tuned, seed)
    everyone = population(profile, geography, tuned, seed)
    rows = sampled_rows(everyone, geography, share, seed)
    chosen = Traits(*(column[rows] for column in everyone))
    sampled = np.bincount(chosen.village, minlength=len(geography.km)).astype(np.int64)
    ties = ties_of(seed, chosen.population_id, chosen.village, sampled, geography.township, tuned.ties_across, tuned.ties_random)
    grown = np.zeros(len(geography.km), np.int64)
    np.add.at(grown, everyone.village, fixed(everyone.land * everyone.grows))
    return Sample(geography, chosen, sampled, ties, grown / SCALE)


_kept = lru_cache(KEPT_SAMPLES)(_drawn)
