"""RecordingWriter: puts blocks of a run into a file that is whole after each."""

import math
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any
from weakref import finalize

import h5py
import numpy as np
from numpy.typing import NDArray

from engine.description.network import Network
from engine.errors import RecordingError
from engine.live.by_hand import Hand
from engine.quoting import shown_path
from engine.recordings import schema
from engine.recordings.committed_file import CommittedFile
from engine.recordings.hands import ROW, rows_of
from engine.recordings.plan import FittedPlan
from engine.toml.writing import network_text

LIBRARY_FORMAT = ("v108", "v108")
"""The oldest whose own structures have checksums."""
_SORTING = h5py.enum_dtype({"none": 0, "by_id": 1, "by_time": 2}, basetype="u1")
"""As SONATA tells the order of spikes."""
Values = NDArray[np.float64]


class RecordingWriter:
    """A recording that is written, open until `close`; made by `new` or `going_on`."""

    def __init__(self, path: Path, plan: FittedPlan, file: CommittedFile, mode: str) -> None:
        self._path = path
        self._variables = plan.variables
        self._file = file
        self._library = h5py.File(file, mode, libver=LIBRARY_FORMAT)
        # At the latest when Python ends: later the library would find no file that it can write.
        self._end = finalize(self, _let_go, self._library, file)
        self._counts = [0, 0, 0, 0]

    @classmethod
    def new(
        cls, path: Path, plan: FittedPlan, step: int, row: int, start: bytes | None = None
    ) -> "RecordingWriter":
        """A new file.

        step, row: at which step, and with which sample of the run, it begins. start: the checkpoint
        that the run began with. Raises RecordingError if there is such a file, or none can be made.
        """
        writer = cls(path, plan, _opened(path, is_new=True), "w")
        writer._counts = [step, 0, 0, 0]
        try:
            _describe(writer._library, plan, row, start)
            writer._commit()
        except RecordingError:
            path.unlink(missing_ok=True)
            raise
        return writer

    @classmethod
    def going_on(cls, path: Path, plan: FittedPlan) -> "RecordingWriter":
        """One that was read and found sound, to append to; raises RecordingError."""
        writer = cls(path, plan, _opened(path, is_new=False), "r+")
        writer._counts = writer._library[schema.BLOCKS][-1].tolist()
        return writer

    @property
    def bytes(self) -> int:
        """The file's size."""
        return self._file.size

    @property
    def spikes(self) -> int:
        """How many are in it."""
        return self._counts[schema.B_SPIKES]

    @property
    def end_step(self) -> int:
        """The step up to which the run is in it."""
        return self._counts[schema.B_STEP]

    def put(
        self,
        end_step: int,
        times_ms: NDArray[Any],
        neurons: NDArray[np.int64],
        samples: Values,
        hands: list[Hand],
    ) -> None:
        """Append what happened up to this step, whole or not at all; raises RecordingError.

        Then nothing more can be written. samples: shape (rows, neurons, columns).
        """
        counts = self._counts
        at_spike, at_row, at_hand = counts[schema.B_SPIKES :]
        self._append(schema.TIMES, at_spike, times_ms)
        self._append(schema.NEURONS, at_spike, neurons)
        for variable in self._variables:
            if len(samples):
                self._append(f"{schema.SAMPLES}/{variable.name}", at_row, variable.of(samples))
        self._append(schema.HANDS, at_hand, rows_of(hands))
        added = (0, len(neurons), len(samples), len(hands))
        self._counts = [end_step, *(n + m for n, m in zip(counts[1:], added[1:], strict=True))]
        try:
            self._commit()
        except RecordingError:
            self._counts = counts
            raise

    def close(self) -> None:
        """End it as it was after the last block."""
        self._end()

    def _append(self, name: str, at: int, values: NDArray[Any]) -> None:
        if len(values):
            # Behind the last block there may be rows of one that was never finished.
            data = self._library[name]
            data.resize(at + len(values), axis=0)
            data[at:] = values

    def _commit(self) -> None:
        blocks = self._library[schema.BLOCKS]
        blocks.resize(len(blocks) + 1, axis=0)
        blocks[-1] = self._counts
        self._library.flush()
        try:
            self._file.commit()
        except OSError as error:
            reason = error.strerror or str(error)
            self.close()
            raise RecordingError(f"cannot write {shown_path(self._path)}: {reason}") from error


def _opened(path: Path, *, is_new: bool) -> CommittedFile:
    try:
        return CommittedFile(path, is_new=is_new)
    except FileExistsError as error:
        raise RecordingError(f"{shown_path(path)} exists") from error
    except BlockingIOError as error:
        raise RecordingError(f"{shown_path(path)} is being recorded by another run") from error
    except OSError as error:
        raise RecordingError(f"cannot write {shown_path(path)}: {error.strerror}") from error


def _let_go(library: h5py.File, file: CommittedFile) -> None:
    with suppress(OSError, RuntimeError, ValueError):
        library.close()
    file.close()


def _describe(library: h5py.File, plan: FittedPlan, row: int, start: bytes | None) -> None:
    """All that is known before the first step."""
    network = plan.network
    library.attrs["format"] = _text(schema.FORMAT)
    library.attrs["format_version"] = schema.VERSION
    library.attrs["program_version"] = _text(version("snn-tui"))
    library.attrs["network"] = _text(network.name)
    library.attrs["seed"] = np.uint64(network.seed)
    library.attrs["dt_ms"] = network.dt_ms
    kept = plan.plan
    if kept.populations is not None:
        names = [each.name for each in network.populations]
        library.attrs[schema.KEPT_POPULATIONS] = [names.index(name) for name in kept.populations]
    if kept.neurons:
        library.attrs[schema.KEPT_NEURONS] = kept.neurons
        library.attrs[schema.KEPT_VARIABLES] = _text("".join(f"{v}," for v in kept.variables))
    described = _text(network_text(network)).reshape(1)
    library.create_dataset(schema.DESCRIPTION, data=described, chunks=(1,), fletcher32=True)
    library.create_dataset(schema.POPULATIONS, data=_populations(network))
    if start is not None:
        library.create_dataset(schema.START, data=np.frombuffer(start, np.uint8), fletcher32=True)
    _growing(library, schema.TIMES, "<f8").attrs["units"] = _text("ms")
    _growing(library, schema.NEURONS, "<u4")
    library[schema.SPIKES].attrs.create("sorting", 2, dtype=_SORTING)
    for variable in plan.variables:
        data = _growing(library, f"{schema.SAMPLES}/{variable.name}", "<f8", len(variable.neurons))
        data.attrs["units"] = _text(variable.unit)
        data.attrs["neurons"] = np.array([plan.plan.neurons[k] for k in variable.neurons])
        data.attrs["every_steps"] = plan.plan.every_steps
        data.attrs["first_sample"] = row
    _growing(library, schema.HANDS, ROW)
    _growing(library, schema.BLOCKS, "<i8", schema.BLOCK_COLUMNS)


def _growing(library: h5py.File, name: str, kind: Any, width: int | None = None) -> h5py.Dataset:
    """A data set without rows, that more can be added to; what is lost of it reads as no number."""
    beyond = () if width is None else (width,)
    rows = max(16, schema.CHUNK // (width or 1))
    if name in (schema.HANDS, schema.BLOCKS):
        rows = 128
    return library.create_dataset(
        name,
        (0, *beyond),
        kind,
        chunks=(rows, *beyond),
        maxshape=(None, *beyond),
        fletcher32=True,
        fillvalue=_nothing(np.dtype(kind)),
    )


def _nothing(kind: np.dtype[Any]) -> Any:
    if kind.kind == "V":
        return np.array((-1, b"", math.nan, -1, -1), kind)
    return {"f": math.nan, "i": -1, "u": 2**32 - 1}[kind.kind]


def _text(text: str) -> Any:
    """Of a fixed length: texts of any length lie in a part of the file that has no checksum."""
    encoded = text.encode("utf-8")
    return np.array(encoded, h5py.string_dtype("utf-8", max(1, len(encoded))))


def _populations(network: Network) -> NDArray[np.void]:
    rows, first = [], 0
    for population in network.populations:
        rows.append((population.name.encode(), first, population.size))
        first += population.size
    longest = max(len(row[0]) for row in rows)
    return np.array(rows, [("name", f"S{longest}"), ("first", "<i8"), ("size", "<i8")])
