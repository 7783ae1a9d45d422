"""How long a run is, and which times are drawn."""

from collections.abc import Callable
from typing import Any

import click

from snn_tui.options import with_options
from snn_tui.parameters import Duration, FiniteNumber


def timing_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options of both."""
    return with_options(
        function,
        click.option(
            "--duration",
            "duration_s",
            type=Duration(),
            metavar="S",
            help="Simulated seconds; by default 1, or 1000 steps if that is longer.",
        ),
        click.option(
            "--from-ms",
            type=FiniteNumber(0, 1e15),
            metavar="MS",
            help="Draw from this time on, by default from the beginning.",
        ),
        click.option(
            "--to-ms",
            type=FiniteNumber(0, 1e15),
            metavar="MS",
            help="Draw up to before this time, by default to the end.",
        ),
    )
