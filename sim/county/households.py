"""Farm households: their traits drawn for the whole population, and the sample that stands for it.

Every draw is keyed by population id, so a sample at 5 % is part of the one at 20 %, and that of the whole county (docs/odd.md).
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from sim.county.geography import Places, places
from sim.county.ties import ties_of
from sim.files import CountyProfile
from sim.numeric.by_identity import ByIdentity
from sim.numeric.elementary import exp, normal_quantile
from sim.numeric.exact_sum import SCALE, fixed
from sim.numeric.jit import entry, kernel
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
LEVELS = len(SCHOOL_YEARS)
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


@kernel
def land_of(seed, pid, mean, sd, most):
    """Land of a household, mu: log-normal with its mean, up to the most there is."""
    return min(mean * exp(sd * normal(seed, LAND, 0, pid) - 0.5 * sd * sd), most)


@kernel
def age_of(z, mean, sd, low, high):
    """Age of the operator, years, at the standard normal place z."""
    return min(max(mean + sd * z, low), high)


@kernel
def school_level(z_age, z_own, rho, cuts):
    """Level of schooling, 0 none .. 4 tertiary: the young have more of it, as their correlation `rho` says."""
    z = rho * -z_age + np.sqrt(1.0 - rho * rho) * z_own
    level = 0
    for cut in cuts:
        if z >= cut:
            level += 1
    return level


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
        z_age, z_own = normal(seed, AGE, 0, pid), normal(seed, SCHOOLING, 0, pid)
        z_school = rho_school * -z_age + rest_school * z_own
        z_land = normal(seed, LAND, 0, pid)
        size[i] = np.floor(min(max(size_mean + size_sd * normal(seed, HOUSEHOLD_SIZE, 0, pid), size_low), size_high) + 0.5)
        wanted = workers_mean / size_mean * size[i] + uniform(seed, WORKERS, 0, pid)
        workers[i] = min(max(np.floor(wanted), 1.0), size[i])
        gone = 0.0
        for member in range(int(workers[i])):
            if uniform(seed, AWAY, member, pid) < away_share:
                gone += 1.0
        away[i] = gone
        age[i] = age_of(z_age, age_mean, age_sd, age_low, age_high)
        schooling[i] = school_years[school_level(z_age, z_own, rho_school, school_cuts)]
        land[i] = land_of(seed, pid, land_mean, land_sd, land_most)
        grows[i] = 1 if uniform(seed, SUITED, 0, pid) < suited[village[i]] else 0
        able_z[i] = (z_school - z_age) / able_scale
        income_z[i] = rho_income_school * z_school + rho_income_land * z_land + rest_income * normal(seed, INCOME, 0, pid)
        distance_km[i] = radius * np.sqrt(uniform(seed, DISTANCE, 0, pid))


@lru_cache(64)
def school_cuts(none: float, primary: float, junior: float, senior: float) -> np.ndarray:
    """Standard normal places above which schooling reaches the next level, so that the levels have their shares."""
    reached, cuts = 0.0, []
    for share in (none, primary, junior, senior):
        reached += share
        cuts.append(normal_quantile(min(max(reached, 1e-12), 1.0 - 1e-12)))
    return np.array(cuts)


def traits_of(profile: CountyProfile, frame: SamplingFrame, rows: np.ndarray, tuned: Population, seed: int) -> Traits:
    """The traits of the households in these rows of the population.

    Schooling follows the profile's shares exactly in expectation, and is higher for the young; land is log-normal with the profile's mean.
    """
    people, n = profile.people, len(rows)
    village = frame.village[rows]
    ids, size, workers, away = np.zeros(n, np.int64), np.zeros(n), np.zeros(n), np.zeros(n)
    age, schooling, land, grows = np.zeros(n), np.zeros(n), np.zeros(n), np.zeros(n, np.int64)
    able_z, income_z, distance_km = np.zeros(n), np.zeros(n), np.zeros(n)
    draw_traits(
        seed, village, rows - frame.first[village], frame.places.suited,
        people.household_size.mean, people.household_size.sd, people.household_size.range[0], people.household_size.range[1],
        people.workers_per_household, people.away_share,
        people.operator_age.mean, people.operator_age.sd, people.operator_age.range[0], people.operator_age.range[1],
        frame.cuts, np.array(SCHOOL_YEARS), people.land_mu.mean, people.land_mu.sd_log, people.land_mu.most,
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


class SamplingFrame(NamedTuple):
    """All households of a county as a sample is taken from them; no parameter has a part in it. N households, V villages, G groups."""

    places: Places
    village: np.ndarray  # int64 [N]
    first: np.ndarray  # int64 [V] first household of each village
    cuts: np.ndarray  # float64 [4] of schooling (`school_cuts`)
    z_age: np.ndarray  # float64 [N] age, standard normal
    z_own: np.ndarray  # float64 [N] what of schooling does not go with age, standard normal
    order: np.ndarray  # int64 [N] rows of each village: by what they grow, tenth of land, third of age, in serpentine order
    group: np.ndarray  # int64 [G + 1] first of those that are alike in all three
    upward: np.ndarray  # int64 [G] 1 where schooling rises in a group, 0 where it falls: the serpentine goes on
    taken: np.ndarray  # uint8 [N] 1 where the household in this place of the order is in the sample
    sampled: np.ndarray  # int64 [V] households of the sample
    grown: np.ndarray  # float64 [V] mu of all households that grow the product of their village


@entry
def draw_frame(
    seed, village, number, suited, age_mean, age_sd, age_low, age_high, land_mean, land_sd, land_most, z_age, z_own, age, land, grows
):  # fmt: skip
    """Fill what a sample is taken by, for all households of a county. Compiled loop over rows."""
    for i in range(len(village)):
        pid = (village[i] << ID_BITS) | number[i]
        z_age[i], z_own[i] = normal(seed, AGE, 0, pid), normal(seed, SCHOOLING, 0, pid)
        age[i] = age_of(z_age[i], age_mean, age_sd, age_low, age_high)
        land[i] = land_of(seed, pid, land_mean, land_sd, land_most)
        grows[i] = 1 if uniform(seed, SUITED, 0, pid) < suited[village[i]] else 0


def sampling_frame(county: ByIdentity[CountyProfile], share: float, seed: int) -> SamplingFrame:
    """In each village a systematic sample on growing, land, age and schooling.

    The households of a village are put in serpentine order of what they grow, tenth of land, third of age and schooling; they are taken
    in the order of the radical inverse of their place, shifted by a keyed draw, so that any first n of them lie evenly over that order,
    and a smaller sample is part of a larger one. Raises ValueError where a village has fewer than 17 (2K+1 for K = 8 ties).
    """
    profile = county.one
    people, where = profile.people, places(profile, seed)
    village = np.repeat(np.arange(len(where.households)), where.households).astype(np.int64)
    first = np.concatenate([[0], np.cumsum(where.households)[:-1]])
    z_age, z_own, age, land = np.zeros((4, len(village)))
    grows = np.zeros(len(village), np.int64)
    draw_frame(
        seed, village, np.arange(len(village), dtype=np.int64) - first[village], where.suited,
        people.operator_age.mean, people.operator_age.sd, people.operator_age.range[0], people.operator_age.range[1],
        people.land_mu.mean, people.land_mu.sd_log, people.land_mu.most, z_age, z_own, age, land, grows,
    )  # fmt: skip
    order, alike, taken = np.zeros(len(village), np.int64), np.zeros(len(village), np.int64), np.zeros(len(village), np.uint8)
    sampled = np.zeros(len(first), np.int64)
    for v, count in enumerate(where.households):
        rows = np.arange(first[v], first[v] + count)
        sampled[v] = int(share * count + 0.5)
        if sampled[v] < LEAST_SAMPLED:
            raise ValueError(
                f"a village of {count} at {share:g} gives {sampled[v]} households, {LEAST_SAMPLED} needed: "
                f"use {-(-LEAST_SAMPLED * 1000 // int(count)) / 1000:g}"
            )
        land_class = (_places(land[rows]) * 10) // count
        # Growers follow the others, from much land to little and up again: neighbours in the order are alike.
        land_class = np.where(grows[rows] == 1, 10 + land_class, 9 - land_class)
        age_class = (_places(age[rows]) * 3) // count
        age_class = np.where(land_class % 2 == 0, age_class, 2 - age_class)
        of_village = np.lexsort((rows, age_class, land_class))
        order[rows] = rows[of_village]
        alike[rows] = (3 * land_class + age_class)[of_village]
        priority = (radical_inverses(int(count)) + uniform(seed, Stream.SAMPLE, 0, v)) % 1.0
        taken[first[v] + np.argsort(priority, kind="stable")[: sampled[v]]] = 1
    group = np.flatnonzero(np.concatenate([[True], (alike[1:] != alike[:-1]) | (village[1:] != village[:-1])]))
    upward = ((alike[group] // 3 + alike[group] % 3) % 2 == 0).astype(np.int64)
    grown = np.zeros(len(first), np.int64)
    np.add.at(grown, village, fixed(land * grows))
    cuts = school_cuts(people.schooling.none, people.schooling.primary, people.schooling.junior, people.schooling.senior)
    group = np.append(group, len(village))
    return SamplingFrame(where, village, first, cuts, z_age, z_own, order, group, upward, taken, sampled, grown / SCALE)


@entry
def choose(rho_school, cuts, z_age, z_own, order, group, upward, taken, level, chosen):
    """Mark the households of the sample in `chosen` uint8 [N]; `level` int64 [N] is room to work in.

    Those who are alike in what they grow, in land and in age are put in the order of their schooling, equal ones in that of their rows.
    """
    place = np.zeros(LEVELS, np.int64)
    for g in range(len(upward)):
        place[:] = 0
        for n in range(group[g], group[g + 1]):
            reached = school_level(z_age[order[n]], z_own[order[n]], rho_school, cuts)
            level[n] = reached if upward[g] == 1 else LEVELS - 1 - reached
            place[level[n]] += 1
        start = group[g]
        for of in range(LEVELS):
            start, place[of] = start + place[of], start
        for n in range(group[g], group[g + 1]):
            chosen[order[n]] = taken[place[level[n]]]
            place[level[n]] += 1


class Sample(NamedTuple):
    """The places of a county and the households of its sample."""

    places: Places
    traits: Traits
    sampled: np.ndarray  # int64, households of the sample in each village
    ties: np.ndarray  # int64 [H, TIES]
    grown: np.ndarray  # float64 [V] mu of all households that grow the product of their village


KEPT_SAMPLES = 64
KEPT_ROWS = 12_000  # households of the largest sample that is kept: 64 of them are some 120 MB
KEPT_FRAMES = 16
KEPT_HOUSEHOLDS = 250_000  # of the largest county whose frame is kept: 16 of them are some 160 MB


def sample(profile: CountyProfile, tuned: Population, share: float, seed: int) -> Sample:
    """Draw the places and the sampled households of a county. Raises ValueError as `sampling_frame` does.

    The cases of a sweep or a comparison share profile and seeds, and going through a whole population costs more than running its sample:
    the last frames are kept, and the last samples. Nobody writes into what this returns.
    """
    households = profile.geography.villages * profile.geography.households_per_village
    frame = (_kept_frame if households <= KEPT_HOUSEHOLDS else sampling_frame)(ByIdentity(profile), share, seed)
    if households * share > KEPT_ROWS:
        return _drawn(ByIdentity(profile), ByIdentity(frame), tuned, seed)
    return _kept(ByIdentity(profile), ByIdentity(frame), tuned, seed)


def _drawn(county: ByIdentity[CountyProfile], of: ByIdentity[SamplingFrame], tuned: Population, seed: int) -> Sample:
    profile, frame = county.one, of.one
    level, chosen = np.zeros(len(frame.order), np.int64), np.zeros(len(frame.order), np.uint8)
    choose(
        tuned.schooling_youth, frame.cuts, frame.z_age, frame.z_own, frame.order, frame.group, frame.upward, frame.taken, level, chosen
    )  # fmt: skip
    traits = traits_of(profile, frame, np.flatnonzero(chosen), tuned, seed)
    where = frame.places
    ties = ties_of(seed, traits.population_id, traits.village, frame.sampled, where.township, tuned.ties_across, tuned.ties_random)
    return Sample(where, traits, frame.sampled, ties, frame.grown)


_kept = lru_cache(KEPT_SAMPLES)(_drawn)
_kept_frame = lru_cache(KEPT_FRAMES)(sampling_frame)
