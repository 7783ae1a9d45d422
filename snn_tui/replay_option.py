"""The option --replay: a recording in place of a network that runs."""

from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

replay_option = click.option(
    "--replay",
    "replayed",
    metavar="FILE",
    help="Show a recording: forwards, backwards, at any speed; nothing is simulated.",
)
ALSO = {"replayed", "real_time", "fps"}
"""Options that a replay has as well."""


def opened(ctx: click.Context, file: str) -> Any:
    """The recording in a file; a wrong one, or options of a run beside it, are the user's error."""
    for parameter in ctx.command.params:
        is_given = ctx.get_parameter_source(parameter.name or "") == ParameterSource.COMMANDLINE
        if is_given and parameter.name in ("serve", "port", "host"):
            raise click.UsageError("--replay and --serve exclude each other, as yet.", ctx)
        if is_given and parameter.name not in ALSO:
            raise click.UsageError(
                f"'--replay' and '{parameter.opts[0]}': a recording is shown as it was made.", ctx
            )
    from engine.errors import RecordingError  # noqa: PLC0415 - loads numpy
    from engine.recordings.recording import Recording  # noqa: PLC0415 - loads HDF5

    try:
        return Recording(Path(file))
    except RecordingError as error:
        raise click.UsageError(f"'--replay': {error}", ctx) from error
