"""Spikes in a file, CSV or npy: a row for each, its neuron and its time.

Whoever wrote the file, it is read as numbers, within its own size, and refused with one line if it
is anything else.
"""

import io
import os
import re
import stat
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from engine.description.quantities import DescriptionError
from engine.limits import LARGEST, MAX_NEURONS, MAX_SPIKE_FILE_BYTES
from engine.quoting import shown, shown_path
from engine.runtime.memory import free_memory, readable
from engine.spike_trains.given_spikes import GivenSpikes
from engine.spike_trains.trains import Trains
from engine.validation import file_name, whole_number

HEADER = "neuron,time_ms"
_SPACES = re.compile(r"[ \t]")
_NUMBER = r"[ \t]*[+-]?(?:[0-9]++\.?[0-9]*+|\.[0-9]++)(?:[eE][+-]?[0-9]++)?[ \t]*"
_ROW = re.compile(rf"{_NUMBER},{_NUMBER}")
_EMPTY = re.compile(r"[ \t]*")
_LIKE_NUMBERS = re.compile(r"[0-9eE+\-., \t\r\n]*+")
_MOST_BYTES_PER_BYTE = 16
"""That are in use while a file is read, of what it has."""
_HEADERS = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}
Place = Callable[[int], str]
"""Where in a file a row is, for people."""


def load_spikes(path: str | os.PathLike[str], size: int) -> GivenSpikes:
    """The spikes of so many neurons, from a CSV or npy file.

    CSV: rows `neuron,time_ms`, perhaps after a line that says just that. npy: numbers of shape
    (spikes, 2). Neurons count from 0. Raises DescriptionError for any other file, naming its line.
    """
    path, size = Path(file_name("path", path)), whole_number("size", size, 1, MAX_NEURONS)
    readers = {".csv": _of_csv, ".npy": _of_npy}
    if path.suffix.lower() not in readers:
        raise DescriptionError((), f"{shown_path(path)} must end with .csv or .npy")
    content = _content_of(path)
    try:
        rows, place = readers[path.suffix.lower()](content)
        _require_rows(rows, size, place)
    except DescriptionError as error:
        raise DescriptionError((), f"{shown_path(path)}{error.message}") from error
    return GivenSpikes(Trains(rows[:, 0].astype(np.int64), rows[:, 1], size))


def _content_of(path: Path) -> bytes:
    """What is in a regular file that is not too large."""
    # A FIFO must not keep it waiting for a writer.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        with open(os.open(path, flags), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise DescriptionError((), f"cannot read {shown_path(path)}: it is not a file")
            _require_room(path, status.st_size)
            return file.read(status.st_size)
    except OSError as error:
        message = f"cannot read {shown_path(path)}: {error.strerror}"
        raise DescriptionError((), message) from error
    except ValueError as error:
        if isinstance(error, DescriptionError):
            raise
        raise DescriptionError((), f"{shown_path(path)} is no name of a file") from error


def _require_room(path: Path, size: int) -> None:
    if size > MAX_SPIKE_FILE_BYTES:
        message = f"is larger than the {MAX_SPIKE_FILE_BYTES >> 20} MB that spikes may have"
        raise DescriptionError((), f"{shown_path(path)} {message}")
    free, needed = free_memory(), _MOST_BYTES_PER_BYTE * size
    if free is not None and needed > free.bytes:
        message = f"needs {readable(needed)} of memory to be read"
        told = f"{message}, and {readable(free.bytes)} are free{free.within}"
        raise DescriptionError((), f"{shown_path(path)} {told}")


def _of_csv(content: bytes) -> tuple[NDArray[np.float64], Place]:
    try:
        lines = content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise DescriptionError((), " is not UTF-8 text") from error
    has_header = bool(lines) and _SPACES.sub("", lines[0]) == HEADER
    if has_header:
        lines[0] = ""
    is_empty = not any(map(str.strip, lines))
    rows = np.empty((0, 2)) if is_empty else _numbers_of(lines)

    def place(row: int) -> str:
        filled = (number for number, line in enumerate(lines, 1) if not _EMPTY.fullmatch(line))
        return f", line {next(number for k, number in enumerate(filled) if k == row)}"

    return rows, place


def _numbers_of(lines: list[str]) -> NDArray[np.float64]:
    """Two numbers of each line that is not empty."""
    try:
        # NumPy takes what is no plain number too, such as nan.
        if all(map(_LIKE_NUMBERS.fullmatch, lines)):
            rows = np.loadtxt(lines, delimiter=",", comments=None, ndmin=2)
            if rows.shape[1] == 2:
                return np.asarray(rows, np.float64)
    except ValueError:
        pass
    for number, line in enumerate(lines, 1):
        if not _EMPTY.fullmatch(line) and not _ROW.fullmatch(line):
            legal = "a neuron and a time such as 3,12.5"
            legal += f", or the header {HEADER}" if number == 1 else ""
            raise DescriptionError((), f", line {number}: must be {legal}, not {shown(line)}")
    raise DescriptionError((), f" must have rows {HEADER}")


def _of_npy(content: bytes) -> tuple[NDArray[np.float64], Place]:
    """Without its own reader of arrays, which believes any size that a header claims."""
    file = io.BytesIO(content)
    try:
        shape, is_transposed, dtype = _HEADERS[npy.read_magic(file)](file)
    except Exception as error:
        # Parsers of headers fail in many ways.
        raise DescriptionError((), " is not an npy file of numbers") from error
    if dtype.kind not in "iuf" or len(shape) != 2 or shape[1] != 2:
        message = f" must be numbers of shape (spikes, 2), not {dtype} of shape {shape}"
        raise DescriptionError((), message[:200])
    begin = file.tell()
    if shape[0] * 2 * dtype.itemsize != len(content) - begin:
        raise DescriptionError((), f" is damaged: it is not as long as its shape {shape} needs")
    flat = np.frombuffer(content, dtype, offset=begin)
    rows = flat.reshape(2, -1).T if is_transposed else flat.reshape(-1, 2)
    return rows.astype(np.float64), lambda row: f", row {row}"


def _require_rows(rows: NDArray[np.float64], size: int, place: Place) -> None:
    """Raise DescriptionError for a neuron that there is not, or a time that can't be."""
    neurons, times_ms = rows[:, 0], rows[:, 1]
    legal = (neurons >= 0) & (neurons < size) & (neurons == np.floor(neurons))
    if not legal.all():
        row = int(np.argmin(legal))
        message = f"neuron must be a whole number from 0 to {size - 1}, not {neurons[row]:.15g}"
        raise DescriptionError((), f"{place(row)}: {message}")
    legal = (times_ms >= 0) & (times_ms <= LARGEST)
    if not legal.all():
        row = int(np.argmin(legal))
        message = f"time_ms must be finite and at least 0, not {times_ms[row]:g}"
        raise DescriptionError((), f"{place(row)}: {message}")
