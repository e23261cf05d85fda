"""The reduced model in AgentPy: an agent list that calls its agents, recorded by the model, repeated by an experiment."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import agentpy as ap
import numpy as np

from benchmarks.peers.spec import OUTCOMES, TIES, Setting, population

NAME = "AgentPy"
PACKAGES = ("agentpy",)


class Household(ap.Agent):
    """A household: opens and closes a shop, learns, sells."""

    def setup(self) -> None:
        """On the first day the model fills in the rest."""
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
        s, random = self.model.setting, self.model.random
        u = random.random()
        self.shop = u >= s.closing if self.shop else u < self.hazard
        if self.shop:
            self.skill += s.learning * (1.0 - self.skill)
            luck = math.exp(random.gauss(-0.5 * s.spread**2, s.spread))
            self.sales = s.sales * (0.5 + self.skill) * luck
        else:
            self.skill -= s.forgetting * self.skill
            self.sales = 0.0


class Adoption(ap.Model):
    """The county."""

    def setup(self) -> None:
        """Make the households and their ties."""
        self.setting = Setting(**{name: self.p[name] for name in Setting._fields})
        p = population(self.p.households)
        self.households = ap.AgentList(self, self.p.households, Household)
        self.households.inclination = ap.AttrIter((self.setting.constant + self.setting.taste * p.taste).tolist())
        self.households.skill = ap.AttrIter(p.skill.tolist())
        self.households.shop = ap.AttrIter((p.shop == 1).tolist())
        everyone = list(self.households)
        for household, ties in zip(everyone, p.ties.tolist(), strict=True):
            household.ties = [everyone[tie] for tie in ties]

    def step(self) -> None:
        """One month: all look before anyone acts."""
        self.households.look()
        self.households.act()

    def update(self) -> None:
        """Record the month; on day 0 nothing has happened yet."""
        if self.t > 0:
            for name, attribute in zip(OUTCOMES, ("shop", "skill", "sales"), strict=True):
                self.record(name, sum(getattr(self.households, attribute)) / len(self.households))


def parameters(households: int, months: int, setting: Setting) -> dict[str, Any]:
    """The parameters of a run as AgentPy takes them."""
    return {"households": households, "steps": months, **setting._asdict()}


def run(households: int, months: int, seed: int, setting: Setting = Setting()) -> np.ndarray:  # noqa: B008
    """One run: float64 [months, 3], share with a shop, mean skill, mean sales."""
    done = Adoption({**parameters(households, months, setting), "seed": seed}).run(display=False)
    return np.asarray(done.variables.Adoption[list(OUTCOMES)], float)


def sweep(households: int, months: int, seeds: Sequence[int], file: Path) -> None:
    """Many seeds by AgentPy's own experiment, in as many processes as the machine has threads, stored in one file."""
    sample = ap.Sample({**parameters(households, months, Setting()), "seed": ap.Values(*seeds)})
    done = ap.Experiment(Adoption, sample, record=True, randomize=False).run(n_jobs=os.cpu_count(), display=False)
    table = done.variables.Adoption.reset_index().rename(columns={"t": "month"})
    table["seed"] = np.asarray(seeds)[table["sample_id"]]
    table["month"] -= 1
    table[["seed", "month", *OUTCOMES]].to_parquet(file)
