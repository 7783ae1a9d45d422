"""Recording: a run that was kept in a file, read piece by piece. The file is not trusted."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from engine.description.network import Network
from engine.errors import EngineError, RecordingError, UnknownNameError
from engine.live.by_hand import Hand
from engine.numerics.time_stamps import times_ms
from engine.quoting import one_line, shown_path
from engine.recording.spikes import Spikes
from engine.recordings import schema
from engine.recordings.checks import Header, header_of, require_sound, text_of
from engine.recordings.hands import hands_of
from engine.recordings.opening import opened
from engine.recordings.plan import RecordingPlan
from engine.validation import file_name, whole_number

PIECE = 2**17
"""Spikes that are read at a time where all of them are gone through."""


class SampledVariable(NamedTuple):
    """A variable of which there are samples. neurons: of which, counted in the network."""

    name: str
    unit: str
    neurons: tuple[int, ...]
    every_steps: int
    first_sample: int


class Recording:
    """An open recording; a context manager that closes it.

    Raises RecordingError, a line, for a file that is none, damaged, being written, or of a newer
    version; so do all that read of it.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(file_name("path", path))
        self._kept = ExitStack()
        try:
            self._file = opened(self.path, self._kept)
            with self._reading():
                self._header = header_of(self._file)
                self._blocks = require_sound(self._file, self._header)
        except EngineError:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._kept.close()

    @property
    def network(self) -> Network:
        """What was run, of its size and seed, but for current that hands applied."""
        return self._header.network

    @property
    def header(self) -> Header:
        """What the file says of itself."""
        return self._header

    @property
    def dt_ms(self) -> float:
        """The time step."""
        return self.network.dt_ms

    @property
    def first_step(self) -> int:
        """The step with which it begins."""
        return int(self._blocks[0, schema.B_STEP])

    @property
    def end_step(self) -> int:
        """The step up to which it goes."""
        return int(self._blocks[-1, schema.B_STEP])

    @property
    def spike_count(self) -> int:
        """How many spikes there are."""
        return int(self._blocks[-1, schema.B_SPIKES])

    @property
    def plan(self) -> RecordingPlan:
        """What was to be kept."""
        with self._reading():
            names = [population.name for population in self.network.populations]
            attributes, every = self._file.attrs, {v.every_steps for v in self.sampled.values()}
            chosen = attributes.get(schema.KEPT_POPULATIONS)
            variables = text_of(attributes.get(schema.KEPT_VARIABLES, b""))
            return RecordingPlan(
                populations=None if chosen is None else tuple(names[k] for k in chosen),
                neurons=tuple(int(k) for k in attributes.get(schema.KEPT_NEURONS, ())),
                variables=tuple(name for name in variables.split(",") if name),
                every_steps=min(every, default=1),
            )

    @cached_property
    def hands(self) -> list[Hand]:
        """What was done to the network, from the start of its run on."""
        with self._reading():
            rows = self._file[schema.HANDS][: int(self._blocks[-1, schema.B_HANDS])]
            return hands_of(rows, self.network.size, self.end_step)

    @property
    def start(self) -> bytes | None:
        """The checkpoint, as a file, with which the run began; None if it began with step 0."""
        with self._reading():
            if schema.START not in self._file:
                return None
            return bytes(self._file[schema.START][:].tobytes())

    @cached_property
    def sampled(self) -> dict[str, SampledVariable]:
        """The variables of which there are samples, by their names."""
        with self._reading():
            return {
                name: SampledVariable(
                    name,
                    text_of(data.attrs["units"]),
                    tuple(int(neuron) for neuron in data.attrs["neurons"]),
                    whole_number("every_steps", int(data.attrs["every_steps"]), 1, 2**40),
                    whole_number("first_sample", int(data.attrs["first_sample"]), 0, 2**40),
                )
                for name, data in self._file.get(schema.SAMPLES, {}).items()
            }

    def spikes(self, first_step: int | None = None, end_step: int | None = None) -> Spikes:
        """Spikes from the first step to before the end, as `Simulation.advance` has them."""
        return self._spikes(*self._rows(first_step, end_step))

    def count_spikes(self, first_step: int | None = None, end_step: int | None = None) -> int:
        """How many spikes there are from the first step to before the end."""
        low, high = self._rows(first_step, end_step)
        return max(0, high - low)

    def spike_pieces(
        self, first_step: int | None = None, end_step: int | None = None
    ) -> Iterator[Spikes]:
        """The same as `spikes`, some at a time, so that there may be any number of them."""
        low, high = self._rows(first_step, end_step)
        last = 0
        for row in range(low, high, PIECE):
            spikes = self._spikes(row, min(high, row + PIECE))
            with self._reading():
                if spikes.step[0] < last:
                    raise ValueError("its spikes are out of order")
            last = int(spikes.step[-1])
            yield spikes

    def spike_rows(self, low: int, high: int) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
        """Step and neuron of the spikes of these numbers, counted from the first of the file."""
        with self._reading():
            steps = _steps(self._file[schema.TIMES][low:high], self.dt_ms)
            neurons: NDArray[np.uint32] = self._file[schema.NEURONS][low:high]
            if not _are_sound(steps, neurons, self.network.size):
                raise ValueError("its spikes are none that its network can have had")
        return steps, neurons

    def block_rows(self, step: int) -> tuple[int, int]:
        """The numbers of the spikes, one of which is the first from this step on."""
        block = int(np.searchsorted(self._blocks[:, schema.B_STEP], step))
        if block == 0:
            return 0, 0
        if block == len(self._blocks):
            return self.spike_count, self.spike_count
        low, high = self._blocks[block - 1 : block + 1, schema.B_SPIKES].tolist()
        return low, high

    def samples(
        self,
        variable: str,
        neuron: int,
        first_step: int | None = None,
        end_step: int | None = None,
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The steps that were sampled, and a neuron's variable after each, shape (samples,).

        Raises UnknownNameError for a variable of which there are no samples.
        """
        steps = self.sample_steps(variable, first_step, end_step)
        sampled = self.sampled[variable]
        if neuron not in sampled.neurons:
            raise RecordingError(f"{variable} of neuron {neuron} was not recorded")
        values = self._values(variable, steps, sampled.neurons.index(neuron))
        return np.arange(steps.start, steps.stop, steps.step), values

    def sample_steps(
        self, variable: str, first_step: int | None = None, end_step: int | None = None
    ) -> range:
        """The steps that were sampled; raises UnknownNameError as `samples`."""
        if variable not in self.sampled:
            raise UnknownNameError("recorded variable", variable, self.sampled)
        sampled = self.sampled[variable]
        every, count = sampled.every_steps, int(self._blocks[-1, schema.B_SAMPLES])
        first = self.first_step if first_step is None else first_step
        end = self.end_step if end_step is None else end_step
        low = min(count, max(0, -(-first // every) - sampled.first_sample))
        high = max(low, min(count, -(-end // every) - sampled.first_sample))
        return range(
            (sampled.first_sample + low) * every, (sampled.first_sample + high) * every, every
        )

    def sample_table(
        self, variable: str, first_step: int | None = None, end_step: int | None = None
    ) -> NDArray[np.float64]:
        """A variable of all neurons that it was sampled of, shape (samples, neurons).

        Raises UnknownNameError as `samples`.
        """
        return self._values(variable, self.sample_steps(variable, first_step, end_step))

    @property
    def sample_count(self) -> int:
        """How many times variables were sampled."""
        return int(self._blocks[-1, schema.B_SAMPLES])

    def sample_rows(
        self, variable: str, rows: slice, neurons: int | slice = slice(None)
    ) -> NDArray[np.float64]:
        """A variable's samples of these numbers, of those neurons of it that have these numbers."""
        with self._reading():
            data = self._file[f"{schema.SAMPLES}/{variable}"]
            values: NDArray[np.float64] = data[rows, neurons].astype(np.float64)
            if np.isnan(values).any():
                raise ValueError("some of its samples are lost")
        return values

    def _values(
        self, variable: str, steps: range, column: int | slice = slice(None)
    ) -> NDArray[np.float64]:
        low = steps.start // steps.step - self.sampled[variable].first_sample
        return self.sample_rows(variable, slice(low, low + len(steps)), column)

    def _spikes(self, low: int, high: int) -> Spikes:
        steps, neurons = self.spike_rows(low, high)
        return Spikes(steps, neurons.astype(np.int64), times_ms(steps, self.dt_ms))

    def _rows(self, first_step: int | None, end_step: int | None) -> tuple[int, int]:
        """Between which rows the spikes of these steps are."""
        first = self.first_step if first_step is None else first_step
        end = self.end_step if end_step is None else end_step
        return self._rows_of(first), self._rows_of(end)

    def _rows_of(self, step: int) -> int:
        """How many spikes were before this step."""
        low, high = self.block_rows(step)
        with self._reading():
            times = self._file[schema.TIMES]
            while high - low > schema.CHUNK:
                middle = (low + high) // 2
                if _steps(times[middle : middle + 1], self.dt_ms)[0] < step:
                    low = middle + 1
                else:
                    high = middle
            before: int = low + int(np.searchsorted(_steps(times[low:high], self.dt_ms), step))
            return before

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Whatever a file does that somebody damaged is told in a line."""
        try:
            yield
        except EngineError as error:
            raise RecordingError(f"{shown_path(self.path)}: {error}") from error
        except Exception as error:
            # The library raises what its parsers happen to stumble over.
            words = error.args[0] if isinstance(error, KeyError) and error.args else error
            reason = one_line(str(words)) or type(error).__name__
            raise RecordingError(f"{shown_path(self.path)} is damaged: {reason}") from error


def _steps(times: NDArray[Any], dt_ms: float) -> NDArray[np.int64]:
    with np.errstate(invalid="ignore"):
        return np.rint(np.asarray(times, np.float64) / dt_ms).astype(np.int64)


def _are_sound(steps: NDArray[np.int64], neurons: NDArray[np.uint32], size: int) -> bool:
    if not steps.size:
        return True
    is_sorted = bool(np.all(np.diff(steps) >= 0))
    return is_sorted and steps[0] >= 0 and bool(neurons.max() < size)
