"""Townships, villages, roads: the places of a county, synthesised from its profile by keyed draws."""

from typing import NamedTuple

import numpy as np

from sim.files import CountyProfile
from sim.numeric.elementary import exp
from sim.numeric.keyed_draws import Stream, normal, uniform
from sim.theory.parameters.population import Population


class Places(NamedTuple):
    """The places of a county; rows of villages unless said otherwise."""

    township_hub_km: np.ndarray  # townships: road to the county seat
    township: np.ndarray  # row of the township
    hub_km: np.ndarray
    km: np.ndarray
    households: np.ndarray  # number in the whole population
    product: np.ndarray  # row of the product
    suited: np.ndarray  # share of farms that grow it
    programme_z: np.ndarray  # what else than distance decides when a programme comes, standard normal


def ranks(key: np.ndarray) -> np.ndarray:
    """Place of each row in ascending order of `key`, scaled to (0, 1); ties by row."""
    order = np.argsort(key, kind="stable")
    place = np.empty(len(key), np.float64)
    place[order] = (np.arange(len(key)) + 0.5) / len(key)
    return place


def places(profile: CountyProfile, seed: int) -> Places:
    """Draw the places of a county. No parameter has a part in it.

    Townships lie between the nearest and the farthest road distance to the seat, evenly drawn; villages log-normally from their township.
    Villages of a speciality are as many as the profile says; the others grow little of a product drawn by its weight.
    """
    geography = profile.geography
    n_townships, n_villages = geography.townships, geography.villages
    nearest, farthest = geography.hub_km
    township_hub_km = np.array(
        [nearest + (farthest - nearest) * uniform(seed, Stream.TOWNSHIP_KM, 0, j) for j in range(n_townships)]
    )
    township = np.arange(n_villages, dtype=np.int64) % n_townships
    hub_km = township_hub_km[township]
    roads = geography.village_km
    low, high = roads.range
    km = np.array(
        [
            min(max(roads.median * exp(roads.sd_log * normal(seed, Stream.VILLAGE_KM, 0, v)), low), high)
            for v in range(n_villages)
        ]
    )
    spread = geography.households_spread
    households = np.array(
        [
            int(geography.households_per_village * (1.0 + spread * (2.0 * uniform(seed, Stream.VILLAGE_SIZE, 0, v) - 1.0)) + 0.5)
            for v in range(n_villages)
        ],
        np.int64,
    )
    order = np.argsort([uniform(seed, Stream.VILLAGE_PRODUCT, 0, v) for v in range(n_villages)], kind="stable")
    product = np.zeros(n_villages, np.int64)
    suited = np.full(n_villages, float(profile.suited_elsewhere))
    done, reached = 0, 0.0
    reaches: list[float] = []
    for k, item in enumerate(profile.products):
        reached += item.share_of_villages
        end = int(reached * n_villages + 0.5)
        product[order[done:end]] = k
        suited[order[done:end]] = item.suited_inside
        reaches.append(reached)
        done = end
    for v in order[done:]:
        u = uniform(seed, Stream.VILLAGE_PRODUCT, 1, int(v)) * reached
        product[v] = next((k for k, reach in enumerate(reaches) if u < reach), len(reaches) - 1)
    noise = np.array([normal(seed, Stream.PROGRAMME_ORDER, 0, v) for v in range(n_villages)])
    return Places(
        township_hub_km,
        township,
        hub_km,
        km,
        households,
        product,
        suited,
        noise,
    )


def roll_out_ranks(where: Places, tuned: Population) -> tuple[np.ndarray, np.ndarray]:
    """The places of villages in the roll-outs of broadband and of programmes, 0 first .. 1 last: the remote come last."""
    service = ranks(where.hub_km + tuned.remote_village_weight * where.km)
    return service, ranks(where.hub_km + 2.0 * where.km + tuned.programme_noise * where.programme_z)
