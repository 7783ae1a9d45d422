"""Simulation: owns the arrays of one network and takes them forward in time."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.checkpoints.checkpoint import Checkpoint
from engine.checkpoints.moving_state import MovingState
from engine.connections.changing_synapses import ChangingSynapses
from engine.connections.synapse_list import Connections
from engine.description.network import Network
from engine.description.quantities import DescriptionError
from engine.errors import CheckpointError, DivergenceError, InvalidValueError
from engine.kernels.arrays import W_IS_DUE
from engine.kernels.neuron_blocks import constants_of_neuron, state_of_block
from engine.limits import MAX_STEPS, MAX_THREADS, MOST_DOPAMINE
from engine.models.phase_plane import NeuronPlane
from engine.numerics.parts import parts_for
from engine.numerics.time_stamps import time_ms, time_text
from engine.processes.merged_synapses import is_parted, of_all_processes
from engine.processes.one_description import require_one_description
from engine.processes.ordered import in_all_processes
from engine.processes.processes import ALONE, BUILD, Processes
from engine.recording.columns import (
    ColumnHistory,
    Sampled,
    new_trace,
    record_of,
    require_history,
)
from engine.recording.samples import Samples
from engine.recording.spikes import Spikes, joined, spikes_at
from engine.runtime.applied_current import AppliedCurrent
from engine.runtime.dopamine_doses import Doses
from engine.runtime.exclusive import exclusive
from engine.runtime.layout import Layout
from engine.runtime.neuron_order import Order
from engine.runtime.outcome import NONE, never
from engine.runtime.stepping import Stepping
from engine.runtime.threads import counted_neurons, worthwhile
from engine.simulated_network import SimulatedNetwork
from engine.validation import instance, number, per_neuron, whole_number

NEURON_STEPS_PER_CALL = 4_000_000
"""About 20 ms of work, so that signals and other threads get their turn."""


def _ignore(done: int, of: int) -> None:
    """Nobody wants to know how far a build is."""


class Simulation(SimulatedNetwork):
    """A network in motion.

    threads: how many to use at most; by default as many as there are cores. The same network
    gives the same bits on any number of threads, however `advance` is cut into calls. Pickled or
    copied, it goes on from where it was.
    told: called while synapses are built, with how much is done and of how much, as time goes; it
    may raise to stop.
    processes: that share the network, each of which makes the same simulation and calls the same
    methods; see `engine.processes`. All get the same results.

    Whatever reads or changes its state raises BusySimulationError while another thread does.
    Raises DescriptionError for a description that can't be, NetworkTooLargeError, before
    anything is allocated, if memory would not suffice, InvalidValueError if processes describe
    different networks.
    """

    def __init__(
        self,
        network: Network,
        *,
        threads: int | None = None,
        told: Callable[[int, int], None] = _ignore,
        processes: Processes = ALONE,
    ) -> None:
        instance("network", network, Network)
        if threads is not None:
            threads = whole_number("threads", threads, 1, MAX_THREADS)
        self._processes = processes
        with processes.ordering(self, BUILD, network, threads):
            self._build(network, threads, told)

    def _build(
        self, network: Network, threads: int | None, told: Callable[[int, int], None]
    ) -> None:
        require_one_description(network, self._processes)
        self._network = network
        self._users: dict[object, None] = {}
        self._lost = ""
        own_size = network.size // self._processes.count
        counted = counted_neurons(network) // self._processes.count
        self._threads = worthwhile(threads or self._processes.usable_cores(), counted)
        self._layout = Layout(network, self._threads, self._processes)
        self._layout.require_memory()
        blocks = self._layout.projection_blocks
        with parts_for(own_size):
            self._arrays = self._layout.built(told)
            self._stepping = Stepping(blocks, self._arrays, self._threads)
        self._order = Order(self._arrays.neurons.numbers)
        self._sampling: tuple[Samples, NDArray[np.int64], int] | None = None
        self._last_spike = np.full(network.size, -1, np.int64)
        self._doses = Doses(network, self._layout.population_ranges)
        ranges = self._layout.population_ranges
        self._applied = AppliedCurrent(network, ranges, self._arrays.neurons, self._order)

    @property
    def step(self) -> int:
        """Steps taken so far."""
        return int(self._arrays.progress.steps[0])

    @property
    def step_progress(self) -> float:
        """How much of what the next step waits for is done already, from 0 to 1."""
        waiting = self._arrays.own[0].waiting
        if waiting[W_IS_DUE] == 0:
            return self._arrays.moved_share()
        return self._arrays.sent_share()

    @property
    def time_ms(self) -> float:
        """Simulated time in milliseconds."""
        return time_ms(self.step, self.dt_ms)

    @property
    def worked_s(self) -> float:
        """CPU time that the first of its threads took for steps so far, in seconds."""
        return self._stepping.worked_s

    @property
    def synapses(self) -> int:
        """How many there are, pairs of populations with one weight for all counted as well."""
        return self._synapse_count()

    @in_all_processes
    def _synapse_count(self) -> int:
        counts = [
            self._arrays.synapse_count(p, projection_block)
            for p, projection_block in zip(
                self._arrays.rows, self._layout.projection_blocks, strict=True
            )
        ]
        blocks = self._layout.projection_blocks
        of_all = self._processes.sum(np.array(counts, np.int64))
        parted = [is_parted(block) for block in blocks]
        return int(np.where(parted, of_all, counts).sum()) if counts else 0

    @exclusive
    @in_all_processes
    def connections(self, projection: int) -> Connections:
        """Every synapse of a projection, counted as in the description, by source and target.

        Weights that change are the present ones. Raises InvalidValueError for a projection that
        there is not.
        """
        return self._connections(projection)

    def _connections(self, projection: int) -> Connections:
        projections = len(self._network.projections)
        if projections == 0:
            raise InvalidValueError(f"network {self._network.name} has no projections")
        projection = whole_number("projection", projection, 0, projections - 1)
        self._finish_step()
        parts = [
            of_all_processes(
                self._arrays.connections(p, projection_block), projection_block, self._processes
            )
            for p, projection_block in zip(
                self._arrays.rows, self._layout.projection_blocks, strict=True
            )
            if projection_block.number == projection
        ]
        return Connections(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))

    def planes(self, neuron: int) -> tuple[NeuronPlane, ...]:
        """The planes of two of a neuron's variables of which its model has nullclines.

        Raises InvalidValueError for a neuron that there is not.
        """
        within = self._range_of(neuron)
        at = within.offset + neuron - within.first
        constants = constants_of_neuron(self._arrays.neurons, within.block, at)
        planes = within.population.described_model.planes
        return tuple(NeuronPlane(plane, constants) for plane in planes)

    @exclusive
    @in_all_processes
    def state_of(self, population: str) -> NDArray[np.float64]:
        """A copy of the variables of a population's neurons, shape (variables, size).

        Raises UnknownNameError for a population that there is not.
        """
        name = instance("population", population, str)
        population_range = self._layout.population_ranges[self._network.population(name).name]
        variables = len(population_range.population.described_model.variables)
        state = state_of_block(self._arrays.neurons, population_range.block, self.step)
        of_all = self._layout.share.merged(state[:variables], population_range.block)
        return np.array(of_all[:, population_range.offset : population_range.end])

    @exclusive
    def applied_to(self, neuron: int) -> tuple[float, int | None]:
        """The current applied to a neuron in the next step, and the step when it may be another.

        As the description and `current` say; what synapses and noise give is not among it. Raises
        InvalidValueError for a neuron that there is not.
        """
        position = self._order.position(self._require_neuron(neuron))
        self._applied.pass_to(self.step)
        return float(self._arrays.neurons.applied[position]), self._applied.next_change

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
        return self._applied.extra.copy()

    @current.setter
    @exclusive
    def current(self, value: ArrayLike) -> None:
        self._apply(per_neuron("current", value, self.size))

    @in_all_processes
    def _apply(self, extra: NDArray[np.float64]) -> None:
        self._applied.extra[:] = extra
        self._applied.apply()

    @property
    def learning(self) -> bool:
        """Whether spikes change weights for good; where it is off, weights stay as they are.

        Short-term plasticity goes on in either case, and so do the traces of spikes.
        """
        return bool(self._arrays.plastic.learning[0])

    @learning.setter
    @exclusive
    def learning(self, learns: bool) -> None:
        self._let_learn(instance("learning", learns, bool))

    @in_all_processes
    def _let_learn(self, learns: bool) -> None:
        self._finish_step()
        self._arrays.plastic.learning[0] = learns

    @exclusive
    def reward(self, amount: float = 1.0) -> None:
        """Let dopamine jump by this much at the end of the next step, wherever it changes weights.

        Raises InvalidValueError for an amount that is too large, or if it changes none.
        """
        amount = number("amount", amount)
        if not abs(amount) <= MOST_DOPAMINE:
            raise InvalidValueError(f"amount must be within {MOST_DOPAMINE:g} of 0, not {amount:g}")
        if not any(block.plastic_kernel.is_modulated for block in self._layout.projection_blocks):
            raise InvalidValueError(
                f"network {self._network.name} has no synapses that dopamine changes"
            )
        self._give(amount)

    @in_all_processes
    def _give(self, amount: float) -> None:
        self._finish_step()
        self._dose(amount, tuple(each.name for each in self._network.populations))

    def _dose(self, amount: float, targets: Sequence[str]) -> None:
        for p, block in zip(self._arrays.rows, self._layout.projection_blocks, strict=True):
            if block.plastic_kernel.is_modulated and block.target.population.name in targets:
                self._arrays.add_dopamine(p, amount)

    @exclusive
    @in_all_processes
    def weights(self, projection: int) -> NDArray[np.float64]:
        """The present weights of a projection's synapses, in the order of `connections`.

        Raises InvalidValueError for a projection that there is not.
        """
        return self._connections(projection).weight

    def changing_synapses(self) -> list[ChangingSynapses]:
        """Views of all synapses that learn, for whoever looks on while the simulation stands.

        From one population to one other each. They show the present as it is, perhaps amid a step.
        """
        return [
            self._arrays.changing_synapses(p, projection_block)
            for p, projection_block in zip(
                self._arrays.rows, self._layout.projection_blocks, strict=True
            )
            if projection_block.projection.plasticity is not None
        ]

    @exclusive
    @in_all_processes
    def checkpoint(self) -> Checkpoint:
        """Everything that `restore` needs to go on from here bit for bit.

        Raises DivergenceError after a neuron was lost.
        """
        self._require_whole(new_trace(0, 0))
        self._finish_step()
        return Checkpoint(self._network, self._moving_state().kept())

    @classmethod
    def restore(
        cls,
        checkpoint: Checkpoint,
        *,
        threads: int | None = None,
        told: Callable[[int, int], None] = _ignore,
        processes: Processes = ALONE,
    ) -> "Simulation":
        """A simulation that goes on where the checkpoint was taken.

        Raises CheckpointError if its arrays do not fit, and as the constructor.
        """
        instance("checkpoint", checkpoint, Checkpoint).validate()
        try:
            simulation = cls(checkpoint.network, threads=threads, told=told, processes=processes)
        except DescriptionError as error:
            raise CheckpointError(str(error)) from error
        simulation._put_back(checkpoint.arrays)
        return simulation

    @in_all_processes
    def _put_back(self, arrays: dict[str, NDArray[Any]]) -> None:
        refusal = None
        try:
            self._moving_state().put_back(arrays)
        except CheckpointError as error:
            refusal = error
        self._processes.agree(refusal)
        self._applied.pass_to(self.step - 1)
        self._applied.apply()

    def _finish_step(self) -> None:
        """Send all that waits on its way."""
        while not self._lost and self._arrays.is_waiting():
            self._stepping.take(0, record_of(new_trace(0, 1), None, None))

    def _moving_state(self) -> MovingState:
        blocks, share = self._layout.projection_blocks, self._layout.share
        extra = self._applied.extra
        return MovingState(self._arrays, blocks, self._last_spike, extra, self._doses, share)

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
    @in_all_processes
    def advance_recorded(
        self,
        steps: int,
        neuron: int | None = None,
        history: ColumnHistory | None = None,
        is_enough: Callable[[], bool] = never,
        samples: Samples | None = None,
    ) -> tuple[Spikes, NDArray[np.float64]]:
        """As `advance_traced`, with an empty trace for no neuron; also fills history and samples.

        is_enough: asked after each portion of work, whether to leave the other steps for a later
        call. A portion is about 40 ms at most, and may be but a part of a step.
        """
        steps = whole_number("steps", steps, 0, MAX_STEPS)
        neuron = None if neuron is None else self._require_neuron(neuron)
        require_history(history, self.size)
        if self._processes.count > 1 and (history is not None or is_enough is not never):
            raise InvalidValueError("history and is_enough are of a network in one process")
        columns = 1 if neuron is None else 1 + len(self.variables(neuron))
        trace = new_trace(0 if neuron is None else steps, columns)
        self._require_whole(trace[:0])
        parts, done = [], 0
        while done < steps:
            traced = None if neuron is None else self._order.position(neuron)
            few = max(1, NEURON_STEPS_PER_CALL // self.size)
            most = min(few, steps - done, self._steps_to_change())
            sampled = self._sampled(samples, most)
            record = record_of(trace[done:], traced, history, sampled)
            step = self.step
            outcome = self._stepping.take(most, record)
            if samples is not None:
                self._merge_samples(sampled)
                samples.keep(sampled.room, step, outcome.steps)
            steps_of, neurons = self._order.numbered(*self._stepping.spikes(outcome.spikes))
            spikes = spikes_at(steps_of, neurons, self.dt_ms)
            self._doses.see(spikes, self._last_spike)
            self._last_spike[spikes.neuron] = spikes.step
            parts.append(spikes)
            done += outcome.steps
            if outcome.failed != NONE:
                trace = self._merged_trace(neuron, trace[:done])
                raise self._divergence(self._order.number(outcome.failed), joined(parts), trace)
            if is_enough():
                break
        return joined(parts), self._merged_trace(neuron, trace[:done])

    def _merged_trace(self, neuron: int | None, trace: NDArray[np.float64]) -> NDArray[np.float64]:
        """A neuron's trace, of the process that has it."""
        if neuron is None:
            return trace
        if not self._layout.share.has(self._range_of(neuron), neuron):
            trace[:] = 0.0
        return self._processes.merged(trace)

    def _merge_samples(self, sampled: Sampled) -> None:
        """Let all have the samples of each neuron, of the process that has it."""
        assert self._sampling is not None
        for k, neuron in enumerate(self._sampling[0].neurons):
            if not self._layout.share.has(self._range_of(neuron), neuron):
                sampled.room[:, k] = 0.0
        sampled.room[:] = self._processes.merged(sampled.room)

    def _sampled(self, samples: Samples | None, steps: int) -> Sampled:
        """What a call of so many steps is to sample."""
        if samples is None:
            return Sampled()
        if self._sampling is None or self._sampling[0] is not samples:
            neurons = [self._require_neuron(neuron) for neuron in samples.neurons]
            columns = 1 + max(len(self.variables(neuron)) for neuron in neurons)
            positions = np.array([self._order.position(neuron) for neuron in neurons])
            self._sampling = samples, positions, columns
        _, positions, columns = self._sampling
        room = samples.room(self.step, steps, columns)
        return Sampled(positions, room, samples.every, samples.first_row(self.step))

    def _steps_to_change(self) -> int:
        """Let the pulses that are due begin and end; steps until the next one does."""
        self._applied.pass_to(self.step)
        for amount, targets in self._doses.taken(self.step):
            self._finish_step()
            self._dose(amount, targets)
        return min(self._applied.most_steps(self.step), self._doses.most_steps(self.step))

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


def _restored(checkpoint: Checkpoint, threads: int) -> Simulation:
    return Simulation.restore(checkpoint, threads=threads)
