"""Lines of numbers from a pipe, which nobody vouches for: in blocks, each line judged."""

import os
import re
import select
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import click
import numpy as np
from numpy.typing import NDArray

from engine.limits import LARGEST
from engine.quoting import shown
from snn_tui.signals import STOP
from snn_tui.streams import reason, tell

BLOCK_BYTES = 1 << 20
MOST_LINE_BYTES = 1 << 16
LOOK_S = 0.1
SILENCE_S = 2.0
_NO_COMMAS = bytes.maketrans(b",", b" ")


@dataclass(frozen=True, slots=True)
class LineFormat:
    """A kind of line: its pattern, and how many numbers are left when `words` are taken out."""

    pattern: bytes
    columns: int
    words: bytes = b""
    lines: re.Pattern[bytes] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lines", re.compile(rb"(?:%b\n)*+" % self.pattern))

    def has(self, line: bytes) -> bool:
        """Whether the line, which ends, is of this kind."""
        return self.lines.fullmatch(line) is not None

    def numbers(self, lines: bytes) -> NDArray[np.float64]:
        """What is in such lines, shape (lines, columns)."""
        plain = lines.translate(_NO_COMMAS, delete=self.words)
        return np.fromstring(plain, np.float64, sep=" ").reshape(-1, self.columns)


class PipedNumbers:
    """Reads a descriptor to its end, or until a signal asks to draw what there is.

    what: the lines that are waited for, in words.
    """

    def __init__(self, descriptor: int, what: str) -> None:
        self._descriptor, self._what = descriptor, what
        self._rest = b""
        self._line = 1
        """The number of the next one."""
        self._is_over = False
        self.has_begun = False
        """Whether there was a line: then a signal ends the reading alone."""

    def first_line(self) -> bytes:
        """The first one, which is left to be read again; bad input if there is none."""
        while b"\n" not in self._rest and len(self._rest) <= MOST_LINE_BYTES and self._read():
            pass
        line = self._rest.partition(b"\n")[0] + b"\n"
        if line == b"\n":
            raise click.UsageError(f"there is no input; pipe {self._what} into it.")
        return line

    def skip_line(self) -> None:
        """Pass over the first one, a header."""
        self._rest = self._rest.partition(b"\n")[2]
        self._line += 1

    def rows(self, kind: LineFormat, legal: str) -> Iterator[NDArray[np.float64]]:
        """The numbers of all lines, block by block; bad input if one is of another kind."""
        for block in self._blocks():
            if not kind.has(block):
                self._refuse_line(block, kind, legal)
            numbers = kind.numbers(block)
            is_legal = (np.abs(numbers) <= LARGEST).all(axis=1)
            if not is_legal.all():
                raise self.error(int(np.argmin(is_legal)), f"a number is beyond {LARGEST:g}")
            yield numbers
            self._line += len(numbers)

    def error(self, row: int, message: str) -> click.UsageError:
        """What is wrong with a row of the block that was given last."""
        return click.UsageError(f"line {self._line + row} of the input: {message}.")

    def _refuse_line(self, block: bytes, kind: LineFormat, legal: str) -> None:
        lines = block.splitlines(keepends=True)
        row = next(number for number, line in enumerate(lines) if not kind.has(line))
        given = shown(lines[row].rstrip(b"\n").decode("utf-8", "backslashreplace"))
        raise self.error(row, f"must be {legal}, not {given}")

    def _blocks(self) -> Iterator[bytes]:
        """Whole lines, and a last one without an end as if it had one."""
        while True:
            whole, end, rest = self._rest.rpartition(b"\n")
            if len(rest) > MOST_LINE_BYTES:
                whole, end, rest = self._rest, b"\n", b""
            if whole or end:
                self._rest = rest
                yield whole + b"\n"
            if not self._read():
                break
        if self._rest and not STOP.number:
            self._rest, last = b"", self._rest
            yield last + b"\n"

    def _read(self) -> bool:
        """Take what has come; False at the end, or when a signal asked for it."""
        due_s = time.monotonic() + SILENCE_S
        # Somebody who looks may not know that it waits.
        is_told = self.has_begun or bool(self._rest) or not sys.stderr.isatty()
        try:
            while not self._is_over and not STOP.number:
                if select.select([self._descriptor], [], [], LOOK_S)[0]:
                    piece = os.read(self._descriptor, BLOCK_BYTES)
                    self._rest += piece.replace(b"\r\n", b"\n")
                    self._is_over = not piece
                    self.has_begun |= b"\n" in piece
                    return bool(piece)
                if not is_told and time.monotonic() >= due_s:
                    is_told = True
                    tell(f"waiting for {self._what} on stdin")
        except OSError as error:
            raise click.ClickException(f"cannot read the input: {reason(error)}") from error
        return False
