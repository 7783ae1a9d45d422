"""`--headless plot trace`: one neuron's variables against time."""

from typing import Any

import click

from snn_tui.headless.command import ModeCommand
from snn_tui.headless.plot.of_trace import show_trace, trace_options
from snn_tui.plots.trace import trace


@click.command("trace", cls=ModeCommand)
@trace_options
@click.pass_context
def command(ctx: click.Context, /, **options: Any) -> int:
    """One neuron's variables and current against time, each on its own axis.

    Of the lines that are piped in, or of a run. By default all that are not constant.
    """
    return show_trace(ctx, lambda data, _, variables: trace(data, variables), **options)
