"""The figure of a run is a function of its table: the same table gives the same bytes."""

import numpy as np
import pyarrow as pa
import pytest

from sim.present.figures.trajectory import PANELS, draw
from sim.theory.outcomes import OUTCOMES


def _table(replicates: int) -> pa.Table:
    months = [f"20{14 + n // 12}-{n % 12 + 1:02d}" for n in range(24)]
    columns = {
        "replicate": np.repeat(np.arange(replicates, dtype=np.int32), 24),
        "seed": np.repeat(np.arange(replicates, dtype=np.int64), 24),
        "month": months * replicates,
    }
    rising = np.concatenate([np.linspace(0, 1 + replicate / 10, 24) for replicate in range(replicates)])
    fields = [pa.field("replicate", pa.int32()), pa.field("seed", pa.int64()), pa.field("month", pa.string())]
    for outcome in OUTCOMES:
        columns[outcome.name] = rising
        fields.append(pa.field(outcome.name, pa.float64(), metadata={"unit": outcome.unit}))
    return pa.table(columns, schema=pa.schema(fields))


def test_every_outcome_drawn_is_declared_and_those_of_a_panel_share_a_unit() -> None:
    units = {outcome.name: outcome.unit for outcome in OUTCOMES}
    for panel in PANELS:
        assert len({units[name] for name in panel.outcomes}) == 1, panel.title


@pytest.mark.parametrize("replicates", [1, 3])
def test_the_same_table_gives_the_same_figure(replicates: int) -> None:
    first = draw(_table(replicates), "One: Tiny; seed 1.")
    assert first["png"].startswith(b"\x89PNG")
    assert first == draw(_table(replicates), "One: Tiny; seed 1.")


def test_caption_units_and_titles_are_text_in_the_svg() -> None:
    svg = draw(_table(2), "隰县: sample, seeds 1 to 2; CNY of 2015.")["svg"].decode()
    for said in ("隰县: sample, seeds 1 to 2; CNY of 2015.", "their range", "% of households", "% of villages", *(p.title for p in PANELS)):
        assert said in svg


def test_a_table_without_the_outcomes_is_refused() -> None:
    with pytest.raises(KeyError):
        draw(_table(1).drop_columns(["income_person"]), "")
