"""The reduced model in plain NumPy: columns for all households, one expression for each equation."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.peers.spec import Setting, population, write_sweep

NAME = "NumPy"
PACKAGES = ("numpy",)


def run(households: int, months: int, seed: int, setting: Setting = Setting()) -> np.ndarray:  # noqa: B008
    """One run: float64 [months, 3], share with a shop, mean skill, mean sales."""
    p = population(households)
    rng = np.random.default_rng(seed)
    shop, skill = p.shop.astype(bool), p.skill.copy()
    tastes = setting.constant + setting.taste * p.taste
    drift = 0.5 * setting.spread**2
    path = np.empty((months, 3))
    for t in range(months):
        peers = shop[p.ties].mean(axis=1)
        hazard = setting.hazard / (1.0 + np.exp(-(tastes + setting.skill * skill + setting.peers * peers)))
        u = rng.random(households)
        shop = np.where(shop, u >= setting.closing, u < hazard)
        skill += np.where(shop, setting.learning * (1.0 - skill), -setting.forgetting * skill)
        sellers = np.flatnonzero(shop)
        luck = np.exp(setting.spread * rng.standard_normal(len(sellers)) - drift)
        sales = setting.sales * (0.5 + skill[sellers]) * luck
        path[t] = len(sellers) / households, skill.mean(), sales.sum() / households
    return path


def sweep(households: int, months: int, seeds: Sequence[int], file: Path) -> None:
    """Many seeds, in as many processes as the machine has threads, stored in one file."""
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        write_sweep(seeds, pool.map(partial(run, households, months), seeds), file)
