"""Simulation: owns the arrays of one network and takes them forward in time."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.checkpoint import Checkpoint
from engine.connectivity import procedural
from engine.connectivity.moves import NEVER
from engine.errors import DivergenceError
from engine.memory import require_memory
from engine.models.hindmarsh_rose import DT_MS
from engine.network import ClassicNetwork, per_neuron, whole_number
from engine.recording import ColumnHistory
from engine.rng import Stream, uniform
from engine.spikes import Spikes, joined
from engine.stepping import NONE, TILE, Arrays, Record, Scratch, run
from engine.synapses import LAGS, kernel_by_lag

START = (-0.8, -3.2, 4.3)
SPREAD = 0.1
STEPS_MAX = 2**40
NEURON_STEPS_PER_CALL = 4_000_000
"""About 20 ms of work, so that signals and other threads get their turn."""
SPIKES_PER_CALL = 16384

NO_COLUMNS = np.empty((0, 0), np.float32)
NO_MARKS = np.empty((0, 0), np.bool_)


class Simulation:
    """A network in motion, in steps of 10 ms.

    The same network gives the same bits, however `advance` is cut into calls. Raises
    NetworkTooLargeError, before anything is allocated, if memory would not suffice.
    """

    def __init__(self, network: ClassicNetwork) -> None:
        require_memory(network, LAGS)
        self._network = network
        self._step = 0
        self._row_count = 0
        self._arrays = _arrays(network)
        self._scratch = _scratch(network.size)
        room = max(SPIKES_PER_CALL, network.size)
        self._spike_steps = np.empty(room, np.int64)
        self._spike_neurons = np.empty(room, np.int64)

    @property
    def network(self) -> ClassicNetwork:
        """The description that this simulation was built from."""
        return self._network

    @property
    def step(self) -> int:
        """Steps taken so far."""
        return self._step

    @property
    def time_ms(self) -> int:
        """Simulated time in milliseconds."""
        return self._step * DT_MS

    @property
    def state(self) -> NDArray[np.float64]:
        """A copy of x, y, z of every neuron, shape (3, size)."""
        return np.array(self._arrays.state[self._step & 1])

    @property
    def last_spike_step(self) -> NDArray[np.int64]:
        """A copy of the step of each neuron's last spike, -1 if it has none; shape (size,)."""
        last = self._arrays.last_spike.copy()
        last[last == NEVER] = -1
        return last

    def last_spike_step_of(self, neuron: int) -> int | None:
        """The step of one neuron's last spike, or None if it has none."""
        last = int(self._arrays.last_spike[neuron])
        return None if last == NEVER else last

    @property
    def current(self) -> NDArray[np.float64]:
        """Applied current of every neuron, shape (size,); set it to one value or one per neuron.

        A new current takes effect at the next step. Raises InvalidValueError for a wrong shape
        or a value that is not finite.
        """
        return self._arrays.applied.copy()

    @current.setter
    def current(self, value: ArrayLike) -> None:
        self._arrays.applied[:] = per_neuron("current", value, self._network.size)

    def checkpoint(self) -> Checkpoint:
        """Everything that `restore` needs to go on from here bit for bit."""
        arrays = self._arrays
        row_steps = arrays.row_steps[: self._row_count].copy()
        return Checkpoint(
            network=self._network,
            step=self._step,
            state=self.state,
            applied=self.current,
            last_spike=arrays.last_spike.copy(),
            row_steps=row_steps,
            rows=_rows(arrays)[row_steps % LAGS],
        )

    @classmethod
    def restore(cls, checkpoint: Checkpoint) -> "Simulation":
        """A simulation that goes on where the checkpoint was taken.

        Raises CheckpointError if its arrays do not fit, NetworkTooLargeError as the constructor.
        """
        checkpoint.validate()
        simulation = cls(checkpoint.network)
        arrays = simulation._arrays
        simulation._step = checkpoint.step
        simulation._row_count = checkpoint.row_steps.size
        arrays.state[checkpoint.step & 1] = checkpoint.state
        arrays.applied[:] = checkpoint.applied
        arrays.last_spike[:] = checkpoint.last_spike
        arrays.row_steps[: checkpoint.row_steps.size] = checkpoint.row_steps
        _rows(arrays)[checkpoint.row_steps % LAGS] = checkpoint.rows
        for row_step in checkpoint.row_steps:
            members = np.count_nonzero(checkpoint.last_spike == row_step)
            arrays.members[row_step % LAGS] = members
        return simulation

    def advance(self, steps: int) -> Spikes:
        """Take so many steps and return their spikes.

        Raises InvalidValueError unless steps is a whole number of at least 0, DivergenceError
        when a neuron is lost; the simulation then stands before that step.
        """
        return self.advance_recorded(steps)[0]

    def advance_traced(self, steps: int, neuron: int = 0) -> tuple[Spikes, NDArray[np.float64]]:
        """Take so many steps; also return x, y, z after, and the total input current during each.

        The trace has shape (steps, 4). Raises as `advance`, and InvalidValueError for a neuron
        that there is not.
        """
        return self.advance_recorded(steps, neuron)

    def advance_recorded(
        self, steps: int, neuron: int | None = None, history: ColumnHistory | None = None
    ) -> tuple[Spikes, NDArray[np.float64]]:
        """As `advance_traced`, with an empty trace for no neuron; also fills the history."""
        whole_number("steps", steps, 0, STEPS_MAX)
        if neuron is not None:
            whole_number("neuron", neuron, 0, self._network.size - 1)
        trace = np.empty((0 if neuron is None else steps, 4))
        parts, done = [], 0
        while done < steps:
            record = _record(trace[done:], neuron, history)
            few = max(1, NEURON_STEPS_PER_CALL // self._network.size)
            spikes, taken = self._call(min(few, steps - done), record)
            parts.append(spikes)
            done += taken
        return joined(parts), trace

    def _call(self, steps: int, record: Record) -> tuple[Spikes, int]:
        # Interpreted, wrapping hashes and steps gone wrong would warn; compiled, they never do.
        with np.errstate(over="ignore", invalid="ignore"):
            outcome = run(
                self._arrays,
                self._scratch,
                record,
                self._step,
                self._row_count,
                steps,
                self._spike_steps,
                self._spike_neurons,
            )
        self._step += outcome.steps
        self._row_count = outcome.rows
        if outcome.failed != NONE:
            raise self._divergence(outcome.failed)
        count = outcome.spikes
        spikes = Spikes(self._spike_steps[:count].copy(), self._spike_neurons[:count].copy())
        return spikes, outcome.steps

    def _divergence(self, neuron: int) -> DivergenceError:
        return DivergenceError(
            f"neuron {neuron} left every bound at t={self.time_ms} ms, even in the finest "
            f"substeps; its applied current is {self._arrays.applied[neuron]:g}: use a smaller "
            "current or smaller weights"
        )


def initial_state(network: ClassicNetwork) -> NDArray[np.float64]:
    """x, y, z at the start, shape (3, size)."""
    if network.initial_state is not None:
        return np.array(network.initial_state)
    streams = (Stream.INITIAL_X, Stream.INITIAL_Y, Stream.INITIAL_Z)
    return np.stack(
        [
            start + SPREAD * (2.0 * uniform(network.seed, stream, network.size) - 1.0)
            for start, stream in zip(START, streams, strict=True)
        ]
    )


def _arrays(network: ClassicNetwork) -> Arrays:
    size = network.size
    state = np.empty((2, 3, size))
    state[0] = initial_state(network)
    gain = kernel_by_lag() * network.weight_scale
    if network.weights is None:
        pre, pairs = procedural.keys(network.seed, size)
        exact_rows = np.zeros((LAGS, procedural.padded(size)), np.int32)
        rows, weights = np.empty((0, 0)), np.empty((0, 0))
        gain *= procedural.UNIT
    else:
        pre, pairs = np.empty(0, np.uint32), np.empty(0, np.uint32)
        exact_rows = np.empty((0, 0), np.int32)
        rows = np.zeros((LAGS, size))
        weights = np.ascontiguousarray(np.asarray(network.weights).T)
    return Arrays(
        state=state,
        applied=np.array(network.current),
        last_spike=np.full(size, NEVER, np.int64),
        row_steps=np.zeros(LAGS + 1, np.int64),
        members=np.zeros(LAGS, np.int64),
        exact_rows=exact_rows,
        rows=rows,
        weights=weights,
        pre_keys=pre,
        pair_keys=pairs,
        gain_by_lag=gain,
    )


def _rows(arrays: Arrays) -> NDArray[np.int32] | NDArray[np.float64]:
    """The rows of weight sums, whichever kind is in use."""
    return arrays.exact_rows if arrays.exact_rows.size else arrays.rows


def _record(
    trace: NDArray[np.float64], neuron: int | None, history: ColumnHistory | None
) -> Record:
    traced = NONE if neuron is None else neuron
    if history is None:
        return Record(trace, traced, NO_COLUMNS, NO_MARKS, 1)
    return Record(trace, traced, history.x, history.spiked, history.column_steps)


def _scratch(size: int) -> Scratch:
    return Scratch(
        slots=np.zeros(LAGS + 1, np.int64),
        gains=np.zeros(LAGS + 1),
        current=np.empty(TILE),
        spiked=np.empty(size, np.int64),
        ordered=np.empty(size, np.int64),
        fill=np.zeros(LAGS + 1, np.int64),
        group_slots=np.empty(LAGS + 1, np.int64),
        group_starts=np.empty(LAGS + 2, np.int64),
    )
