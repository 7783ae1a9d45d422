"""Taking runs through a cluster, and giving back the row of each as it ends."""

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Any

from engine.errors import EngineError
from engine.quoting import one_line
from engine.sweeps.cluster import SchedulerError
from engine.sweeps.columns import Row
from engine.sweeps.one_run import Outcome, Run, Setting, carried_out
from engine.sweeps.warming import warmed

if TYPE_CHECKING:
    from distributed import Client, Future

LOOK_S = 0.2
"""Between two looks at what has ended: to ask for several at once costs as much as for one."""
RUNNING = "running"
RUNS_OF_A_WORKER = 50
LEAST_UNDER_WAY = 200
"""Runs that the scheduler knows of; all of a million would take its memory."""


class WorkerError(EngineError, RuntimeError):
    """The workers can't run anything."""


def swept(
    client: "Client", setting: Setting, runs: Iterator[Run], stopped: Callable[[], bool]
) -> Iterator[list[Row]]:
    """The rows of runs, some at a time, in the order in which they end, until it is stopped.

    Raises WorkerError if the workers lack the program, SchedulerError if the scheduler goes away.
    """
    under_way: dict[Future, Run] = {}
    try:
        yield from _swept(client, setting, runs, under_way, stopped)
    except Exception as error:
        # What a client raises that has lost its scheduler is of many kinds.
        if isinstance(error, EngineError) or client.status == RUNNING:
            raise
        raise SchedulerError("the scheduler of Dask went away") from error
    finally:
        if client.status == RUNNING:
            with suppress(OSError):
                client.cancel(list(under_way))


def _swept(
    client: "Client",
    setting: Setting,
    runs: Iterator[Run],
    under_way: "dict[Future, Run]",
    stopped: Callable[[], bool],
) -> Iterator[list[Row]]:
    from distributed import as_completed  # noqa: PLC0415 - an extra

    given = client.submit(_given, setting, pure=False)
    _warm(client, given, stopped)

    def begun() -> "list[Future]":
        """As many more as the scheduler is to know of."""
        some = list(islice(runs, max(0, _most_under_way(client) - len(under_way))))
        futures: list[Future] = client.map(carried_out, [given] * len(some), some, pure=False)
        under_way.update(zip(futures, some, strict=True))
        return futures

    done = as_completed(begun(), loop=client.loop, raise_errors=False)
    while under_way and not stopped():
        time.sleep(LOOK_S)
        finished = done.next_batch(block=False)
        if not finished:
            continue
        lost = _lost_workers(client, [future.key for future in finished])
        outcomes = _outcomes(client, finished)
        rows = [
            Row(under_way.pop(future), outcome, lost[future.key])
            for future, outcome in zip(finished, outcomes, strict=True)
        ]
        done.update(begun())
        yield rows


def _given(setting: Setting) -> Setting:
    """The setting, as a result of its own, which Dask hands from worker to worker."""
    return setting


def _most_under_way(client: "Client") -> int:
    workers = len(client.scheduler_info(n_workers=-1)["workers"])
    return max(LEAST_UNDER_WAY, RUNS_OF_A_WORKER * workers)


def _warm(client: "Client", given: "Future", stopped: Callable[[], bool]) -> None:
    """Let one worker of each machine compile, so that the others find it done."""
    first: dict[str, str] = {}
    for address, worker in client.scheduler_info(n_workers=-1)["workers"].items():
        first.setdefault(worker["host"], address)
    futures = [
        client.submit(warmed, given, workers=[address], pure=False) for address in first.values()
    ]
    while not stopped() and not all(future.done() for future in futures):
        time.sleep(LOOK_S)
    for future in futures:
        if future.status == "error":
            raise WorkerError(f"the workers can't run it: {one_line(str(future.exception()))}")


def _outcomes(client: "Client", finished: "list[Future]") -> list[Outcome]:
    """What came of them; where not even a run came to its end, why."""
    ended = [future for future in finished if future.status == "finished"]
    found = dict(zip(ended, client.gather(ended), strict=True))
    return [found.get(future) or _failure(future) for future in finished]


def _failure(future: "Future") -> Outcome:
    error = future.exception()
    words = f"{type(error).__name__}: {error}"
    if type(error).__name__ == "KilledWorker":
        words = "every worker that had it died; perhaps memory ran out"
    return Outcome({}, 0.0, "", one_line(words))


def _lost_workers(client: "Client", keys: list[str]) -> dict[str, int]:
    """How many workers died while they had each of these runs, by its key at the scheduler."""

    # A function within another travels whole: the scheduler need not know this program.
    def suspicious(dask_scheduler: Any) -> dict[str, int]:
        return {key: dask_scheduler.tasks[key].suspicious for key in keys}

    found: dict[str, int] = client.run_on_scheduler(suspicious)
    return found
