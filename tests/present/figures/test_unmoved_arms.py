"""An arm that changes nothing says so in every figure: an interval of no width is not left to speak for itself."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sim import sweep
from sim.present.figures.drawn_figure import DrawnFigure
from sim.present.figures.side_by_side import draw_side_by_side
from sim.present.figures.stored_sweep import StoredSweep, load_stored_sweep
from sim.present.figures.who_gains import draw_who_gains

ARMS = """\
policy: [2021-01, 2022-12]
prices: 2015
households: yearly
arms:
  coverage: {broadband.coverage: 1}
  seats: {training.seats: 30}
"""


@pytest.fixture
def held(experiment: Callable[..., Path], tmp_path: Path) -> StoredSweep:
    """Arms from 2021 on, when every village has broadband, and nothing is left for a programme to cover."""
    file = experiment(replicates=2, more=ARMS)
    text = file.read_text(encoding="utf-8").replace("start: 2014-01", "start: 2021-01").replace("points: 5\n", "")
    text = text.replace("vary:\n  training.seats: {from: 0, to: 30}\n", "").replace("sellers_share", "sellers_share, broadband_share")
    file.write_text(text, encoding="utf-8")
    sweep(file, tmp_path / "results")
    return load_stored_sweep(tmp_path / "results")


def texts(drawn: DrawnFigure) -> str:
    """Every word in a figure."""
    import matplotlib.text

    return " ".join(" ".join(one.get_text().split()) for one in drawn.figure.findobj(matplotlib.text.Text))


def test_an_arm_whose_differences_are_all_0_is_said_to_change_nothing_in_each_figure(held: StoredSweep) -> None:
    assert held.unmoved == {"coverage": True}
    for draw in (draw_side_by_side, draw_who_gains):
        (drawn,) = draw(held)
        said = texts(drawn)
        assert "Coverage changes nothing: every difference is exactly 0 in every case, and nothing is spent." in said
        assert "Seats changes nothing" not in said


def test_its_row_among_the_others_says_so_too(held: StoredSweep) -> None:
    (drawn,) = draw_side_by_side(held)
    assert "Coverage (changes nothing)" in texts(drawn) and "Seats (changes nothing)" not in texts(drawn)
