"""The scenarios, counties and programmes that come with the package."""

from __future__ import annotations

from pathlib import Path


def shipped_scenarios() -> Path:
    """The folder of the scenarios that ship: that of the checkout, or the copy that is installed beside the package."""
    beside = Path(__file__).resolve().parents[2]
    return beside / "scenarios" if (beside / "pyproject.toml").is_file() else beside / "ruralsim_scenarios"
