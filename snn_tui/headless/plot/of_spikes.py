"""What pictures of spikes have in common: their options, and where spikes come from."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from engine.errors import InvalidValueError
from snn_tui.headless.plot.drawing import Drawing, drawing_options
from snn_tui.headless.plot.sources.choice import STDIN, from_option, is_piped, require_no_run
from snn_tui.headless.plot.sources.piped import PipedSpikes, piped_spikes
from snn_tui.headless.plot.sources.recorded import RecordedSpikes
from snn_tui.headless.plot.sources.run import SpikeRun
from snn_tui.headless.plot.sources.window import Window
from snn_tui.headless.plot.timing import timing_options
from snn_tui.options import (
    configured,
    coupling_option,
    current_option,
    described,
    drawn_seed,
    network_option,
    seed_option,
    size_option,
    threads_option,
    with_options,
)
from snn_tui.parameters import FiniteNumber
from snn_tui.plots.data import SpikeData
from snn_tui.plots.figure import Figure, Medium

OF_THE_RUN = frozenset(
    ("network_name", "size", "duration_s", "coupling", "threads", "current", "seed")
)
bin_option = click.option(
    "--bin",
    "bin_ms",
    type=FiniteNumber(1e-6, 1e9),
    metavar="MS",
    help="Width of a bin; by default a round one.",
)


def spike_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """What is run, and what of it is drawn where."""
    return with_options(
        function,
        from_option,
        network_option,
        size_option,
        coupling_option,
        threads_option,
        current_option,
        seed_option,
        timing_options,
        drawing_options,
    )


def show_spikes(
    ctx: click.Context,
    build: Callable[[SpikeData, Medium], Figure],
    *,
    recorded: Path | None,
    from_ms: float | None,
    to_ms: float | None,
    width: int | None,
    height: int | None,
    output: Any,
    force: bool,
    **run: Any,
) -> int:
    """Draw what `build` makes of the spikes that the options ask for; the exit code."""
    window, drawing = Window(from_ms, to_ms), Drawing(width, height, output, force)
    source: RecordedSpikes | PipedSpikes | SpikeRun
    if recorded is not None:
        require_no_run(ctx, OF_THE_RUN)
        source = RecordedSpikes(recorded)
    else:
        source = piped_spikes(STDIN) if is_piped(ctx, OF_THE_RUN) else _run(**run)

    def built(data: SpikeData, medium: Medium) -> Figure:
        try:
            return build(data, medium)
        except InvalidValueError as error:
            raise click.UsageError(f"'--bin': {error}.") from error

    return drawing.show(source, lambda: source.spikes(window), built)


def _run(
    *, network_name: str | None, duration_s: Decimal | None, seed: int | None, **changes: Any
) -> SpikeRun:
    kept_seed = drawn_seed() if seed is None else seed
    configuration = configured(described(network_name), seed=kept_seed, **changes)
    return SpikeRun(configuration, duration_s, seed is None)
