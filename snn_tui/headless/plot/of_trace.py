"""What pictures of a trace have in common: their options, and where the trace comes from."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from engine.errors import InvalidValueError, UnknownNameError
from snn_tui.headless.one_neuron import OneNeuron, neuron_options
from snn_tui.headless.plot.drawing import Drawing, drawing_options
from snn_tui.headless.plot.sources.choice import STDIN, from_option, is_piped, require_no_run
from snn_tui.headless.plot.sources.piped import PipedTrace, piped_trace
from snn_tui.headless.plot.sources.recorded import RecordedTrace
from snn_tui.headless.plot.sources.run import TraceRun
from snn_tui.headless.plot.sources.window import Window
from snn_tui.headless.plot.timing import timing_options
from snn_tui.options import current_option, seed_option, with_options
from snn_tui.plots.data import TraceData
from snn_tui.plots.figure import Figure, Medium

OF_THE_RUN = frozenset(
    (
        *("model", "cell_type", "dt_ms", "network_name", "neuron", "initial"),
        *("duration_s", "current", "seed"),
    )
)


def _names(ctx: click.Context, param: click.Parameter, value: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in value.split(",")) if value else ()


def trace_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Which neuron, what of it is drawn, and where."""
    return with_options(
        function,
        from_option,
        neuron_options,
        current_option,
        seed_option,
        click.option(
            "--variables",
            callback=_names,
            metavar="NAMES",
            help="Which, separated by commas, such as v,u or v_mV,I.",
        ),
        timing_options,
        drawing_options,
    )


def show_trace(
    ctx: click.Context,
    build: Callable[[TraceData, Medium, tuple[str, ...]], Figure],
    *,
    recorded: Path | None,
    variables: tuple[str, ...],
    from_ms: float | None,
    to_ms: float | None,
    width: int | None,
    height: int | None,
    output: Any,
    force: bool,
    duration_s: Decimal | None,
    **which: Any,
) -> int:
    """Draw what `build` makes of the trace that the options ask for; the exit code."""
    window, drawing = Window(from_ms, to_ms), Drawing(width, height, output, force)
    source: RecordedTrace | PipedTrace | TraceRun
    if recorded is not None:
        require_no_run(ctx, OF_THE_RUN - {"neuron"})
        source = RecordedTrace(recorded, which["neuron"])
    elif is_piped(ctx, OF_THE_RUN):
        source = piped_trace(STDIN)
    else:
        source = TraceRun(OneNeuron(**which), duration_s)

    def built(data: TraceData, medium: Medium) -> Figure:
        try:
            return build(data, medium, variables)
        except (InvalidValueError, UnknownNameError) as error:
            raise click.UsageError(f"'--variables': {error}") from error

    return drawing.show(source, lambda: source.trace(window), built)
