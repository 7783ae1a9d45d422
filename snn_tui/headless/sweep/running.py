"""A sweep from its plan to its rows: in a file, on stdout, or as a picture."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.errors import EngineError, NetworkTooLargeError
from engine.quoting import shown_path
from snn_tui.headless.running import finished
from snn_tui.headless.sinks import Sink, opened_sink
from snn_tui.headless.sweep.drawing import drawn
from snn_tui.headless.sweep.progress import RunsBar, words
from snn_tui.signals import STOP
from snn_tui.streams import tell

if TYPE_CHECKING:
    from engine.sweeps.plan import Plan
    from engine.sweeps.results_file import ResultsFile
    from engine.sweeps.sweep import Sweep


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """Where rows go, None for stdout, and whether and of which column a picture is drawn there."""

    path: Path | None
    force: bool
    resume: bool
    plot: bool
    column: str | None

    @property
    def has_rows_on_stdout(self) -> bool:
        """Whether they are told as they come."""
        return self.path is None and not self.plot

    def file(self, plan: "Plan") -> "ResultsFile | None":
        """The file, with what it has already. Raises ResultsError."""
        from engine.sweeps.columns import schema  # noqa: PLC0415 - loads numpy
        from engine.sweeps.results_file import ResultsFile  # noqa: PLC0415

        if self.path is None:
            return None
        return ResultsFile(self.path, schema(plan), plan.key, force=self.force, resume=self.resume)


def run_sweep(plan: "Plan", output: Output, *, workers: int | None, scheduler: str | None) -> int:
    """Do what is left of it; the exit code. Raises click.ClickException, of one line."""
    from engine.sweeps.library import make_folder  # noqa: PLC0415 - loads numpy
    from engine.sweeps.sweep import Sweep  # noqa: PLC0415

    try:
        # The first signal ends it when the rows that there are have been kept.
        with opened_sink(None, force=False) as sink, STOP.awaiting(lambda: True):
            make_folder(plan)
            sweep = Sweep(plan, output.file(plan))

            def work() -> bool:
                return _work(sweep, output, sink, workers, scheduler)

            try:
                return finished(work, sink)
            except BaseException as error:
                kept = sweep.abandon()
                if isinstance(error, EngineError) and kept:
                    raise click.ClickException(f"{error}; {kept}") from error
                raise
    except NetworkTooLargeError as error:
        raise click.UsageError(f"{error}.") from error
    except EngineError as error:
        raise click.ClickException(f"{error}") from error


def _work(
    sweep: "Sweep", output: Output, sink: Sink, workers: int | None, scheduler: str | None
) -> bool:
    """Do it all; whether it came to its end."""
    from engine.sweeps.cluster import SchedulerError  # noqa: PLC0415 - loads numpy

    try:
        if sweep.left:
            _run(sweep, output, sink, workers, scheduler)
    except SchedulerError:
        if not STOP.number:
            raise
    if STOP.number:
        kept = sweep.abandon()
        tell(f"{kept}; the same command goes on" if kept else "")
        return False
    table = sweep.finish()
    if output.plot:
        sink.write_bytes(drawn(sweep.plan, table, output.column))
    told = [f"{table.num_rows} runs", words(sweep.failed, sweep.lost_workers)]
    where = "" if output.path is None else f": {shown_path(output.path)}"
    tell(", ".join(filter(None, told)) + where)
    return True


def _run(
    sweep: "Sweep", output: Output, sink: Sink, workers: int | None, scheduler: str | None
) -> None:
    """Do the runs that are left, until a signal ends it."""
    from engine.sweeps.formats import csv_text  # noqa: PLC0415 - loads numpy

    def stopped() -> bool:
        return STOP.number > 0

    count = sweep.plan.count
    is_seen = sys.stderr.isatty() and not (output.has_rows_on_stdout and sys.stdout.isatty())
    with (
        sweep.client(workers, scheduler, stopped) as client,
        RunsBar(count - sweep.left, count, shown=is_seen) as bar,
    ):
        for rows in sweep.rows(client, stopped):
            if output.has_rows_on_stdout:
                text = csv_text(rows, has_header=not sink.has_begun)
                sink.write_bytes(text.encode())
            bar.advance(rows.num_rows, sweep.failed, sweep.lost_workers)
