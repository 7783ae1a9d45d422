"""`--headless plot isi`: histograms of interspike intervals."""

from functools import partial
from typing import Any

import click

from snn_tui.headless.command import ModeCommand
from snn_tui.headless.plot.of_spikes import bin_option, show_spikes, spike_options
from snn_tui.plots.intervals import intervals


@click.command("isi", cls=ModeCommand)
@spike_options
@bin_option
@click.pass_context
def command(ctx: click.Context, /, bin_ms: float | None, **options: Any) -> int:
    """Interspike intervals of each population as a histogram, with their mean CV.

    Of the spikes that are piped in, or of a run.
    """
    return show_spikes(ctx, partial(intervals, bin_ms=bin_ms), **options)
