"""What a page's dashboard is started with: as this program was, but for what serves it."""

import os
import sys
from collections.abc import Collection

import click
from click.core import ParameterSource


def command(ctx: click.Context, own: Collection[str]) -> list[str]:
    """The command of a dashboard with the options that were given, without those called `own`."""
    # Of the current folder, no more is imported there than here.
    isolation = [] if {"", os.getcwd()} & set(sys.path) else ["-P"]
    return [sys.executable, *isolation, "-m", "snn_tui", *passed_on(ctx, own)]


def passed_on(ctx: click.Context, own: Collection[str]) -> list[str]:
    """The options that were given, as they can be given again."""
    return [
        _written(option, ctx.params[option.name])
        for option in ctx.command.params
        if option.name in ctx.params
        and option.name not in own
        and ctx.get_parameter_source(option.name) is ParameterSource.COMMANDLINE
    ]


def _written(option: click.Parameter, value: object) -> str:
    if isinstance(value, bool):
        return option.opts[0] if value else option.secondary_opts[0]
    return f"{option.opts[0]}={value}"
