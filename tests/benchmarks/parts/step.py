"""What the parts of a network's step take, in the engine's own loop."""

import statistics
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine import Simulation
from engine.runtime.network_arrays import Arrays
from tests.benchmarks.parts.amounts import out_degrees, per_step
from tests.benchmarks.parts.named import DELIVERY, entries
from tests.benchmarks.parts.timed_part import TimedPart, clock_s


class Split(NamedTuple):
    """What a step takes, in seconds, and what is done in it; medians of several runs."""

    step_s: float
    """By the wall clock, of the engine as it is."""
    timed_s: float
    """The same with parts that tell how long they take."""
    parts_s: dict[str, float]
    """Of each kind of part, all threads together."""
    amounts: dict[str, float]
    """Neurons, draws, or events of delivery."""
    spikes: float


class Run(NamedTuple):
    """One run: seconds and spikes of a step, and how many synapses these go along."""

    step_s: float
    spikes: float
    events: float


def split(simulation: Simulation, steps: int, runs: int) -> Split:
    """Run so many steps several times as they are, and as often with parts that are timed."""
    arrays: Arrays = simulation._arrays
    degrees = out_degrees(arrays)
    plain = [_run(simulation, steps, degrees) for _ in range(runs)]
    timed, taken, look_s = [], defaultdict(list), clock_s()
    with _timed_parts(arrays) as parts:
        for _ in range(runs):
            for part in (part for each in parts.values() for part in each):
                part.reset()
            timed.append(_run(simulation, steps, degrees))
            for kind, each in parts.items():
                taken[kind].append(sum(part.seconds(look_s) for part in each) / steps)
    return Split(
        statistics.median(run.step_s for run in plain),
        statistics.median(run.step_s for run in timed),
        {kind: statistics.median(each) for kind, each in taken.items()},
        {**per_step(arrays), DELIVERY: statistics.median(run.events for run in timed)},
        statistics.median(run.spikes for run in timed),
    )


def _run(simulation: Simulation, steps: int, degrees: NDArray[np.int64]) -> Run:
    begin = time.perf_counter()
    neurons = simulation.advance(steps).neuron
    seconds = time.perf_counter() - begin
    return Run(seconds / steps, neurons.size / steps, float(degrees[neurons].sum()) / steps)


@contextmanager
def _timed_parts(arrays: Arrays) -> Iterator[dict[str, list[TimedPart]]]:
    """Let the step loop find parts in its tables that tell how long they take."""
    places = [(kind, row, column, int(row[column])) for kind, row, column in entries(arrays)]
    parts: dict[str, dict[int, TimedPart]] = defaultdict(dict)
    for kind, _, _, entry in places:
        if entry not in parts[kind]:
            parts[kind][entry] = TimedPart(entry)
    try:
        for kind, row, column, entry in places:
            row[column] = parts[kind][entry].entry
        yield {kind: list(each.values()) for kind, each in parts.items()}
    finally:
        # They are gone with their code soon.
        for _, row, column, entry in places:
            row[column] = entry
