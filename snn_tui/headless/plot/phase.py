"""`--headless plot phase`: two of a neuron's variables against each other."""

from typing import Any

import click

from snn_tui.headless.command import ModeCommand
from snn_tui.headless.plot.of_trace import show_trace, trace_options
from snn_tui.plots.phase import phase


@click.command("phase", cls=ModeCommand)
@trace_options
@click.pass_context
def command(ctx: click.Context, /, **options: Any) -> int:
    """Two of a neuron's variables against each other; by default the first two.

    Of the lines that are piped in, or of a run.
    """
    return show_trace(ctx, phase, **options)
