"""The reduced model in the style of this project's engine: rules inlined into compiled loops, keyed draws, exact sums, threads."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.peers.spec import TIES, Setting, population, write_sweep
from sim.numeric.elementary import exp, logistic, normal_quantile
from sim.numeric.exact_sum import from_fixed, to_fixed
from sim.numeric.jit import entry, kernel, rule
from sim.numeric.keyed_draws import SPARE, uniform, uniform_second

NAME = "this engine's style"
PACKAGES = ("numba",)
LAYOUT = np.dtype([(name, np.float64) for name in Setting._fields])


@rule
def opens(shop: int, hazard: float, z: float, closing: float, u: float) -> int:
    """1 with a shop after the month: opened where u < h Λ(z), kept where u >= q."""
    return (1 if u >= closing else 0) if shop == 1 else (1 if u < hazard * logistic(z) else 0)


@rule
def skill_after(skill: float, shop: int, learning: float, forgetting: float) -> float:
    """s + λ(1 - s) with a shop, s - δ s without."""
    return skill + (learning * (1.0 - skill) if shop == 1 else -forgetting * skill)


@rule
def sold(sales: float, skill: float, spread: float, luck: float) -> float:
    """Y (1/2 + s) exp(σ ε - σ²/2) CNY."""
    return sales * (0.5 + skill) * exp(spread * luck - 0.5 * spread * spread)


@kernel
def look(ties: Any, shop: Any, peers: Any) -> None:
    """Share of ties with a shop: a loop of its own, so that the next one has no gathers."""
    for i in range(len(peers)):
        count = 0
        for k in range(TIES):
            count += shop[ties[i, k]]
        peers[i] = count / TIES


@kernel
def act(t: Any, seed: Any, p: Any, taste: Any, peers: Any, shop: Any, skill: Any, out: Any) -> Any:
    """Open, close, learn; returns how many have a shop and writes the share and mean skill."""
    shops = 0
    skills = 0
    for i in range(len(skill)):
        z = p.constant + p.taste * taste[i] + p.skill * skill[i] + p.peers * peers[i]
        after = opens(shop[i], p.hazard, z, p.closing, uniform(seed, SPARE, t, i))
        skill[i] = skill_after(skill[i], after, p.learning, p.forgetting)
        shop[i] = after
        shops += after
        skills += to_fixed(skill[i])
    out[0] = shops / len(skill)
    out[1] = from_fixed(skills) / len(skill)
    return shops


@kernel
def sell(t: Any, seed: Any, p: Any, shop: Any, skill: Any, sellers: Any, out: Any) -> None:
    """Those with a shop, put in a list first, sell; the luck is the second draw of the block that decided on the shop."""
    count = 0
    for i in range(len(skill)):
        sellers[count] = i
        count += shop[i]
    total = 0
    for n in range(count):
        i = sellers[n]
        total += to_fixed(sold(p.sales, skill[i], p.spread, normal_quantile(uniform_second(seed, SPARE, t, i))))
    out[2] = from_fixed(total) / len(skill)


@entry
def run_all(months: Any, seed: Any, p: Any, taste: Any, ties: Any, shop: Any, skill: Any, peers: Any, sellers: Any, path: Any) -> None:
    """All months of a run; fills `path`."""
    for t in range(months):
        look(ties, shop, peers)
        act(t, seed, p, taste, peers, shop, skill, path[t])
        sell(t, seed, p, shop, skill, sellers, path[t])


def run(households: int, months: int, seed: int, setting: Setting = Setting()) -> np.ndarray:  # noqa: B008
    """One run: float64 [months, 3], share with a shop, mean skill, mean sales."""
    p = population(households)
    numbers = np.array([tuple(setting)], LAYOUT)[0]
    path, peers, sellers = np.zeros((months, 3)), np.zeros(households), np.zeros(households + 1, np.int64)
    run_all(months, seed, numbers, p.taste, p.ties.view(np.uint64), p.shop.copy(), p.skill.copy(), peers, sellers, path)
    return path


def sweep(households: int, months: int, seeds: Sequence[int], file: Path) -> None:
    """Many seeds, in as many threads as the machine has, stored in one file."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        write_sweep(seeds, pool.map(partial(run, households, months), seeds), file)
