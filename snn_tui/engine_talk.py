"""What the engine says beside its results: a line on stderr, or kept until a screen is gone."""

import logging
import sys
from contextlib import suppress

from engine.quoting import one_line
from snn_tui.streams import tell

LOGGER = "engine"


def tell_on_stderr() -> None:
    """Show each line as it comes; that something is compiled only to somebody who looks."""
    _hear(_Stderr())


def keep() -> list[str]:
    """A list that warnings are added to, to be shown later."""
    handler = _Kept()
    _hear(handler)
    return handler.lines


def say(line: str) -> None:
    """Write a line to stderr, without tearing a progress bar if there is one."""
    if sys.stderr is None:  # closed; without a stream print would take stdout
        return
    bars = sys.modules.get("tqdm")
    with suppress(OSError, ValueError):
        if bars is None:
            tell(line)
        else:
            bars.tqdm.write(one_line(line), file=sys.stderr)


class _Stderr(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        is_seen = sys.stderr is not None and sys.stderr.isatty()
        if record.levelno >= logging.WARNING:
            say(f"snn-tui: {record.getMessage()}")
        elif is_seen:
            say(record.getMessage())


class _Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"snn-tui: {one_line(record.getMessage())}")


def _hear(handler: logging.Handler) -> None:
    logger = logging.getLogger(LOGGER)
    logger.handlers = [handler]
    logger.propagate = False
    logger.setLevel(logging.INFO)
