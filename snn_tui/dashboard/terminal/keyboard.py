"""Keyboard: what comes from the terminal, as Textual's messages."""

import asyncio
import os
import select
import termios
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable
from contextlib import suppress

from textual import constants
from textual._xterm_parser import XTermParser
from textual.message import Message

PIECE = 4096


class Keyboard:
    """Reads the terminal in the app's own loop, so that nobody has to wait for a thread to end."""

    def __init__(
        self, terminal: int, deliver: Callable[[Message], None], lost: Callable[[], None]
    ) -> None:
        """lost: called when there is nobody at the other end any more."""
        self._terminal = terminal
        self._deliver = deliver
        self._lost = lost

    def open(self) -> None:
        """Begin to read."""
        self._parser = XTermParser()
        self._decoder = getincrementaldecoder("utf-8")(errors="replace")
        asyncio.get_running_loop().add_reader(self._terminal, self._read)

    def close(self) -> None:
        """Read no more, and drop what was typed meanwhile."""
        asyncio.get_running_loop().remove_reader(self._terminal)
        with suppress(termios.error):
            termios.tcflush(self._terminal, termios.TCIFLUSH)

    def read_within(self, seconds: float) -> None:
        """Wait so long at most for something to read, and read it."""
        if select.select([self._terminal], [], [], seconds)[0]:
            self._read()

    def _read(self) -> None:
        try:
            data = os.read(self._terminal, PIECE)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            asyncio.get_running_loop().remove_reader(self._terminal)
            self._lost()
        elif text := self._decoder.decode(data):
            for character in text:
                self._pass_on(self._parser.feed(character))
            # An escape that nothing follows is a key of its own.
            loop = asyncio.get_running_loop()
            loop.call_later(1.1 * constants.ESCAPE_DELAY, self._tick, self._parser)

    def _tick(self, parser: XTermParser) -> None:
        if parser is self._parser:
            self._pass_on(parser.tick())

    def _pass_on(self, messages: Iterable[Message]) -> None:
        """Deliver what was understood; after numbers that no keyboard sends, begin anew."""
        try:
            understood = list(messages)
        except (ValueError, ArithmeticError):
            self._parser = XTermParser()
        else:
            for message in understood:
                self._deliver(message)
