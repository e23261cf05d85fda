"""Text of users in figures, and figures that show every row."""

import numpy as np
import pandas as pd
import pytest

from sim.present.figures import dose_response, side_by_side
from sim.present.figures.style import files_of

NAMES = ["$\\frac{$", "a_b^c \\n", "50 % & <b> \"x\"", "$x$ 隰县"]


@pytest.mark.parametrize("name", NAMES)
def test_what_a_user_writes_is_text_in_a_figure_and_never_mathematics(name):
    rows = [(arm, arm, "m", name, name, "effect", 1.0 + place, 0.5, 2.5, 4, 1) for place, arm in enumerate((name, "other"))]
    files = files_of(*side_by_side.plot_side_by_side(pd.DataFrame(rows, columns=side_by_side.COLUMNS), name, f"{name}: a caption."))
    svg = files["svg"].decode()
    import html

    assert html.escape(f"{name}: a caption.", quote=False) in svg
    assert html.escape(name[:1].upper() + name[1:], quote=False) in svg
    assert files["png"].startswith(b"\x89PNG")


def doses(largest: float) -> pd.DataFrame:
    rows = []
    for factor in range(12):
        top = -largest if factor == 11 else 0.5 + 0.2 * factor
        rows += [
            ("o", "outcome", "CNY", f"f{factor}", f"lever {factor}", "share", float(level), level / 2.0, top * level / 2.0, top * level / 2.0, top * level / 2.0, 8)
            for level in range(3)
        ]
    return pd.DataFrame(rows, columns=dose_response.COLUMNS)


@pytest.mark.parametrize(("largest", "scale"), [(2.0, "linear"), (453.0, "symlog")])
def test_one_row_that_reaches_far_does_not_squeeze_the_others(largest, scale):
    figure, _ = dose_response.plot_dose_response(doses(largest), "Title", "Caption.")
    axes = figure.axes[0]
    assert axes.get_xscale() == scale
    files_of(figure, doses(largest))
    drawn = np.concatenate([line.get_xdata() for line in axes.get_lines() if line.get_marker() == "o"]).astype(float)
    places = axes.transAxes.inverted().transform(axes.transData.transform(np.column_stack([drawn, np.zeros(len(drawn))])))[:, 0]
    assert places.min() >= 0.0 and places.max() <= 1.0
    # The largest dose of the others takes at least a fifth of the panel.
    zero = axes.transAxes.inverted().transform(axes.transData.transform((0.0, 0.0)))[0]
    assert places.max() - zero > 0.2
    if scale == "symlog":
        assert "even to ±1, then by" in " ".join(axes.get_xlabel().split())
