"""`snn-tui --serve`: its options, what they need, and what is said about them."""

import os
from collections.abc import Callable
from typing import Any

import click

from snn_tui.parameters import WholeNumber
from snn_tui.serving.arguments import command
from snn_tui.signals import STOP

OPTIONS = ("serve", "port", "host")
PORT, HOST = 8000, "127.0.0.1"
OF_THE_EXTRA = ("aiohttp", "textual_serve")


def serving_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """How the dashboard is shown in a browser."""
    options = [
        click.option(
            "--serve",
            is_flag=True,
            help="Show the dashboard in a browser: prints the address to open, until Ctrl-C.",
        ),
        click.option(
            "--port",
            type=WholeNumber(0, 65535),
            metavar="P",
            help=f"Port to serve at, {PORT} if not given; 0 takes a free one.",
        ),
        click.option(
            "--host",
            metavar="ADDRESS",
            help=f"Address or name to serve at, {HOST} if not given, so that nobody else gets "
            "there. There is no password.",
        ),
    ]
    for option in reversed(options):
        function = option(function)
    return function


def require_serving(port: int | None, host: str | None) -> None:
    """Raise click.UsageError if one of these is given to a dashboard in the terminal."""
    for name, value in (("--port", port), ("--host", host)):
        if value is not None:
            raise click.UsageError(f"{name} needs --serve.")


def serve_pages(ctx: click.Context, port: int | None, host: str | None) -> int:
    """Serve until a signal comes; returns the exit code."""
    port, host = PORT if port is None else port, HOST if host is None else host
    if not host:
        raise click.UsageError("'--host': an empty address is none.")
    if os.name != "posix":
        raise click.ClickException("--serve needs the terminals of Unix.")
    try:
        from snn_tui.serving.server import serve, why_not  # noqa: PLC0415 - not always installed
    except ModuleNotFoundError as error:
        if error.name not in OF_THE_EXTRA:
            raise
        raise click.ClickException("--serve needs more: pip install 'snn-tui[serve]'") from error
    STOP.hand_over()
    try:
        return serve(command(ctx, OPTIONS), host, port)
    except OSError as error:
        raise click.ClickException(f"cannot serve at {host}: {why_not(error, port)}.") from error
