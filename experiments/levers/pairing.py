"""What keyed draws are worth: the variance of a difference in online sales against two ways of drawing in turns.

A model that draws from one generator in turns gives two arms the same numbers only until the first draw that one of them makes and the
other does not; from there on they differ. Here the Mesa model of the hamlet is made to draw so. It draws for nearly everyone every month,
whatever they do, so that its arms stay in step for longer than those of most models.
"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import numpy as np
from pairs import average_county, measure
from scipy.stats import f

from sim.county.synthesis import synthesise
from sim.files import Measure
from sim.mesa_model import RuralMarket
from sim.numeric.keyed_draws import Stream
from sim.theory.outcomes import OUTCOMES

SEEDS = tuple(range(1, 31))
MONTHS = 36
POLICIES = {
    "stations": (("delivery.stations", 1.0),),
    "training": (("training.seats", 6.0),),
    "grants to who opens a shop": (("merchants.startup_grant", 5000.0),),
}


class InTurns(RuralMarket):
    """The same market, whose agents draw in turns from one generator with a state, as most agent-based models do."""

    def __init__(self, *arguments: Any, turns: int, **named: Any) -> None:
        # The state is what is tested here: `sim` itself never draws in turns.
        self.turns = np.random.Generator(np.random.PCG64(turns))
        super().__init__(*arguments, **named)

    def draw(self, stream: Stream, key: int) -> float:
        """The next number, whoever asks."""
        return float(self.turns.random())

    def draw_second(self, stream: Stream, key: int) -> float:
        """The next number, whoever asks."""
        return float(self.turns.random())


def sales(seed: int, measures: tuple[Measure, ...], turns: int | None) -> float:
    """Online sales of produce in the last year, CNY a household: with keyed draws, or in turns from a seed of their own."""
    case = synthesise(average_county("hamlet", MONTHS).with_measures(measures), seed)
    market = RuralMarket(case, seed) if turns is None else InTurns(case, seed, turns=turns)
    while market.running:
        market.step()
    column = [outcome.name for outcome in OUTCOMES].index("sales_produce_online_household")
    return float(np.add.reduce(market.record.outcomes[-12:, column]))


def pairing_rows() -> list[dict[str, object]]:
    """For each policy the variance of arm less none over seeds: common keyed draws, the same seed in turns, independent seeds."""
    kinds = ("keyed", "in turns, same seed", "in turns, independent seeds")
    arms = {"none": (), **POLICIES}
    cases = [
        (
            seed,
            tuple(measure(lever, level, 12, MONTHS - 1, MONTHS) for lever, level in settings),
            _turns(kind, seed, name != "none"),
        )
        for name, settings in arms.items()
        for kind in kinds
        for seed in SEEDS
    ]
    # The Mesa model holds the interpreter's lock: processes, not threads.
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as processes:
        ran = np.array(list(processes.map(sales, *zip(*cases, strict=True), chunksize=len(SEEDS))))
    table = ran.reshape(len(arms), len(kinds), len(SEEDS))
    rows: list[dict[str, object]] = []
    for number, name in enumerate(arms):
        if name == "none":
            continue
        found = {kind: table[number, k] - table[0, k] for k, kind in enumerate(kinds)}
        row: dict[str, object] = {"policy": name, "mean": float(np.mean(found["keyed"]))}
        for kind in kinds:
            row[f"variance, {kind}"] = float(np.var(found[kind], ddof=1))
        for kind in kinds[1:]:
            ratio, low, high = variance_ratio(found["keyed"], found[kind])
            row |= {f"keyed over {kind}": ratio, f"keyed over {kind}, low": low, f"keyed over {kind}, high": high}
        rows.append(row)
    return rows


def variance_ratio(common: np.ndarray, independent: np.ndarray, level: float = 0.95) -> tuple[float | None, float | None, float | None]:
    """What pairing saves: variance of a difference under common keyed draws over that under other draws, with its F interval.

    None three times where the independent differences do not vary. Both come from the same runs: the interval is too wide, not too narrow.
    """
    of_common, of_independent = float(np.var(common, ddof=1)), float(np.var(independent, ddof=1))
    if of_independent == 0.0:
        return None, None, None
    ratio, tail = of_common / of_independent, (1.0 - level) / 2.0
    degrees = len(common) - 1, len(independent) - 1
    return ratio, ratio / float(f.ppf(1.0 - tail, *degrees)), ratio / float(f.ppf(tail, *degrees))


def _turns(kind: str, seed: int, arm: bool) -> int | None:
    """The seed of the generator: none for keyed draws, the arm's own where arms are independent."""
    if kind == "keyed":
        return None
    return seed + 1000 if arm and kind.endswith("independent seeds") else seed
