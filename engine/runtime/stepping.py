"""Taking a network's arrays through steps, by the loop that suits it."""

from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from engine.connections.last_spikes import kind_of_storage
from engine.connections.projection_blocks import ProjectionBlock
from engine.kernels.arrays import NOTHING, X_PART
from engine.kernels.small_loop import MOST_NEURONS, PART_WANTED, SmallLoop, small_loop
from engine.kernels.step_loop import run
from engine.recording.columns import Record
from engine.runtime.barrier import SLEEP_S
from engine.runtime.exchange_arrays import SYNAPSES_PER_CALL
from engine.runtime.network_arrays import Arrays
from engine.runtime.outcome import BOUNDLESS, NONE, Outcome
from engine.runtime.team_size import TeamSize
from engine.runtime.threads import ThreadTeam

NEURON_STEP = 2
"""A neuron's step takes as long as going along so many synapses, about."""


class Stepping:
    """Steps of a network, some at a time; the spikes of the last ones."""

    def __init__(self, blocks: list[ProjectionBlock], arrays: Arrays, threads: int) -> None:
        self._arrays = arrays
        self._team = ThreadTeam(threads, arrays.exchange.arrivals, arrays.exchange.received)
        self._team_size = TeamSize(threads)
        self._team_before = 0
        """Threads of the last call."""
        images = np.array([image.address for image in arrays.own_images], np.int64)
        self._shares = [np.array_split(images, team) for team in range(1, threads + 1)]
        """The images of the parts that each thread takes, for teams of any size."""
        self._steps, self._neurons = arrays.exchange.spike_steps, arrays.exchange.spike_neurons
        is_shared = arrays.exchange.processes[X_PART] != NOTHING
        self._small = None if is_shared else _small_loop_of(blocks, arrays)
        self._budget = BOUNDLESS if is_shared else SYNAPSES_PER_CALL
        if self._small is None:
            arrays.compile_neurons()
            arrays.compile_last_spikes(blocks)

    def take(self, steps: int, record: Record) -> Outcome:
        """Take so many steps at most, or none but what the last one still waits for."""
        if self._small is None:
            return self._by_team(steps, record)
        loop = self._small
        alone = self._team.run(lambda thread: self._by_small_loop(loop, steps, record), 1)
        outcome = Outcome(*alone)
        if outcome.failed != PART_WANTED:
            return outcome
        self._arrays.compile_neurons()
        return outcome._replace(failed=NONE)

    @property
    def worked_s(self) -> float:
        """CPU time of the first thread so far."""
        return self._team.worked_s

    def spikes(self, count: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The steps and neurons, by position, of the first spikes of the last call."""
        return self._steps[:count].copy(), self._neurons[:count].copy()

    def _by_small_loop(self, loop: SmallLoop, steps: int, record: Record) -> tuple[int, int, int]:
        image, own = self._arrays.image, self._arrays.own_images[0]
        # Interpreted, wrapping hashes and steps gone wrong would warn; compiled, never.
        with np.errstate(all="ignore"):
            return loop(image.address, own.address, record, steps, self._steps, self._neurons)

    def _by_team(self, steps: int, record: Record) -> Outcome:
        """By as many threads as are the fastest now; each takes some of the parts."""
        threads, few = self._team_size.threads, self._team_size.most_steps(steps)
        share, slept = self._shares[threads - 1], self._arrays.exchange.slept
        spread = threads != self._team_before or bool(slept.any())
        self._team_before = threads
        slept[:] = 0
        start = perf_counter()
        outcome = Outcome(
            *self._team.run(
                lambda thread: self._by_any_loop(share[thread], few, record),
                threads,
                spread=spread,
            )
        )
        work = NEURON_STEP * outcome.steps * self._arrays.neurons.numbers.size + outcome.synapses
        seconds, slept_s = perf_counter() - start, SLEEP_S * int(slept.max())
        self._team_size.tell(outcome.steps, work, seconds, slept_s)
        return outcome

    def _by_any_loop(
        self, images: NDArray[np.int64], steps: int, record: Record
    ) -> tuple[int, int, int, int]:
        image = self._arrays.image
        with np.errstate(all="ignore"):
            return run(
                image.address,
                images,
                record,
                steps,
                self._budget,
                self._steps,
                self._neurons,
            )


def _small_loop_of(blocks: list[ProjectionBlock], arrays: Arrays) -> SmallLoop | None:
    """The loop of a small network on which nothing acts but last spikes that arrive at once."""
    if arrays.neurons.numbers.size > MOST_NEURONS or len(arrays.kernels) != 1:
        return None
    ((model, kernel),), storages = arrays.kernels, [kind_of_storage(block) for block in blocks]
    acts_at_once = all(
        block.is_last_spike and not block.is_plastic and block.longest == 0 for block in blocks
    )
    is_alone = len(blocks) <= 1 and len(arrays.calls.table) == len(blocks)
    if not acts_at_once or not is_alone or "sparse" in storages or kernel.in_place:
        return None
    return small_loop(model, kernel, "".join(storages))
