"""Which source is meant: a recording if one is named, a run if an option asks for one, else what is
piped in, else a run."""

import os
import stat
import sys

import click
from click.core import ParameterSource

from snn_tui.parameters import OutputFile
from snn_tui.streams import tell

STDIN = 0


from_option = click.option(
    "--from",
    "recorded",
    type=OutputFile(),
    metavar="FILE",
    help="Draw what --record FILE kept, instead of a run or of stdin.",
)


def require_no_run(ctx: click.Context, of_the_run: frozenset[str]) -> None:
    """Raise click.UsageError where an option says what to run, beside a recording to draw."""
    for param in ctx.command.params:
        if param.name in of_the_run and _is_given(ctx, param.name):
            raise click.UsageError(f"--from and {param.opts[0]} exclude each other.")


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
