"""Rows of numbers in a file, CSV or npy, such as spikes or synapses beside a description.

Whoever wrote the file, it is read as numbers, within its own size, and refused with one line if it
is anything else.
"""

import io
import os
import re
import stat
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from engine.description.quantities import DescriptionError
from engine.limits import MAX_NUMBER_FILE_BYTES
from engine.quoting import shown, shown_key, shown_path
from engine.runtime.memory import free_memory, readable

_SPACES = re.compile(r"[ \t]")
_NUMBER = r"[ \t]*[+-]?(?:[0-9]++\.?[0-9]*+|\.[0-9]++)(?:[eE][+-]?[0-9]++)?[ \t]*"
_ROW = re.compile(rf"{_NUMBER}(?:,{_NUMBER})*+")
_EMPTY = re.compile(r"[ \t]*")
_LIKE_NUMBERS = re.compile(r"[0-9eE+\-., \t\r\n]*+")
_MOST_BYTES = {".csv": 24, ".npy": 1}
"""That are in use while a file is read, for each that it has."""
_MOST_BYTES_PER_NUMBER = 48
"""That are in use while a description is made of what was read."""
_HEADERS = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}
Place = Callable[[int], str]
"""Where a row is, for people: the file, and its line if it has lines."""


class Columns(NamedTuple):
    """What a kind of file has."""

    what: str
    """Its rows together, such as spikes."""
    row: str
    """A row in words, with an example."""
    names: tuple[str, ...]
    """As in a CSV file's first line; what follows a name's _ is its unit."""
    needed: int
    """So many of them, from the first on, are always there."""

    @property
    def counts(self) -> range:
        """How many there may be."""
        return range(self.needed, len(self.names) + 1)


class FileRows(NamedTuple):
    """What is in a file."""

    numbers: NDArray[np.float64]
    """Shape (rows, columns)."""
    place: Place

    def require_neurons(self, name: str, column: int, first: int, last: int) -> None:
        """Raise DescriptionError unless a column is of neurons from the first to the last."""
        numbers = self.numbers[:, column]
        legal = (numbers >= first) & (numbers <= last) & (numbers == np.floor(numbers))
        if not legal.all():
            row = int(np.argmin(legal))
            message = f"{name} must be a whole number from {first} to {last}"
            self._refuse(row, f"{message}, not {numbers[row]:.15g}")

    def require_within(self, name: str, column: int, low: float, high: float, words: str) -> None:
        """Raise DescriptionError unless a column is within bounds; words: which those are."""
        numbers = self.numbers[:, column]
        legal = (numbers >= low) & (numbers <= high)
        if not legal.all():
            row = int(np.argmin(legal))
            self._refuse(row, f"{name} must be {words}, not {numbers[row]:g}")

    def _refuse(self, row: int, message: str) -> None:
        raise DescriptionError((), f"{self.place(row)}: {message}")


def read_rows(path: Path, columns: Columns) -> FileRows:
    """The rows of a CSV or npy file. Raises DescriptionError for any other, naming its line."""
    readers = {".csv": _of_csv, ".npy": _of_npy}
    if path.suffix.lower() not in readers:
        raise DescriptionError((), f"{shown_path(path)} must end with .csv or .npy")
    content = _content_of(path, columns.what)
    try:
        numbers, place = readers[path.suffix.lower()](content, columns)
    except DescriptionError as error:
        raise DescriptionError((), f"{shown_path(path)}{error.message}") from error
    return FileRows(numbers, lambda row: f"{shown_path(path)}{place(row)}")


def _content_of(path: Path, what: str) -> bytes:
    """What is in a regular file that is not too large."""
    # A FIFO must not keep it waiting for a writer.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        with open(os.open(path, flags), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise DescriptionError((), f"cannot read {shown_path(path)}: it is not a file")
            _require_room(path, status.st_size, what)
            return file.read(status.st_size)
    except OSError as error:
        message = f"cannot read {shown_path(path)}: {error.strerror}"
        raise DescriptionError((), message) from error
    except ValueError as error:
        if isinstance(error, DescriptionError):
            raise
        raise DescriptionError((), f"{shown_path(path)} is no name of a file") from error


def _require_room(path: Path, size: int, what: str) -> None:
    if size > MAX_NUMBER_FILE_BYTES:
        message = f"is larger than the {MAX_NUMBER_FILE_BYTES >> 20} MB that {what} may have"
        raise DescriptionError((), f"{shown_path(path)} {message}")
    try:
        _require_free(_MOST_BYTES[path.suffix.lower()] * size)
    except DescriptionError as error:
        raise DescriptionError((), f"{shown_path(path)}{error.message}") from error


def _require_free(needed: int) -> None:
    free = free_memory()
    if free is not None and needed > free.bytes:
        message = f" needs {readable(needed)} of memory to be read"
        raise DescriptionError((), f"{message}, and {readable(free.bytes)} are free{free.within}")


def _of_csv(content: bytes, columns: Columns) -> tuple[NDArray[np.float64], Place]:
    try:
        lines = _lines_of(content)
    except UnicodeDecodeError as error:
        raise DescriptionError((), " is not UTF-8 text") from error
    counts = columns.counts
    header = tuple(_SPACES.sub("", lines[0]).split(",")) if lines else ()
    has_header = len(header) in counts and header == columns.names[: len(header)]
    if has_header:
        counts = range(len(header), len(header) + 1)
        lines[0] = ""
    elif len(header) in counts:
        _require_units(header, columns)
    is_empty = not any(map(str.strip, lines))
    rows = np.empty((0, counts[0])) if is_empty else _numbers_of(lines, columns, counts)

    def place(row: int) -> str:
        # Lines take several times what the numbers do: they are made anew.
        lines = _lines_of(content)
        if has_header:
            lines[0] = ""
        filled = (number for number, line in enumerate(lines, 1) if not _EMPTY.fullmatch(line))
        return f", line {next(number for k, number in enumerate(filled) if k == row)}"

    return rows, place


def _lines_of(content: bytes) -> list[str]:
    return content.decode("utf-8-sig").splitlines()


def _require_units(header: tuple[str, ...], columns: Columns) -> None:
    """Raise DescriptionError for a header that differs in units alone."""
    pairs = list(zip(header, columns.names, strict=False))
    if all(other.split("_")[0] == own.split("_")[0] for other, own in pairs):
        other, own = next(pair for pair in pairs if pair[0] != pair[1])
        message = f"must have {own}, not {shown_key(other)}: units differ"
        raise DescriptionError((), f", line 1: {message}")


def _numbers_of(lines: list[str], columns: Columns, counts: range) -> NDArray[np.float64]:
    """The numbers of each line that is not empty, as many in each as one of the counts."""
    try:
        # NumPy takes what is no plain number too, such as nan.
        if all(map(_LIKE_NUMBERS.fullmatch, lines)):
            rows = np.loadtxt(lines, delimiter=",", comments=None, ndmin=2)
            if rows.shape[1] in counts:
                return np.asarray(rows, np.float64)
    except ValueError:
        pass
    for number, line in enumerate(lines, 1):
        if _EMPTY.fullmatch(line):
            continue
        count, is_row = line.count(",") + 1, _ROW.fullmatch(line) is not None
        if not is_row or count not in columns.counts:
            legal = columns.row
            legal += f", or the header {','.join(columns.names)}" if number == 1 else ""
            raise DescriptionError((), f", line {number}: must be {legal}, not {shown(line)}")
        if count not in counts:
            message = f"must have {counts[0]} numbers as the lines before, not {shown(line)}"
            raise DescriptionError((), f", line {number}: {message}")
        counts = range(count, count + 1)
    raise DescriptionError((), f" must have rows {','.join(columns.names)}")


def _of_npy(content: bytes, columns: Columns) -> tuple[NDArray[np.float64], Place]:
    """Without its own reader of arrays, which believes any size that a header claims."""
    file = io.BytesIO(content)
    try:
        shape, is_transposed, dtype = _HEADERS[npy.read_magic(file)](file)
    except Exception as error:
        # Parsers of headers fail in many ways.
        raise DescriptionError((), " is not an npy file of numbers") from error
    if dtype.kind not in "iuf" or len(shape) != 2 or shape[1] not in columns.counts:
        legal = " or ".join(f"({columns.what}, {count})" for count in columns.counts)
        message = f" must be numbers of shape {legal}, not {dtype} of shape {shape}"
        raise DescriptionError((), message[:200])
    begin = file.tell()
    if shape[0] * shape[1] * dtype.itemsize != len(content) - begin:
        raise DescriptionError((), f" is damaged: it is not as long as its shape {shape} needs")
    _require_free(_MOST_BYTES_PER_NUMBER * shape[0] * shape[1])
    flat = np.frombuffer(content, dtype, offset=begin)
    rows = flat.reshape(shape[1], -1).T if is_transposed else flat.reshape(-1, shape[1])
    return rows.astype(np.float64), lambda row: f", row {row}"
