"""`--headless plot raster`: every neuron's spikes against time."""

from typing import Any

import click

from snn_tui.headless.command import ModeCommand
from snn_tui.headless.plot.of_spikes import show_spikes, spike_options
from snn_tui.plots.raster import raster


@click.command("raster", cls=ModeCommand)
@spike_options
@click.pass_context
def command(ctx: click.Context, /, **options: Any) -> int:
    """A row for each neuron and a dot for each spike, against time; their density if too many.

    Of the lines that are piped in, or of a run.
    """
    return show_spikes(ctx, raster, **options)
