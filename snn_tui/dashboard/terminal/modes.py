"""Modes: how the terminal is set up for the dashboard, and given back as it was."""

import contextlib
import os
import termios
import tty

from textual import constants
from textual.geometry import Size

KEYBOARD = "" if constants.DISABLE_KITTY_KEY else "\x1b[>25u"
"""Keys told apart, all of them as escape codes, with their text (kitty's protocol)."""
MOUSE = "\x1b[?1000h\x1b[?1003h\x1b[?1015h\x1b[?1006h"
ENTER = (
    "\x1b[?1049h"  # the other screen
    "\x1b[?25l"  # no cursor
    "\x1b[?1004h"  # tell of the focus
    f"{KEYBOARD}"
    "\x1b[?2004h"  # mark what is pasted
    "\x1b[?7l"  # no wrapping of lines
)
ASK_FOR_WHOLE_PICTURES = "\x1b[?2026$p"
LEAVE = (
    "\x18"  # whatever sequence was cut off
    "\x1b[?2026l"  # show all
    "\x1b[?2004l\x1b[?7h"
    "\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l"
    "\x1b[<u"  # before the other screen is left, which has keyboard modes of its own
    "\x1b[m\x1b[?1049l\x1b[?25h\x1b[?1004l"
)

USUAL_SIZE = Size(80, 24)
Attributes = list[int | list[bytes | int]]


def attributes(terminal: int) -> Attributes | None:
    """The terminal's settings; None if it has gone."""
    try:
        return termios.tcgetattr(terminal)
    except termios.error:
        return None


def size(terminal: int) -> Size:
    """Columns and lines; the usual ones of a terminal that does not know, or has gone."""
    try:
        columns, lines = os.get_terminal_size(terminal)
    except OSError:
        return USUAL_SIZE
    return Size(columns, lines) if columns and lines else USUAL_SIZE


def make_raw(terminal: int) -> None:
    """Every key as it is pressed, none of them a signal."""
    if (settings := attributes(terminal)) is None:
        return
    settings[tty.LFLAG] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)  # type: ignore[operator]
    settings[tty.IFLAG] &= ~(  # type: ignore[operator]
        termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR
    )
    characters = settings[tty.CC]
    assert isinstance(characters, list)
    characters[termios.VMIN] = 1
    restore(terminal, settings)


def restore(terminal: int, settings: Attributes | None) -> None:
    """Give the terminal these settings, if it is still there."""
    if settings is not None:
        with contextlib.suppress(termios.error):
            termios.tcsetattr(terminal, termios.TCSANOW, settings)
