"""On this machine: threads over cases. The compiled model runs without the interpreter's lock, so they run side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sim.compute.case import Evaluate, evaluate
from sim.compute.prepare import Prepared, cores
from sim.compute.stop import Stop
from sim.compute.worker import Tally, run_shards


@dataclass(frozen=True)
class Local:
    """Threads of this process; as many as there are cores where `threads` is None."""

    threads: int | None = None
    evaluate: Evaluate = evaluate

    @property
    def at_once(self) -> int:
        """Cases that run at one time."""
        return self.threads or cores()

    def carry_out(
        self, prepared: Prepared, indices: Sequence[int], stop: Stop, tell: Callable[[Tally], None] | None, retry_failed: bool
    ) -> Tally:
        """Do what is missing of the shards. Raises what `run_shards` raises."""
        return run_shards(
            prepared.folder, prepared.design, indices, self.at_once, stop, tell, retry_failed=retry_failed, evaluate=self.evaluate
        )
