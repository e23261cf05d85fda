"""The reduced model in Mesa: agents with references to their ties, moved in two stages by the agent set."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import mesa
import numpy as np
import pandas as pd
from mesa.batchrunner import batch_run

from benchmarks.peers.spec import OUTCOMES, TIES, Setting, population

NAME = "Mesa"
PACKAGES = ("mesa",)


class Household(mesa.Agent):
    """A household: opens and closes a shop, learns, sells."""

    def __init__(self, model: Any, inclination: float, skill: float, shop: bool) -> None:
        super().__init__(model)
        self.inclination = inclination  # the constant and taste: what does not change
        self.skill = skill
        self.shop = shop
        self.sales = 0.0
        self.hazard = 0.0
        self.ties: list[Household] = []

    def look(self) -> None:
        """See which ties have a shop, and weigh opening one."""
        if not self.shop:
            s = self.model.setting
            peers = sum([tie.shop for tie in self.ties]) / TIES
            z = self.inclination + s.skill * self.skill + s.peers * peers
            self.hazard = s.hazard / (1.0 + math.exp(-z))

    def act(self) -> None:
        """Open or close the shop, learn or forget, sell."""
        s, random = self.model.setting, self.random
        u = random.random()
        self.shop = u >= s.closing if self.shop else u < self.hazard
        if self.shop:
            self.skill += s.learning * (1.0 - self.skill)
            luck = math.exp(random.gauss(-0.5 * s.spread**2, s.spread))
            self.sales = s.sales * (0.5 + self.skill) * luck
        else:
            self.skill -= s.forgetting * self.skill
            self.sales = 0.0


class Adoption(mesa.Model):
    """The county: ends by itself after its months. `case` seeds it; `rng` is what `batch_run` would seed it with, and is not used."""

    def __init__(self, households: int, months: int, case: int, setting: Setting = Setting(), rng: Any = None) -> None:  # noqa: B008
        super().__init__(rng=case)
        self.setting = setting
        self.months = months
        p = population(households)
        inclination = setting.constant + setting.taste * p.taste
        Household.create_agents(self, households, inclination.tolist(), p.skill.tolist(), (p.shop == 1).tolist())
        everyone = list(self.agents)
        for household, ties in zip(everyone, p.ties.tolist(), strict=True):
            household.ties = [everyone[tie] for tie in ties]
        self.datacollector = mesa.DataCollector(
            model_reporters={name: self._mean_of(attribute) for name, attribute in zip(OUTCOMES, ("shop", "skill", "sales"), strict=True)}
        )

    def _mean_of(self, attribute: str) -> Any:
        return lambda model: sum(model.agents.get(attribute)) / len(model.agents)

    def step(self) -> None:
        """One month: all look before anyone acts."""
        self.agents.do("look").do("act")
        self.datacollector.collect(self)
        self.running = len(self.datacollector.model_vars["shops"]) < self.months


def run(households: int, months: int, seed: int, setting: Setting = Setting()) -> np.ndarray:  # noqa: B008
    """One run: float64 [months, 3], share with a shop, mean skill, mean sales."""
    model = Adoption(households, months, seed, setting)
    while model.running:
        model.step()
    return model.datacollector.get_model_vars_dataframe()[list(OUTCOMES)].to_numpy(np.float64)


def sweep(households: int, months: int, seeds: Sequence[int], file: Path) -> None:
    """Many seeds by Mesa's own batch runner, in as many processes as the machine has threads, stored in one file."""
    rows = batch_run(
        Adoption,
        parameters={"households": households, "months": months, "case": list(seeds)},
        number_processes=os.cpu_count(),
        data_collection_period=1,
        max_steps=months,
        display_progress=False,
    )
    table = pd.DataFrame(rows).rename(columns={"case": "seed", "Step": "month"})
    table["month"] = table["month"].astype("int64") - table["month"].astype("int64").min()
    table[["seed", "month", *OUTCOMES]].to_parquet(file)
