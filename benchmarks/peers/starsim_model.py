"""The reduced model in Starsim: states of people, a network of ties, a module that steps them, its own keyed distributions."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import starsim as ss

from benchmarks.peers.spec import OUTCOMES, TIES, Setting, population, write_sweep

NAME = "Starsim"
PACKAGES = ("starsim",)


class Ties(ss.Network):
    """The fixed ties: from each household (p1) to those it looks at (p2), in the order of households."""

    def __init__(self, households: int, **kwargs: Any) -> None:
        ties = population(households).ties
        super().__init__(
            p1=np.repeat(np.arange(households), TIES), p2=ties.ravel(), beta=np.ones(ties.size), **kwargs
        )

    def step(self) -> None:
        """Ties do not change."""


class Adoption(ss.Module):
    """Shops, skill and sales of households."""

    def __init__(self, pars: Any = None, **kwargs: Any) -> None:
        super().__init__()
        self.define_pars(**Setting()._asdict())
        self.update_pars(pars, **kwargs)
        self.define_states(
            ss.BoolArr("shop"), ss.FloatArr("skill"), ss.FloatArr("inclination"), ss.FloatArr("revenue"),
        )  # fmt: skip
        self.draw = ss.random()
        self.luck = ss.normal(loc=0.0, scale=1.0)

    def init_post(self) -> None:
        """The first day: constant and taste do not change and are added up once."""
        super().init_post()
        p = population(len(self.sim.people))
        self.shop[:] = p.shop == 1
        self.skill[:] = p.skill
        self.inclination[:] = self.pars.constant + self.pars.taste * p.taste
        self.revenue[:] = 0.0

    def init_results(self) -> None:
        """What is recorded each month."""
        super().init_results()
        self.define_results(*(ss.Result(f"mean_{name}", dtype=float, scale=False, label=name) for name in OUTCOMES))

    def step(self) -> None:
        """One month: look, adopt, learn, sell."""
        p, everyone = self.pars, self.sim.people.auids
        had, skill = self.shop.values, self.skill.values
        peers = had[self.sim.networks.ties.p2].reshape(-1, TIES).mean(axis=1)
        hazard = p.hazard / (1.0 + np.exp(-(self.inclination.values + p.skill * skill + p.peers * peers)))
        u = self.draw.rvs(everyone)
        has = np.where(had, u >= p.closing, u < hazard)
        self.shop[everyone] = has
        self.skill[everyone] = skill + np.where(has, p.learning * (1.0 - skill), -p.forgetting * skill)
        self.revenue[everyone] = 0.0
        sellers = self.shop.uids
        luck = np.exp(p.spread * self.luck.rvs(sellers) - 0.5 * p.spread**2)
        self.revenue[sellers] = p.sales * (0.5 + self.skill[sellers]) * luck

    def update_results(self) -> None:
        """Record the month."""
        super().update_results()
        for name, state in zip(OUTCOMES, (self.shop, self.skill, self.revenue), strict=True):
            self.results[f"mean_{name}"][self.ti] = state.values.mean()


def simulation(households: int, months: int, seed: int, setting: Setting = Setting()) -> ss.Sim:  # noqa: B008
    """A simulation that is ready to run: as many steps as months."""
    return ss.Sim(
        n_agents=households,
        start=0,
        stop=months - 1,
        dt=1,
        networks=Ties(households, name="ties"),
        custom=Adoption(**setting._asdict(), name="adoption"),
        rand_seed=seed,
        verbose=0,
        people_results=False,
    )


def path_of(sim: ss.Sim) -> np.ndarray:
    """The path of a simulation that has run: float64 [months, 3]."""
    return np.stack([np.asarray(sim.results.adoption[f"mean_{name}"], float) for name in OUTCOMES], axis=1)


def run(households: int, months: int, seed: int, setting: Setting = Setting()) -> np.ndarray:  # noqa: B008
    """One run: float64 [months, 3], share with a shop, mean skill, mean sales."""
    sim = simulation(households, months, seed, setting)
    sim.run()
    return path_of(sim)


def sweep(households: int, months: int, seeds: Sequence[int], file: Path) -> None:
    """Many seeds by Starsim's own runner, in as many processes as the machine has threads, stored in one file."""
    done = ss.parallel([simulation(households, months, seed) for seed in seeds], n_cpus=os.cpu_count(), verbose=0)
    write_sweep(seeds, (path_of(sim) for sim in done.sims), file)
