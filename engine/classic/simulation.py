"""Simulation: owns the arrays of one network and takes them forward in time."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.classic.arrays import kept_rows, own_arrays, parts, put_rows, shared_arrays
from engine.classic.checkpoint import Checkpoint
from engine.classic.connectivity.moves import NEVER
from engine.classic.memory import needed_bytes
from engine.classic.network import ClassicNetwork
from engine.classic.neurons import DT_MS, INTEGRATOR, NAME
from engine.classic.state import DELIVERED, SPIKES
from engine.classic.stepping import run
from engine.classic.synapses import LAGS
from engine.errors import DivergenceError
from engine.limits import MAX_STEPS, MAX_THREADS
from engine.models.hindmarsh_rose import MODEL
from engine.models.model import Variable
from engine.recording.columns import ColumnHistory, Record, new_trace, record_of, require_history
from engine.recording.spikes import Spikes, joined, spikes_at
from engine.runtime.exclusive import exclusive
from engine.runtime.memory import require_memory
from engine.runtime.outcome import NONE, SPIKES_PER_CALL, Outcome, never
from engine.runtime.threads import ThreadTeam, usable_cores, worthwhile
from engine.validation import instance, per_neuron, whole_number

NEURON_STEPS_PER_CALL = 4_000_000
"""About 20 ms of work, so that signals and other threads get their turn."""
DELIVERIES_PER_CALL = 200_000
"""The same for deliveries of a spike to a tile of neurons, by each thread."""


class Simulation:
    """A network in motion, in steps of 10 ms.

    threads: how many to use at most; by default as many as there are cores. The same network
    gives the same bits on any number of threads, however `advance` is cut into calls. Pickled or
    copied, it goes on from where it was.

    Whatever reads or changes its state raises BusySimulationError while another thread does.
    Raises NetworkTooLargeError, before anything is allocated, if memory would not suffice.
    """

    def __init__(self, network: ClassicNetwork, *, threads: int | None = None) -> None:
        instance("network", network, ClassicNetwork)
        if threads is not None:
            threads = whole_number("threads", threads, 1, MAX_THREADS)
        self._threads = worthwhile(threads or usable_cores(), network.size)
        needed = needed_bytes(network, LAGS, self._threads)
        require_memory(needed, f"a network of {network.size} neurons")
        self._network = network
        self._users: dict[object, None] = {}
        self._shared = shared_arrays(network, self._threads)
        self._parts = parts(network.size, self._threads)
        self._own = [own_arrays(network.size) for _ in self._parts]
        self._team = ThreadTeam(self._threads, self._shared.meeting.arrivals)
        room = max(SPIKES_PER_CALL, network.size)
        self._spike_steps = np.empty(room, np.int64)
        self._spike_neurons = np.empty(room, np.int64)

    @property
    def network(self) -> ClassicNetwork:
        """The description that this simulation was built from."""
        return self._network

    @property
    def size(self) -> int:
        """Number of neurons."""
        return self._network.size

    @property
    def dt_ms(self) -> float:
        """The time step."""
        return DT_MS

    @property
    def title(self) -> str:
        """What it is, in a few words."""
        return NAME

    @property
    def integrator(self) -> str:
        """The scheme's name."""
        return INTEGRATOR

    @property
    def weights(self) -> str:
        """How weights are kept: `procedural` or `stored`."""
        return "procedural" if self._network.weights is None else "stored"

    @property
    def needed_bytes(self) -> int:
        """Memory in use, the network's own arrays not counted."""
        return needed_bytes(self._network, LAGS, self._threads)

    def variables(self, neuron: int) -> tuple[Variable, ...]:
        """The variables of a neuron, as its trace has them.

        Raises InvalidValueError for a neuron that there is not.
        """
        self._require_neuron(neuron)
        return MODEL.variables

    def population_name(self, neuron: int) -> str:
        """The name of a neuron's population; there is but one, without a name."""
        self._require_neuron(neuron)
        return ""

    def current_unit(self, neuron: int) -> str:
        """The unit of a neuron's current; it has none."""
        self._require_neuron(neuron)
        return MODEL.current_unit

    @property
    def threads(self) -> int:
        """Threads in use; a small network uses fewer than it may."""
        return self._threads

    @property
    def step(self) -> int:
        """Steps taken so far."""
        return int(self._shared.progress[0])

    @property
    def step_progress(self) -> float:
        """How much of the next step is done already, from 0 to 1: of one that takes long."""
        part, waiting = self._parts[0], self._own[0].waiting
        return float(waiting[DELIVERED] / max(1, waiting[SPIKES] * part.tiles))

    @property
    def time_ms(self) -> int:
        """Simulated time in milliseconds."""
        return self.step * DT_MS

    @property
    @exclusive
    def state(self) -> NDArray[np.float64]:
        """A copy of x, y, z of every neuron, shape (3, size)."""
        return np.array(self._state())

    @property
    @exclusive
    def last_spike_step(self) -> NDArray[np.int64]:
        """A copy of the step of each neuron's last spike, -1 if it has none; shape (size,)."""
        last = self._own[0].last_spike.copy()
        last[last == NEVER] = -1
        return last

    @exclusive
    def last_spike_step_of(self, neuron: int) -> int | None:
        """The step of one neuron's last spike, or None if it has none.

        Raises InvalidValueError for a neuron that there is not.
        """
        last = int(self._own[0].last_spike[self._require_neuron(neuron)])
        return None if last == NEVER else last

    @property
    @exclusive
    def current(self) -> NDArray[np.float64]:
        """Applied current of every neuron, shape (size,); set it to one value or one per neuron.

        A new current takes effect at the next step. Raises InvalidValueError for a wrong shape
        or a value that is not finite.
        """
        return self._shared.neurons.applied.copy()

    @current.setter
    @exclusive
    def current(self, value: ArrayLike) -> None:
        self._shared.neurons.applied[:] = per_neuron("current", value, self._network.size)

    @exclusive
    def checkpoint(self) -> Checkpoint:
        """Everything that `restore` needs to go on from here bit for bit."""
        own = self._own[0]
        while own.waiting[SPIKES] > 0:
            self._call(0, record_of(new_trace(0, 4), None, None))
        row_steps = own.active.row_steps[: self._shared.progress[1]].copy()
        return Checkpoint(
            network=self._network,
            step=self.step,
            state=np.array(self._state()),
            applied=self._shared.neurons.applied.copy(),
            last_spike=own.last_spike.copy(),
            row_steps=row_steps,
            rows=kept_rows(self._shared, row_steps, self._network.size),
        )

    @classmethod
    def restore(cls, checkpoint: Checkpoint, *, threads: int | None = None) -> "Simulation":
        """A simulation that goes on where the checkpoint was taken.

        Raises CheckpointError if its arrays do not fit, NetworkTooLargeError as the constructor.
        """
        instance("checkpoint", checkpoint, Checkpoint).validate()
        simulation = cls(checkpoint.network, threads=threads)
        simulation._shared.progress[:] = checkpoint.step, checkpoint.row_steps.size
        simulation._shared.neurons.state[checkpoint.step & 1] = checkpoint.state
        simulation._shared.neurons.applied[:] = checkpoint.applied
        put_rows(simulation._shared, checkpoint.row_steps, checkpoint.rows)
        for own in simulation._own:
            own.last_spike[:] = checkpoint.last_spike
            own.active.row_steps[: checkpoint.row_steps.size] = checkpoint.row_steps
            own.active.slots[: checkpoint.row_steps.size] = checkpoint.row_steps % LAGS
            for row_step in checkpoint.row_steps:
                members = np.count_nonzero(checkpoint.last_spike == row_step)
                own.active.members[row_step % LAGS] = members
        return simulation

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (self.checkpoint(), self._threads)

    def advance(self, steps: int) -> Spikes:
        """Take so many steps and return their spikes.

        Raises InvalidValueError unless steps is a whole number of at least 0, DivergenceError
        when a neuron is lost; it has what came before, and the simulation stands before that step.
        """
        return self.advance_recorded(steps)[0]

    def advance_traced(self, steps: int, neuron: int = 0) -> tuple[Spikes, NDArray[np.float64]]:
        """Take so many steps; also return x, y, z after, and the total input current during each.

        The trace has shape (steps, 4). Raises as `advance`, and InvalidValueError for a neuron
        that there is not.
        """
        return self.advance_recorded(steps, neuron)

    @exclusive
    def advance_recorded(
        self,
        steps: int,
        neuron: int | None = None,
        history: ColumnHistory | None = None,
        is_enough: Callable[[], bool] = never,
    ) -> tuple[Spikes, NDArray[np.float64]]:
        """As `advance_traced`, with an empty trace for no neuron; also fills the history.

        is_enough: asked after each portion of work, whether to leave the other steps for a later
        call. A portion is about 50 ms at most, and may be but a part of a step.
        """
        steps = whole_number("steps", steps, 0, MAX_STEPS)
        neuron = None if neuron is None else self._require_neuron(neuron)
        require_history(history, self.size)
        trace = new_trace(0 if neuron is None else steps, 4)
        spikes, done = [], 0
        while done < steps:
            record = record_of(trace[done:], neuron, history)
            few = max(1, NEURON_STEPS_PER_CALL // self._network.size)
            outcome = self._call(min(few, steps - done), record)
            count = outcome.spikes
            spikes.append(
                spikes_at(self._spike_steps[:count].copy(), self._spike_neurons[:count].copy())
            )
            done += outcome.steps
            if outcome.failed != NONE:
                raise self._divergence(outcome.failed, joined(spikes), trace[:done])
            if is_enough():
                break
        return joined(spikes), trace[:done]

    def _state(self) -> NDArray[np.float64]:
        state: NDArray[np.float64] = self._shared.neurons.state[self.step & 1]
        return state

    def _require_neuron(self, neuron: int) -> int:
        return whole_number("neuron", neuron, 0, self.size - 1)

    def _call(self, steps: int, record: Record) -> Outcome:
        def work(thread: int) -> tuple[int, int, int]:
            # Interpreted, wrapping hashes and steps gone wrong would warn; compiled, never.
            with np.errstate(over="ignore", invalid="ignore"):
                return run(
                    self._shared,
                    self._own[thread],
                    self._parts[thread],
                    record,
                    steps,
                    DELIVERIES_PER_CALL,
                    self._spike_steps,
                    self._spike_neurons,
                )

        return Outcome(*self._team.run(work))

    def _divergence(
        self, neuron: int, spikes: Spikes, trace: NDArray[np.float64]
    ) -> DivergenceError:
        current = self._shared.neurons.applied[neuron]
        return DivergenceError(
            f"neuron {neuron} left every bound at t={self.time_ms} ms, even in the finest "
            f"substeps; its applied current is {current:g}: use a smaller "
            "current or smaller weights",
            spikes,
            trace,
        )


def _restored(checkpoint: Checkpoint, threads: int) -> Simulation:
    return Simulation.restore(checkpoint, threads=threads)
