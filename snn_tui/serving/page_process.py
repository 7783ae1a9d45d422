"""PageProcess: the dashboard of one page, as it runs in any terminal."""

import asyncio
import fcntl
import os
import signal
import struct
import termios
import tty
from asyncio.subprocess import Process
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import NamedTuple, Self

PIECE = 1 << 16
PATIENCE_S = 2.0
"""The dashboard ends within one second of being asked to."""
MOST_CELLS = 1000
OF_OTHER_TERMINALS = ("TERM_PROGRAM", "COLUMNS", "LINES")
"""Variables that tell of the terminal that the server was started in."""


class Size(NamedTuple):
    """Columns and lines of a page's terminal."""

    width: int
    height: int

    @classmethod
    def within_reason(cls, width: int, height: int) -> Self:
        """What a page asks for, or the next that there can be."""
        return cls(*(min(max(1, cells), MOST_CELLS) for cells in (width, height)))


class PageProcess:
    """A process in a terminal of its own, which ends as soon as nobody holds the other end.

    So the dashboard in a page is the one in a terminal: it sends what changed, waits for slow
    lines, and cannot outlive them, not even a server that was killed.
    """

    def __init__(
        self,
        process: Process,
        terminal: int,
        transport: asyncio.ReadTransport,
        output: asyncio.StreamReader,
    ) -> None:
        """terminal, and transport and output of what is read from it: the end that we hold."""
        self._process = process
        self._terminal = terminal
        self._transport = transport
        self._output = output

    @classmethod
    async def start(cls, command: Sequence[str], size: Size) -> Self:
        """Start the command in a terminal of that size. Raises OSError."""
        terminal, inside = os.openpty()
        output = asyncio.StreamReader(PIECE)
        transport, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(output), os.fdopen(terminal, "rb", 0)
        )
        try:
            tty.setraw(inside)  # Nothing that is typed before the dashboard listens is echoed.
            _set_size(terminal, size)
            process = await asyncio.create_subprocess_exec(
                *command, stdin=inside, stdout=inside, env=_environment(), start_new_session=True
            )
        except BaseException:
            transport.close()
            raise
        finally:
            os.close(inside)
        return cls(process, terminal, transport, output)

    async def pass_on(self, write: Callable[[bytes], Awaitable[None]]) -> None:
        """Write all that the process shows, until it or the page has gone."""
        with suppress(OSError):
            while data := await self._output.read(PIECE):
                await write(data)

    def type(self, text: str) -> None:
        """Type; what a process that reads nothing has no more room for is lost."""
        if not self._transport.is_closing():
            with suppress(OSError):
                os.write(self._terminal, text.encode("utf-8", "replace"))

    def resize(self, size: Size) -> None:
        """Give the terminal another size."""
        if not self._transport.is_closing():
            _set_size(self._terminal, size)
            # The system tells only those whose terminal it is, who would be interrupted by it too.
            self._send(signal.SIGWINCH)

    async def end(self) -> None:
        """End the process, by force if need be; it has gone afterwards."""
        self._transport.close()
        self._send(signal.SIGTERM)
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._process.wait(), PATIENCE_S)
        finally:  # Also if we are told to wait no longer.
            self._send(signal.SIGKILL)
        await self._process.wait()

    def _send(self, number: signal.Signals) -> None:
        # Its own way of sending asks first how the process ended, which can be asked for once, and
        # asyncio is waiting to hear it.
        if self._process.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(self._process.pid, number)


def _environment() -> dict[str, str]:
    kept = {name: each for name, each in os.environ.items() if name not in OF_OTHER_TERMINALS}
    return kept | {"TERM": "xterm-256color", "COLORTERM": "truecolor"}


def _set_size(terminal: int, size: Size) -> None:
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", size.height, size.width, 0, 0))
