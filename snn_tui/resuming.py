"""The option to go on from a saved moment."""

from typing import TYPE_CHECKING, Any

import click

from engine.quoting import one_line

if TYPE_CHECKING:
    from engine.live.moment import Moment

resume_option = click.option(
    "--resume",
    metavar="FILE",
    help="Go on from a moment that the dashboard saved (M), or a checkpoint of a program; network, "
    "size, seed, coupling and current are those of the moment.",
)


def moment_of(path: str, **others: Any) -> "Moment":
    """The moment in a file; a wrong one is the user's error, and so is what goes without.

    others: options that say what the moment says, None where they are not given.
    """
    given = next((name for name, value in others.items() if value is not None), None)
    if given is not None:
        raise click.UsageError(f"--resume and --{given} exclude each other.")
    from engine.errors import EngineError  # noqa: PLC0415 - loads numpy
    from engine.live.moment import Moment  # noqa: PLC0415

    try:
        return Moment.load(path)
    except EngineError as error:
        raise click.UsageError(f"'--resume': {one_line(str(error))}") from error
