"""What is made of an unfinished sweep says how many cases are missing."""

from pathlib import Path

import pyarrow as pa
import pytest

from sim.present.figures.stored_sweep import missing_cases


@pytest.mark.parametrize(
    ("done", "failed", "said"),
    [
        (2016, 0, ""),
        (1800, 0, "results/x: the sweep is unfinished; 216 of 2,016 cases have not run yet: run the same `ruralsim sweep` again to do them"),
        (2016, 3, "results/x: the sweep is unfinished; 3 of 2,016 cases failed: `ruralsim sweep --retry-failed` runs them once more"),
    ],
)
def test_cases_that_did_not_run_or_failed_are_counted_with_what_to_do(done, failed, said):
    table = pa.table({"case": [0]}).replace_schema_metadata({"cases": "2016", "done": str(done), "failed": str(failed)})
    assert missing_cases(table, Path("results/x")) == said
