"""`--headless plot rates`: the mean rate of each population against time."""

from functools import partial
from typing import Any

import click

from snn_tui.headless.command import ModeCommand
from snn_tui.headless.plot.of_spikes import bin_option, show_spikes, spike_options
from snn_tui.plots.rates import rates


@click.command("rates", cls=ModeCommand)
@spike_options
@bin_option
@click.pass_context
def command(ctx: click.Context, /, bin_ms: float | None, **options: Any) -> int:
    """The mean rate of each population's neurons, in bins, against time.

    Of the spikes that are piped in, or of a run.
    """
    return show_spikes(ctx, partial(rates, bin_ms=bin_ms), **options)
