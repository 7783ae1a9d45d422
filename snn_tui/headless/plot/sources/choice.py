"""Which source is meant: a run if an option asks for one, else what is piped in, else a run."""

import os
import stat
import sys

import click
from click.core import ParameterSource

from snn_tui.streams import tell

STDIN = 0


def is_piped(ctx: click.Context, of_the_run: frozenset[str]) -> bool:
    """Whether the lines on stdin are to be drawn.

    of_the_run: options that say what to run; with one of them nothing is read, so that a picture
    can be made amid a loop whose lines are on stdin.
    """
    given = [name for name in ctx.params if name in of_the_run and _is_given(ctx, name)]
    mode = os.fstat(STDIN).st_mode
    if not given:
        return stat.S_ISFIFO(mode) or stat.S_ISREG(mode) or stat.S_ISSOCK(mode)
    if stat.S_ISFIFO(mode) and sys.stderr.isatty():
        option = next(each.opts[0] for each in ctx.command.params if each.name == given[0])
        tell(f"stdin is not read, as {option} asks for a run")
    return False


def _is_given(ctx: click.Context, name: str) -> bool:
    return ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE
