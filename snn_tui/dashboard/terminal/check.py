"""Whether a dashboard can be shown here at all; asked before anything heavy is imported."""

import os
import sys
from collections.abc import Mapping
from typing import TextIO

INCAPABLE = {"dumb", "unknown"}
STREAMS = ("stdin", "stdout")


def why_no_dashboard(
    streams: tuple[TextIO | None, ...] | None = None, environ: Mapping[str, str] = os.environ
) -> str | None:
    """One line that says why, and what to do instead; None if all is well."""
    term = environ.get("TERM", "")
    if term in INCAPABLE:
        reason = f"the terminal (TERM={term}) cannot draw"
    else:
        given = streams or (sys.stdin, sys.stdout)
        missing = [name for name, stream in zip(STREAMS, given, strict=True) if not _is_tty(stream)]
        if not missing:
            return None
        verb = "is not a terminal" if len(missing) == 1 else "are not terminals"
        reason = f"{' and '.join(missing)} {verb}"
    return f"snn-tui: {reason}; the dashboard needs one, `snn-tui --headless` writes text instead."


def _is_tty(stream: TextIO | None) -> bool:
    return stream is not None and not stream.closed and stream.isatty()
