"""One month of the compiled engine: the phases of `sim.theory.schedule`, in order."""

from sim.county.measure import measure
from sim.county.state import handed
from sim.engine.accounting import account
from sim.engine.channel import choose
from sim.engine.connection import connect
from sim.engine.cooperation import organise
from sim.engine.govern import govern
from sim.engine.learning import learn
from sim.engine.logistics import carry
from sim.engine.market import sell
from sim.engine.shopping import shop
from sim.engine.ties import count_ties
from sim.engine.trading import trade
from sim.engine.work import work
from sim.numeric.entity_table import Handed
from sim.numeric.jit import entry


@entry
def run_handed(t0, t1, phase0, phase1, seed, p, world, plan, s, scratch, record):
    """What `run_months` does, on entities as they are handed over (`sim.numeric.entity_table`)."""
    for t in range(t0, t1):
        count_ties(s.household, scratch)
        if phase0 <= 0 < phase1:
            govern(t, p, world, plan, s.government, s.county, s.measure, s.household, s.village)
        if phase0 <= 1 < phase1:
            connect(t, seed, p, world, plan, s.county, s.household, s.village, scratch)
        if phase0 <= 2 < phase1:
            learn(
                t, seed, p, plan, s.government, s.county, s.measure, s.household, s.village, s.cooperative, s.merchant, scratch
            )
        if phase0 <= 3 < phase1:
            carry(t, seed, p, world, s.county, s.household, s.village, s.township, s.carrier, s.product, scratch)
        if phase0 <= 4 < phase1:
            organise(
                t, seed, p, world, s.government, s.county, s.household, s.village, s.cooperative, s.cell, s.product, scratch
            )
        if phase0 <= 5 < phase1:
            trade(
                t, seed, p, world, s.government, s.county, s.household, s.village, s.township, s.cell, s.product, s.merchant, scratch
            )
        if phase0 <= 6 < phase1:
            choose(t, seed, p, world, s.household, s.village, s.township, s.cooperative, s.cell, s.product, scratch)
        if phase0 <= 7 < phase1:
            sell(
                t, seed, p, world, s.government, s.county, s.household, s.village, s.cooperative, s.merchant, s.cell, s.product, scratch
            )
        if phase0 <= 8 < phase1:
            shop(t, seed, p, world, s.household, s.village, scratch)
        if phase0 <= 9 < phase1:
            work(t, seed, p, world, plan, s.household, s.village, scratch)
        if phase0 <= 10 < phase1:
            account(
                t, p, world, plan, s.government, s.county, s.measure, s.household, s.village, s.township, s.carrier, s.cooperative,
                s.merchant, scratch,
            )  # fmt: skip
            measure(t, p, world, s, scratch, record)


def run_months(t0, t1, phase0, phase1, seed, p, world, plan, s, scratch, record):
    """Months t0 <= t < t1 of a county, in each the phases phase0 <= phase < phase1; fills row t of `record` after the last phase.

    `s` is a `State`, `world` its `Trends`, `plan` its `Plan`, `p` its `packed` parameters; `scratch` is room to work in
    (`sim.county.workspace`), `record` what is kept (`sim.county.panel`).
    """
    run_handed(t0, t1, phase0, phase1, seed, p, Handed(world), Handed(plan), handed(s), Handed(scratch), Handed(record))
