"""Whether a dashboard can be shown here at all; asked before anything heavy is imported."""

import os
import sys
from collections.abc import Mapping
from typing import NoReturn, TextIO

INCAPABLE = {"dumb", "unknown"}


def why_no_dashboard(
    streams: tuple[TextIO | None, ...] | None = None, environ: Mapping[str, str] = os.environ
) -> str | None:
    """One line that says why, and what to do instead; None if all is well."""
    term = environ.get("TERM", "")
    if term in INCAPABLE:
        reason = f"the terminal (TERM={term}) cannot draw"
    elif not all(_is_tty(stream) for stream in streams or (sys.stdin, sys.stdout, sys.stderr)):
        reason = "input and output are not a terminal"
    else:
        return None
    return (
        f"snn-tui: {reason}, which the dashboard needs; `snn-tui --headless` writes text instead."
    )


def leave(exit_code: int) -> NoReturn:
    """End the process at once: a thread that compiles would hold up its ordinary end."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(exit_code)


def _is_tty(stream: TextIO | None) -> bool:
    return stream is not None and not stream.closed and stream.isatty()
