"""`--headless rerun`: a recorded run once more, compared with its recording, or gone on with."""

from contextlib import ExitStack
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import click
import numpy as np

from engine.errors import DivergenceError, EngineError
from engine.numerics.time_stamps import time_text
from engine.recording.spikes import Spikes
from snn_tui.headless.command import ModeCommand
from snn_tui.headless.progress import Progress, building
from snn_tui.headless.running import Portion, Run, run
from snn_tui.headless.sinks import opened_sink
from snn_tui.headless.spikes import NEURON_STEPS_PER_CHUNK
from snn_tui.headless.text import spike_lines
from snn_tui.headless.writing import is_bar_wanted
from snn_tui.options import steps_of, threads_option
from snn_tui.parameters import Duration, OutputFile
from snn_tui.signals import STOP
from snn_tui.streams import tell

if TYPE_CHECKING:
    from engine.recordings.recorder import Recorder
    from engine.recordings.recording import Recording


@click.command("rerun", cls=ModeCommand)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--extend",
    "until_s",
    type=Duration(),
    metavar="S",
    help="Then go on until so many simulated seconds from the start, and append that to FILE.",
)
@threads_option
@click.option(
    "-o",
    "--output",
    type=OutputFile(),
    metavar="FILE",
    help="Write here instead of to stdout, once it is complete.",
)
@click.option("--force", is_flag=True, help="Let --output replace a file that exists.")
def command(
    file: Path, until_s: Decimal | None, threads: int | None, output: Path | None, force: bool
) -> int:
    """Run a recording again: the same seed, the same hands, a line for each spike.

    What comes out is compared with FILE, and where it differs the run ends with exit code 1.
    A recording that was cut off is gone on with by --extend.
    """
    from engine.recordings.recording import Recording  # noqa: PLC0415 - loads HDF5

    try:
        with ExitStack() as kept:
            recording = kept.enter_context(Recording(file))
            again = _Again(recording, until_s, threads, kept)
            sink = kept.enter_context(opened_sink(output, force=force))
            plan = Run(again.end_step, again.chunk, recording.dt_ms, real_time=False)
            is_shown = is_bar_wanted(output)
            with Progress(plan.steps, 1000 / recording.dt_ms, shown=is_shown) as progress:
                exit_code = run(plan, again.portion, sink, progress)
            tell(again.words())
            return exit_code or again.end()
    except EngineError as error:
        raise click.ClickException(str(error)) from error


class _Again:
    """The run, portion by portion, beside its recording; and perhaps beyond it."""

    def __init__(
        self, recording: "Recording", until_s: Decimal | None, threads: int | None, kept: ExitStack
    ) -> None:
        from engine.recordings.rerun import Rerun  # noqa: PLC0415 - loads numba

        tell(_other_version(recording))
        self._recording, self._kept = recording, kept
        with building(recording.network.name, recording.network.size) as told:
            self._rerun = Rerun(recording, threads=threads, told=told)
        self._recorder: Recorder | None = None
        self._compared = 0
        until = steps_of(until_s, recording.dt_ms) or 0
        if until_s is not None and until <= recording.end_step:
            end = time_text(recording.end_step, recording.dt_ms)
            raise click.UsageError(f"'--extend': the recording goes to {end} ms already.")
        self.end_step = max(recording.end_step, until) - self._rerun.simulation.step
        self.chunk = max(1, NEURON_STEPS_PER_CHUNK // recording.network.size)

    def portion(self, steps: int) -> Portion:
        """Up to so many steps more; a line for each spike since the recording began."""
        lines = ""
        while steps > 0:
            step, end = self._rerun.simulation.step, self._recording.end_step
            some = min(steps, end - step) if step < end else steps
            if step >= end and self._recorder is None:
                self._recorder = self._going_on()
            try:
                spikes = self._taken(step, some)
            except DivergenceError as error:
                return Portion(lines, error)
            lines += spike_lines(spikes, self._recording.dt_ms)
            steps -= some
        return Portion(lines, None)

    def words(self) -> str:
        """How it ended."""
        if STOP.number:
            return ""
        return f"{self._compared:,} spikes, the same as recorded"

    def end(self) -> int:
        """End what was appended, if anything was; the exit code, 1 if not all of it could be."""
        if self._recorder is None:
            return 0
        self._recorder.close()
        return int(self._recorder.has_failed)

    def _taken(self, step: int, steps: int) -> Spikes:
        spikes = self._rerun.advance(steps)
        if self._recorder is not None:
            return spikes
        is_recorded = spikes.step >= self._recording.first_step
        spikes = spikes.where(is_recorded)
        self._compare(spikes, self._recording.spikes(step, step + steps))
        return spikes

    def _compare(self, spikes: Spikes, recorded: Spikes) -> None:
        """Raise click.ClickException where the run and its recording part."""
        kept = self._rerun.plan.kept
        if kept is not None:
            spikes = spikes.where(kept[spikes.neuron])
        shorter = min(spikes.step.size, recorded.step.size)
        differs = np.flatnonzero(
            (spikes.step[:shorter] != recorded.step[:shorter])
            | (spikes.neuron[:shorter] != recorded.neuron[:shorter])
        )
        if differs.size or spikes.step.size != recorded.step.size:
            at = int(differs[0]) if differs.size else shorter
            of = spikes if spikes.step.size > at else recorded
            time = time_text(int(of.step[at]), self._recording.dt_ms)
            raise click.ClickException(f"the run differs from its recording from t={time} ms on")
        self._compared += shorter

    def _going_on(self) -> "Recorder":
        """Append to the recording what comes next."""
        self._recording.close()
        recorder = self._rerun.recorder(self._recording.path)
        self._kept.enter_context(STOP.awaiting(lambda: True))
        self._kept.callback(lambda: tell(recorder.ended))
        self._kept.callback(recorder.close)
        return recorder


def _other_version(recording: "Recording") -> str:
    """A word of warning where another version of the program recorded it."""
    before, now = recording.header.program_version, version("snn-tui")
    return "" if before == now else f"recorded by snn-tui {before}; this is {now}"
