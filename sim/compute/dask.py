"""On Dask: one task a shard, on a scheduler that runs already or on worker processes of this machine.

Workers write their shards themselves, so they must see the same folder as the driver. A shard whose worker is lost goes to another one.
"""

from __future__ import annotations

import logging
import math
import secrets
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.compute.case import Stop
from sim.compute.design import Design
from sim.compute.prepare import Prepared, cores
from sim.compute.store.sweep_folder import SweepFolder
from sim.compute.worker import SECONDS_BETWEEN_LOOKS, Tally, run_shards

RETRIES = 2
"""Times that a shard is tried again after its worker raised."""
AHEAD = 3
"""Shards handed out for each thread of a worker: enough that none waits, few enough that the scheduler stays light."""
GRACE = 10.0
"""Seconds that workers have to answer after a stop, beyond those of their cases in flight."""
WAIT_FOR_WORKERS = 60.0
"""Seconds to wait for a first worker."""


class NoWorkers(RuntimeError):
    """No worker came, or those that came cannot do the work; says why."""


@dataclass(frozen=True)
class Dask:
    """A Dask scheduler at an address, or worker processes of one thread each on this machine, as many as it has cores."""

    scheduler: str | None = None
    workers: int | None = None

    @property
    def at_once(self) -> int:
        """Cores that do one shard together."""
        return 1

    def carry_out(
        self, prepared: Prepared, indices: Sequence[int], stop: Stop, tell: Callable[[Tally], None] | None, retry_failed: bool
    ) -> Tally:
        """Do what is missing of the shards. Raises NoWorkers, ModuleNotFoundError without distributed, and what a shard raises."""
        with _quiet(), self._client() as client:
            return _through(client, prepared, indices, stop, tell, retry_failed)

    @contextmanager
    def _client(self) -> Iterator[Any]:
        try:
            import dask
            import distributed
        except ModuleNotFoundError as error:
            raise NoWorkers("--on dask needs the package distributed: pip install 'ruralsim[dask]'") from error
        # Finished shards are on disk: what a scheduler knows of them need not be kept, nor shown in a browser.
        with dask.config.set({"distributed.admin.log-length": 0, "distributed.scheduler.allowed-failures": 10}):
            if self.scheduler is not None:
                try:
                    client = distributed.Client(self.scheduler, timeout=WAIT_FOR_WORKERS)
                except (OSError, ValueError, TimeoutError) as error:
                    raise NoWorkers(f"no Dask scheduler answers at {self.scheduler}: {error}") from error
                with client:
                    yield client
                return
            with _deaf_to_ctrl_c():
                cluster = distributed.LocalCluster(
                    n_workers=self.workers or cores(), threads_per_worker=1, processes=True, dashboard_address=None, protocol="tcp://"
                )
            with cluster, distributed.Client(cluster) as client:
                yield client


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what the library logs of lost connections off the screen: what matters of it is said as an error of ours."""
    loggers = [logging.getLogger(name) for name in ("distributed", "tornado.application", "asyncio")]
    usual = [one.level for one in loggers]
    for one in loggers:
        one.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for one, level in zip(loggers, usual, strict=True):
            one.setLevel(level)


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Have processes that are started inside not hear Ctrl-C, which a terminal sends to all: the driver tells them to stop.

    For the second or two that this takes the driver does not hear it either: only what is ignored is handed down to a process.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _through(
    client: Any, prepared: Prepared, indices: Sequence[int], stop: Stop, tell: Callable[[Tally], None] | None, retry_failed: bool
) -> Tally:
    """Do the shards with the workers of a client. Raises NoWorkers, and the first error of a shard once all have ended."""
    import distributed

    try:
        client.wait_for_workers(1, timeout=WAIT_FOR_WORKERS)
    except TimeoutError:
        raise NoWorkers(f"no worker came to {client.scheduler.address} within {WAIT_FOR_WORKERS:.0f} s") from None
    folder, token = str(prepared.folder.path.resolve()), secrets.token_hex(8)
    tally, errors = Tally(), list[BaseException]()

    def submitted(index: int) -> Any:
        key = f"ruralsim-{token}-{index}"
        return client.submit(do_shard, folder, index, retry_failed, token, key=key, retries=RETRIES, pure=False)

    event = distributed.Event(_stop_name(token), client=client)
    try:
        _hand_out(client, submitted, event, iter(indices), stop, tell, tally, errors)
    except (OSError, CancelledError, distributed.CancelledError) as error:
        # What a shard could not write is among the errors; this is the line to the scheduler.
        raise _lost(client) from error
    if errors:
        raise errors[0]
    tally.stopped = stop.asked
    return tally


def _lost(client: Any) -> NoWorkers:
    address = getattr(client.scheduler, "address", None) or "its address"
    return NoWorkers(f"the Dask scheduler at {address} was lost; shards that are finished are kept: run the same command again")


def _hand_out(
    client: Any, submitted: Callable[[int], Any], event: Any, waiting: Iterator[int], stop: Stop,
    tell: Callable[[Tally], None] | None, tally: Tally, errors: list[BaseException],
) -> None:  # fmt: skip
    """Keep every thread of every worker busy until nothing waits or a stop is asked; adds to `tally` and `errors`."""
    import distributed

    began = time.perf_counter()
    running: set[Any] = set()
    ends_by = math.inf
    while True:
        if client.status != "running":
            raise _lost(client)
        threads = sum(client.nthreads().values())
        most = 0 if stop.asked or _ends(errors) else max(1, threads) * AHEAD
        while len(running) < most and (index := next(waiting, None)) is not None:
            running.add(submitted(index))
        if not running:
            return
        if (stop.asked or _ends(errors)) and ends_by == math.inf:
            # Those that run keep what they have finished; those that wait begin nothing.
            event.set()
            ends_by = time.perf_counter() + stop.patience + GRACE
        if ends_by < math.inf and (not threads or time.perf_counter() > ends_by):
            # Workers that have gone will not answer; what they kept is in the folder.
            client.cancel(list(running))
            return
        with suppress(TimeoutError):
            distributed.wait(running, timeout=SECONDS_BETWEEN_LOOKS, return_when="FIRST_COMPLETED")
        for future in [one for one in running if one.done()]:
            running.discard(future)
            if future.status in ("cancelled", "lost"):
                raise _lost(client)
            _add(tally, future, errors)
        tally.seconds = time.perf_counter() - began
        if tell is not None:
            tell(tally)


def _ends(errors: Sequence[BaseException]) -> bool:
    """Whether an error ends the sweep; a shard that brought down every worker that took it does not: the others go on."""
    return any(type(one).__name__ != "KilledWorker" for one in errors)


def _add(tally: Tally, future: Any, errors: list[BaseException]) -> None:
    """Add what a task did, or its error."""
    if future.status != "finished":
        error = future.exception()
        errors.append(error if isinstance(error, Exception) else RuntimeError(str(error)))
        return
    cases, failed, shards, busy = future.result()
    tally.cases += cases
    tally.failed += failed
    tally.shards += shards
    tally.busy += busy


class _DriverAsks:
    """Asks a stop when the driver asked for one: looked up with the scheduler, once a second at most, in the thread of the task."""

    def __init__(self, token: str, stop: Stop) -> None:
        import distributed

        self._event, self._stop, self._looked = distributed.Event(_stop_name(token)), stop, -math.inf

    def look(self, _tally: Tally) -> None:
        now = time.monotonic()
        if not self._stop.asked and now - self._looked > 1.0:
            self._looked = now
            if self._event.is_set():
                self._stop.ask()


def do_shard(path: str, index: int, retry_failed: bool, token: str) -> tuple[int, int, int, float]:
    """One shard, in a worker: cases done, failed, shards finished, seconds inside cases. Raises NoWorkers where the folder is not seen."""
    if not Path(path).is_dir():
        raise NoWorkers(f"a worker does not see {path}: driver and workers must share the folder of the results")
    folder = SweepFolder(Path(path))
    folder.sweep_away(of=folder.whole(index).name)
    design = Design.from_json(folder.resolved())
    stop = Stop()
    asks = _DriverAsks(token, stop)
    done = Tally()
    asks.look(done)
    if not stop.asked:
        done = run_shards(folder, design, [index], 1, stop, asks.look, retry_failed)
    return done.cases, done.failed, done.shards, done.busy


def _stop_name(token: str) -> str:
    return f"ruralsim-stop-{token}"
