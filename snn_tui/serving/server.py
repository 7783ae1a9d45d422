"""The server: from the first page to the signal that ends it."""

import asyncio
import errno
import logging
import os
import secrets
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from aiohttp import web
from aiohttp.http import HttpProcessingError

from snn_tui.serving.addresses import is_loopback, page_address
from snn_tui.serving.site import Site
from snn_tui.signals import NUMBERS
from snn_tui.streams import tell

TOKEN_BYTES = 24
PATIENCE_S = 5.0
"""More than the pages' processes take to end."""

NO_PASSWORD = (
    "others can reach {}, and there is no password and no encryption, only the token in the "
    "address: whoever has it steers the program"
)


def serve(command: Sequence[str], host: str, port: int) -> int:
    """Show the command's screen in pages, until a signal comes; returns the exit code.

    Prints the address. Raises OSError if it cannot be had.
    """
    return asyncio.run(_serve(command, host, port))


async def _serve(command: Sequence[str], host: str, port: int) -> int:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    async with running(Site(command).application(token, host), host, port) as taken:
        asked = _asked_to_end()
        print(page_address(host, taken, token), flush=True)
        if not is_loopback(host):
            tell(f"snn-tui: {NO_PASSWORD.format(host)}.")
        tell("snn-tui: open this in a browser; Ctrl-C ends it, and all pages.")
        return 128 + await asked


@asynccontextmanager
async def running(application: web.Application, host: str, port: int) -> AsyncIterator[int]:
    """Within, the application answers at the port that is returned. Raises OSError."""
    runner = web.AppRunner(
        application, access_log=None, logger=_logger(), shutdown_timeout=PATIENCE_S
    )
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


def _logger() -> logging.Logger:
    logger = logging.getLogger(__name__)
    logger.addFilter(_is_about_requests)
    return logger


def _is_about_requests(record: logging.LogRecord) -> bool:
    """Whether what went wrong is not just that somebody sent what is no request at all."""
    return not (record.exc_info and isinstance(record.exc_info[1], HttpProcessingError))


def _asked_to_end() -> asyncio.Future[int]:
    """The number of the first signal that comes, but of those that we were told to ignore."""
    loop = asyncio.get_running_loop()
    asked = loop.create_future()

    def end(number: int) -> None:
        if not asked.done():
            asked.set_result(number)

    for number in NUMBERS:
        if signal.getsignal(number) != signal.SIG_IGN:
            loop.add_signal_handler(number, end, number)
    return asked


def why_not(error: OSError, port: int) -> str:
    """Why the address cannot be had, in a few words."""
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is taken; choose another with --port"
    # asyncio wraps the system's words in its own; those about names have numbers of their own.
    number = error.errno or 0
    return os.strerror(number) if number > 0 else str(error.strerror)
