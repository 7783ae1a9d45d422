"""CircuitSimulation: owns the arrays of a described network and takes them forward in time."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.checkpoints.checkpoint import HISTORY, CircuitCheckpoint
from engine.checkpoints.kept_history import kept_history, put_history
from engine.checkpoints.schema import require_array, require_names, require_within
from engine.connections.fixed_point import quantum_of
from engine.connections.projection_blocks import Strand, strands_of
from engine.connections.synapse_list import Connections, connections_of, synapse_count
from engine.connections.wiring import wiring_of
from engine.description.network import Network, integrators
from engine.description.population import Population
from engine.description.quantities import DescriptionError
from engine.errors import CheckpointError, DivergenceError, InvalidValueError
from engine.kernels.arrays import (
    CLASSIC,
    NOTHING,
    SENT,
    SPIKES,
    STRAND,
    Circuit,
    History,
    Scratch,
    SpikeExchange,
)
from engine.kernels.external_input import changes_of, drive_of
from engine.kernels.neuron_blocks import blocks_of, state_of_block
from engine.kernels.receptor_layout import ReceptorIndex, receptor_index, receptors_of
from engine.kernels.step_loop import run
from engine.limits import MAX_STEPS, MAX_THREADS
from engine.models.model import FARTHEST, Variable
from engine.numerics.aligned import zeros
from engine.numerics.time_stamps import time_ms, time_text
from engine.recording.columns import ColumnHistory, Record, new_trace, record_of, require_history
from engine.recording.spikes import Spikes, joined, spikes_at
from engine.runtime.exclusive import exclusive
from engine.runtime.memory import require_memory
from engine.runtime.needed_memory import needed_bytes
from engine.runtime.neuron_order import Order
from engine.runtime.outcome import NONE, SPIKES_PER_CALL, Outcome, never
from engine.runtime.population_ranges import block_sizes, places_of
from engine.runtime.threads import ThreadTeam, usable_cores, worthwhile
from engine.runtime.tiles import TILE, shares
from engine.validation import instance, per_neuron, whole_number

NEURON_STEPS_PER_CALL = 2_000_000
SYNAPSES_PER_CALL = 8_000_000
"""They take 10 ms where targets are in the cache, 80 ms on one thread where they are not."""


def _ignore(targets: int, of: int) -> None:
    """Nobody wants to know how far a build is."""


class CircuitSimulation:
    """A described network in motion.

    threads: how many to use at most; by default as many as there are cores. The same network
    gives the same bits on any number of threads, however `advance` is cut into calls. Pickled or
    copied, it goes on from where it was.
    told: called while synapses are built, with how many neurons' are done and of how many; it
    may raise to stop.

    Whatever reads or changes its state raises BusySimulationError while another thread does.
    Raises DescriptionError for a description that can't be, NetworkTooLargeError, before
    anything is allocated, if memory would not suffice.
    """

    def __init__(
        self,
        network: Network,
        *,
        threads: int | None = None,
        told: Callable[[int, int], None] = _ignore,
    ) -> None:
        instance("network", network, Network)
        if threads is not None:
            threads = whole_number("threads", threads, 1, MAX_THREADS)
        self._network = network
        self._users: dict[object, None] = {}
        self._lost = ""
        self._threads = worthwhile(threads or usable_cores(), network.size)
        self._places = places_of(network)
        strands = strands_of(network, self._places)
        self._strands = strands
        receptors = receptor_index(network, self._places, strands)
        needed = needed_bytes(network, self._places, strands, receptors, self._threads)
        self.needed_bytes = sum(needed.values())
        what = f"network {network.name} of {network.size} neurons"
        require_memory(self.needed_bytes, what, max(needed, key=lambda part: needed[part]))
        self._circuit = self._built(strands, receptors, told)
        self._order = Order(self._circuit.blocks.numbers)
        classic = bool((self._circuit.receptors.layout[:, 1] == CLASSIC).any())
        self._scratch = [
            _scratch(network.size, len(self._places), self._circuit.slots if classic else 0)
            for _ in range(self._threads)
        ]
        self._team = ThreadTeam(self._threads, self._circuit.exchange.arrivals)
        self._last_spike = np.full(network.size, -1, np.int64)
        self._changes = changes_of(network, self._places)
        self._pulsed = np.zeros(network.size)
        self._pulses = np.zeros(network.size, np.int64)
        self._described = self._circuit.drive.applied.copy()
        self._extra = np.zeros(network.size)
        room = max(SPIKES_PER_CALL, network.size)
        self._spike_steps = np.empty(room, np.int64)
        self._spike_neurons = np.empty(room, np.int64)

    @property
    def network(self) -> Network:
        """The description that this simulation was built from."""
        return self._network

    @property
    def size(self) -> int:
        """Neurons of all populations."""
        return self._network.size

    @property
    def dt_ms(self) -> float:
        """The time step."""
        return self._network.dt_ms

    @property
    def title(self) -> str:
        """What it is, in a few words."""
        return self._network.title or self._network.name

    @property
    def integrator(self) -> str:
        """The schemes' names."""
        return integrators(self._network)

    @property
    def weights(self) -> str:
        """How weights are kept: `stored`, for described networks."""
        return "stored"

    def current_unit(self, neuron: int) -> str:
        """The unit of a neuron's current."""
        return self.population_of(neuron).described_model.current_unit

    @property
    def threads(self) -> int:
        """Threads in use; a small network uses fewer than it may."""
        return self._threads

    @property
    def step(self) -> int:
        """Steps taken so far."""
        return int(self._circuit.progress[0])

    @property
    def step_progress(self) -> float:
        """How much of what the next step waits for is done already, from 0 to 1."""
        waiting = self._scratch[0].waiting
        if waiting[SPIKES] == 0:
            return 0.0
        sent = waiting[STRAND] + waiting[SENT] / waiting[SPIKES]
        return float(sent / len(self._strands))

    @property
    def time_ms(self) -> float:
        """Simulated time in milliseconds."""
        return time_ms(self.step, self.dt_ms)

    @property
    def synapses(self) -> int:
        """How many there are, pairs of populations with one weight for all counted as well."""
        wiring = self._circuit.wiring
        return sum(synapse_count(wiring, p, strand) for p, strand in enumerate(self._strands))

    def connections(self, projection: int) -> Connections:
        """Every synapse of a projection, counted as in the description, by source and target.

        Raises InvalidValueError for a projection that there is not.
        """
        projections = len(self._network.projections)
        if projections == 0:
            raise InvalidValueError(f"network {self._network.name} has no projections")
        projection = whole_number("projection", projection, 0, projections - 1)
        parts = [
            connections_of(self._circuit.wiring, p, strand, self._circuit.receptors.quantum)
            for p, strand in enumerate(self._strands)
            if strand.number == projection
        ]
        return Connections(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))

    def variables(self, neuron: int) -> tuple[Variable, ...]:
        """The variables of a neuron's model, as its trace has them."""
        return self.population_of(neuron).described_model.variables

    def population_name(self, neuron: int) -> str:
        """The name of a neuron's population, empty if there is but one."""
        name = self.population_of(neuron).name
        return name if len(self._places) > 1 else ""

    def population_of(self, neuron: int) -> Population:
        """The population that a neuron, counted through the network, belongs to.

        Raises InvalidValueError for a neuron that there is not.
        """
        neuron = self._require_neuron(neuron)
        for place in self._places.values():
            if place.first <= neuron < place.first + place.population.size:
                return place.population
        raise AssertionError("places cover all neurons")

    @exclusive
    def state_of(self, population: str) -> NDArray[np.float64]:
        """A copy of the variables of a population's neurons, shape (variables, size).

        Raises UnknownNameError for a population that there is not.
        """
        name = instance("population", population, str)
        place = self._places[self._network.population(name).name]
        variables = len(place.population.described_model.variables)
        state = state_of_block(self._circuit.blocks, place.block)
        return np.array(state[:variables, place.offset : place.end])

    @exclusive
    def last_spike_step_of(self, neuron: int) -> int | None:
        """The step of one neuron's last spike, or None if it has none.

        Raises InvalidValueError for a neuron that there is not.
        """
        last = int(self._last_spike[self._require_neuron(neuron)])
        return None if last < 0 else last

    @property
    @exclusive
    def current(self) -> NDArray[np.float64]:
        """Current that is applied beside what the description says, shape (size,).

        Set it to one value or one per neuron, in the unit of each neuron's model; it takes effect
        at the next step. Raises InvalidValueError for a wrong shape or a value that is not finite.
        """
        return self._extra.copy()

    @current.setter
    @exclusive
    def current(self, value: ArrayLike) -> None:
        self._extra = np.array(per_neuron("current", value, self.size))
        self._apply()

    @exclusive
    def checkpoint(self) -> CircuitCheckpoint:
        """Everything that `restore` needs to go on from here bit for bit.

        Raises DivergenceError after a neuron was lost.
        """
        self._require_whole(new_trace(0, 0))
        while self._scratch[0].waiting[SPIKES] > 0:
            self._call(0, record_of(new_trace(0, 1), None, None))
        arrays = {name: array.copy() for name, array in self._moving().items()}
        return CircuitCheckpoint(self._network, arrays | kept_history(self._scratch[0].history))

    @classmethod
    def restore(
        cls, checkpoint: CircuitCheckpoint, *, threads: int | None = None
    ) -> "CircuitSimulation":
        """A simulation that goes on where the checkpoint was taken.

        Raises CheckpointError if its arrays do not fit, and as the constructor.
        """
        instance("checkpoint", checkpoint, CircuitCheckpoint).validate()
        try:
            simulation = cls(checkpoint.network, threads=threads)
        except DescriptionError as error:
            raise CheckpointError(str(error)) from error
        simulation._put_back(checkpoint.arrays)
        return simulation

    def _put_back(self, arrays: dict[str, NDArray[Any]]) -> None:
        moving, step = self._moving(), int(arrays["step"][0])
        require_names(arrays, [*moving, *HISTORY], ())
        for name, target in moving.items():
            require_array(name, arrays[name], target.dtype, target.shape)
        for k in range(len(self._states())):
            name = f"state_{k}"
            # The first of a model's variables is the membrane potential.
            require_within(name, arrays[name][0], -FARTHEST, FARTHEST)
        last_spike = self._order.positioned(arrays["last_spike"])
        for scratch in self._scratch:
            put_history(arrays, step, last_spike, scratch.history)
        for name, target in moving.items():
            target[...] = arrays[name]
        self._change(step - 1)
        self._apply()

    def _moving(self) -> dict[str, NDArray[Any]]:
        """All arrays that change from step to step, but for pulses and the history."""
        arrays: dict[str, NDArray[Any]] = {
            "step": self._circuit.progress,
            "store": self._circuit.receptors.store,
            "quanta": self._circuit.receptors.quanta,
            "rows": self._circuit.receptors.rows,
            "last_spike": self._last_spike,
            "extra": self._extra,
        }
        return arrays | {f"state_{k}": state for k, state in enumerate(self._states())}

    def _states(self) -> list[NDArray[np.float64]]:
        """The state of each block, a view."""
        blocks = self._circuit.blocks
        return [state_of_block(blocks, k) for k in range(len(blocks.layout))]

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (self.checkpoint(), self._threads)

    def advance(self, steps: int) -> Spikes:
        """Take so many steps and return their spikes.

        Raises InvalidValueError unless steps is a whole number of at least 0, DivergenceError
        when a neuron is lost, and from then on; it has what came before.
        """
        return self.advance_recorded(steps)[0]

    def advance_traced(self, steps: int, neuron: int = 0) -> tuple[Spikes, NDArray[np.float64]]:
        """Take so many steps; also return one neuron's variables after, and its current during.

        The trace has shape (steps, variables + 1). Raises as `advance`, and InvalidValueError for
        a neuron that there is not.
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
        call. A portion is about 80 ms at most, and may be but a part of a step.
        """
        steps = whole_number("steps", steps, 0, MAX_STEPS)
        neuron = None if neuron is None else self._require_neuron(neuron)
        require_history(history, self.size)
        columns = 1 if neuron is None else 1 + len(self.variables(neuron))
        trace = new_trace(0 if neuron is None else steps, columns)
        self._require_whole(trace[:0])
        parts, done = [], 0
        while done < steps:
            traced = None if neuron is None else self._order.position(neuron)
            record = record_of(trace[done:], traced, history)
            few = max(1, NEURON_STEPS_PER_CALL // self.size)
            outcome = self._call(min(few, steps - done, self._steps_to_change()), record)
            count = outcome.spikes
            steps_of, neurons = self._order.numbered(
                self._spike_steps[:count].copy(), self._spike_neurons[:count].copy()
            )
            spikes = spikes_at(steps_of, neurons, self.dt_ms)
            self._last_spike[spikes.neuron] = spikes.step
            parts.append(spikes)
            done += outcome.steps
            if outcome.failed != NONE:
                raise self._divergence(
                    self._order.number(outcome.failed), joined(parts), trace[:done]
                )
            if is_enough():
                break
        return joined(parts), trace[:done]

    def _steps_to_change(self) -> int:
        """Let the pulses that are due begin and end; steps until the next one does."""
        if self._change(self.step):
            self._apply()
        return self._changes[0].step - self.step if self._changes else MAX_STEPS

    def _change(self, last: int) -> bool:
        """Let pulses begin and end that do at steps up to `last`; whether there were any."""
        is_due = False
        while self._changes and self._changes[0].step <= last:
            step, changed = self._changes[0].step, []
            while self._changes and self._changes[0].step == step:
                change = self._changes.pop(0)
                neurons = slice(change.first, change.first + change.count)
                self._pulsed[neurons] += change.current
                self._pulses[neurons] += change.pulses
                changed.append(neurons)
            # What is added and taken away again may leave a rounding.
            for neurons in changed:
                self._pulsed[neurons][self._pulses[neurons] == 0] = 0.0
            is_due = True
        return is_due

    def _apply(self) -> None:
        pulsed, extra = self._order.positioned(self._pulsed), self._order.positioned(self._extra)
        self._circuit.drive.applied[:] = self._described + pulsed + extra

    def _require_neuron(self, neuron: int) -> int:
        return whole_number("neuron", neuron, 0, self.size - 1)

    def _call(self, steps: int, record: Record) -> Outcome:
        def work(thread: int) -> tuple[int, int, int]:
            # Interpreted, wrapping hashes and steps gone wrong would warn; compiled, never.
            with np.errstate(all="ignore"):
                return run(
                    self._circuit,
                    self._scratch[thread],
                    record,
                    thread,
                    self._threads,
                    steps,
                    SYNAPSES_PER_CALL,
                    self._spike_steps,
                    self._spike_neurons,
                )

        return Outcome(*self._team.run(work))

    def _require_whole(self, trace: NDArray[np.float64]) -> None:
        # The step that failed is not taken back, as it would be by a copy of the state before it.
        if self._lost:
            raise DivergenceError(self._lost, joined([]), trace)

    def _divergence(
        self, neuron: int, spikes: Spikes, trace: NDArray[np.float64]
    ) -> DivergenceError:
        population = self.population_of(neuron)
        self._lost = (
            f"neuron {neuron} (population {population.name}, model {population.model}) left every "
            f"bound at t={time_text(self.step, self.dt_ms)} ms: use a smaller dt_ms, a smaller "
            "current or smaller weights"
        )
        return DivergenceError(self._lost, spikes, trace)

    def _built(
        self,
        strands: list[Strand],
        receptors: ReceptorIndex,
        told: Callable[[int, int], None],
    ) -> Circuit:
        network, places, threads = self._network, self._places, self._threads
        sizes = block_sizes(places)
        parts = np.array(
            [[low for low, _ in shares(size, threads)] + [size] for size in sizes], np.int64
        )
        slots = max((strand.longest for strand in strands), default=1)
        quantum = quantum_of(strands, receptors)
        latest: dict[int, int] = {}
        for strand in strands:
            receptor = receptors[strand.receptor]
            latest[receptor] = max(strand.longest, latest.get(receptor, 1))
        work = sum(2 * strand.target.population.size for strand in strands) or 1
        done = [0] * threads

        def advance(targets: int) -> None:
            done[0] += targets
            told(min(done[0], work), work)

        return Circuit(
            blocks=blocks_of(network, places),
            receptors=receptors_of(network, places, receptors, quantum, latest),
            wiring=wiring_of(network, places, strands, receptors, quantum, parts, advance),
            drive=drive_of(network, places, receptors),
            exchange=SpikeExchange(
                spiked=np.empty((2, network.size), np.int64),
                counts=np.zeros((2, len(sizes), threads), np.int64),
                bounds=parts,
                failed=np.full((2, threads), NONE, np.int64),
                arrivals=np.zeros(1, np.int64),
            ),
            progress=np.zeros(1, np.int64),
            slots=slots,
        )


def _scratch(size: int, populations: int, slots: int) -> Scratch:
    kept = size if slots else 0
    history = History(
        counts=np.zeros(slots, np.int64),
        neurons=np.empty((slots, kept), np.int32),
        before=np.empty((slots, kept), np.int64),
        last=np.full(kept, NOTHING, np.int64),
    )
    return Scratch(
        history=history,
        spiked=np.empty(size, np.int64),
        begins=np.zeros(populations + 1, np.int64),
        waiting=np.zeros(3, np.int64),
        current=zeros(TILE, np.float64),
        conductance=zeros(TILE, np.float64),
        normal=zeros(TILE, np.float32),
        random=zeros(TILE, np.uint32),
        events=zeros(TILE, np.uint32),
        fired=zeros(TILE, np.uint8),
    )


def _restored(checkpoint: CircuitCheckpoint, threads: int) -> CircuitSimulation:
    return CircuitSimulation.restore(checkpoint, threads=threads)
