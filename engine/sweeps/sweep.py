"""Sweep: the runs of a plan that are still to be done, and the table of all that are."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from engine.limits import MAX_THREADS
from engine.sweeps.cluster import local_client, remote_client
from engine.sweeps.columns import ERROR, KEY, in_order, schema, table
from engine.sweeps.memory import bytes_of_a_worker, workers_with_room
from engine.sweeps.one_run import Run, recording_of
from engine.sweeps.plan import Plan
from engine.sweeps.results_file import ResultsFile
from engine.sweeps.sweeping import swept
from engine.validation import instance, whole_number

if TYPE_CHECKING:
    import pyarrow as pa
    from distributed import Client


def never() -> bool:
    """Nobody stops it."""
    return False


class Sweep:
    """A plan on its way. file: where rows are kept and what has some already; None for nowhere."""

    def __init__(self, plan: Plan, file: ResultsFile | None = None) -> None:
        self.plan = plan
        self.failed = self.lost_workers = 0
        """Runs that ended with an error, and workers that died while they had one."""
        self._file = file
        self._parts = [schema(plan).empty_table()]
        self._left = self._missing()

    @property
    def left(self) -> int:
        """How many runs there are still to be done."""
        return len(self._left)

    def client(
        self,
        workers: int | None = None,
        scheduler: str | None = None,
        stopped: Callable[[], bool] = never,
    ) -> "AbstractContextManager[Client]":
        """Who does them. Raises InvalidValueError, NetworkTooLargeError, SchedulerError."""
        if scheduler is not None:
            return remote_client(instance("scheduler", scheduler, str), stopped)
        if workers is not None:
            whole_number("workers", workers, 1, MAX_THREADS)
        each = bytes_of_a_worker(self.plan)
        return local_client(workers_with_room(each, workers, self.left), each)

    def rows(self, client: "Client", stopped: Callable[[], bool] = never) -> Iterator["pa.Table"]:
        """Do them, and tell of some at a time, in the order in which they end.

        Raises WorkerError, ResultsError.
        """
        runs, self._left = self._left, []
        for rows in swept(client, self.plan.setting, iter(runs), stopped):
            self.failed += sum(bool(row.outcome.error) for row in rows)
            self.lost_workers += sum(row.lost_workers for row in rows)
            found = table(self.plan, rows)
            if self._file is None:
                self._parts.append(found)
            else:
                self._file.add(found)
            yield found

    def finish(self) -> "pa.Table":
        """All rows in the order of the plan; the file has them. Raises ResultsError."""
        import pyarrow as pa  # noqa: PLC0415 - an extra

        found = pa.concat_tables(self._parts) if self._file is None else self._file.table
        ordered = in_order(self.plan, found)
        if self._file is not None:
            self._file.finish(ordered)
        return ordered

    def abandon(self) -> str:
        """End before the end; a word on where those rows are kept that there are."""
        return "" if self._file is None else self._file.abandon()

    def _missing(self) -> list[Run]:
        """The runs that no file tells the end of, or whose end was an error."""
        if self._file is None:
            return list(self.plan.runs())
        known = self._file.table
        errors = known[ERROR].to_pylist()
        done = {
            key for key, error in zip(known[KEY].to_pylist(), errors, strict=True) if error is None
        }
        return [run for run in self.plan.runs() if run.key not in done or self._is_unheard(run)]

    def _is_unheard(self, run: Run) -> bool:
        """Whether its spikes are asked for and not there."""
        folder = self.plan.setting.recordings
        return folder is not None and not recording_of(folder, run.key).exists()
