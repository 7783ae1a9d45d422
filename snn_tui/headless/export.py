"""`--headless export`: a recording in another format."""

import math
from contextlib import ExitStack
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.errors import EngineError
from engine.quoting import one_line, shown_path
from snn_tui.headless.command import ModeCommand
from snn_tui.headless.exports.formats import FORMATS, Format
from snn_tui.headless.progress import Progress
from snn_tui.headless.running import finished
from snn_tui.headless.sinks import Sink, opened_sink
from snn_tui.headless.writing import is_bar_wanted
from snn_tui.parameters import FiniteNumber, NearChoice, OutputFile
from snn_tui.signals import STOP

if TYPE_CHECKING:
    from engine.recordings.recording import Recording
    from snn_tui.headless.exports.excerpt import Excerpt


@click.command("export", cls=ModeCommand)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--to",
    "name",
    type=NearChoice(list(FORMATS)),
    required=True,
    help="; ".join(f"{name}: {form.summary}" for name, form in FORMATS.items()) + ".",
)
@click.option("--samples", is_flag=True, help="As csv, variables instead of spikes.")
@click.option(
    "--from-ms",
    type=FiniteNumber(0, 1e15),
    metavar="MS",
    help="Export from this time on, by default from the beginning.",
)
@click.option(
    "--to-ms",
    type=FiniteNumber(0, 1e15),
    metavar="MS",
    help="Export up to before this time, by default to the end.",
)
@click.option(
    "-o",
    "--output",
    type=OutputFile(),
    metavar="OUT",
    help="Write here, once it is complete; log and csv go to stdout without it.",
)
@click.option("--force", is_flag=True, help="Let --output replace a file that exists.")
def command(
    file: Path,
    name: str,
    samples: bool,
    from_ms: float | None,
    to_ms: float | None,
    output: Path | None,
    force: bool,
) -> int:
    """Write a recording, as --record made it, in a format that others read.

    neo and nwb need the extra [export]: pip install 'snn-tui[export]'.
    """
    form = FORMATS[name]
    if samples and name != "csv":
        raise click.UsageError("'--samples': variables alone go to csv; npz, neo and nwb have all.")
    if not form.is_text and (output is None or str(output) == "-"):
        raise click.UsageError(f"'--to': {name} is written to a file; name it by --output.")
    form.require_libraries()
    from engine.recordings.recording import Recording  # noqa: PLC0415 - loads HDF5

    try:
        with Recording(file) as recording:
            if samples and not recording.sampled:
                raise click.UsageError(f"{shown_path(file)} has no samples of variables.")
            steps = _window(recording, from_ms, to_ms)
            return _export(recording, steps, form, output, of_samples=samples, force=force)
    except EngineError as error:
        raise click.UsageError(str(error)) from error


def _window(recording: "Recording", from_ms: float | None, to_ms: float | None) -> range:
    """The steps that are exported; times without any are the user's error."""
    dt_ms = Fraction(str(recording.dt_ms))
    first, end = recording.first_step, recording.end_step
    if from_ms is not None:
        first = max(first, math.ceil(Fraction(str(from_ms)) / dt_ms))
    if to_ms is not None:
        end = min(end, math.ceil(Fraction(str(to_ms)) / dt_ms))
    if first >= end and (from_ms is not None or to_ms is not None):
        low, high = (float(step * dt_ms) for step in (recording.first_step, recording.end_step))
        raise click.UsageError(
            f"'--from-ms', '--to-ms': nothing is between them; the recording goes from {low:.15g} "
            f"to {high:.15g} ms."
        )
    return range(first, end)


def _export(
    recording: "Recording",
    steps: range,
    form: Format,
    output: Path | None,
    *,
    of_samples: bool,
    force: bool,
) -> int:
    """Write it; the exit code."""
    from snn_tui.headless.exports.excerpt import Excerpt  # noqa: PLC0415 - loads HDF5

    passes = 1 if form.is_text else form.passes()
    with ExitStack() as kept:
        sink = kept.enter_context(opened_sink(output, force=force))
        progress = kept.enter_context(
            Progress(len(steps), 1000 / recording.dt_ms, shown=is_bar_wanted(output))
        )
        excerpt = Excerpt(
            recording, steps.start, steps.stop, lambda done: progress.advance(done / passes)
        )

        def work() -> bool:
            if not form.is_text:
                _lend(sink, form, excerpt)
                return True
            for lines in form.lines(of_samples=of_samples)(excerpt):
                sink.write_bytes(lines.encode())
                if STOP.number:
                    return False
            return True

        return finished(work, sink, progress.tell)


def _lend(sink: Sink, form: Format, excerpt: "Excerpt") -> None:
    """Let a library write the file; raises OSError."""
    from snn_tui.headless.exports.lent_file import LentFile  # noqa: PLC0415
    from snn_tui.headless.exports.quiet import quiet  # noqa: PLC0415

    with LentFile(sink.lend()) as file:
        try:
            with quiet():
                form.write(excerpt, file)
        except (EngineError, click.ClickException, MemoryError):
            raise
        except Exception as error:
            # A library raises whatever it stumbles over when something could not be written.
            raise file.error or OSError(one_line(str(error))) from error
        if file.error is not None:
            raise file.error
