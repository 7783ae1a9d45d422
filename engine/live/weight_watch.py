"""WeightWatch: summarises weights while a simulation runs, in a small share of its time."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.connections.changing_synapses import ChangingSynapses
from engine.live.commands import WatchWeights
from engine.live.course_watch import CourseWatch
from engine.live.time_share import TimeShare
from engine.live.weight_scan import MOST_SAMPLED, ChangeMeter, CourseKeeper, WeightScan
from engine.live.weights import Ends, IncomingWeights, Weights
from engine.runtime.population_ranges import PopulationRange
from engine.simulation import Simulation

SHARE = 0.02
"""Of wall-clock time; what is read also drives other things out of the caches."""
EVERY_S = 0.1
"""Nobody reads numbers that change faster."""
MOST_INCOMING = 256


@dataclass(slots=True)
class Projection:
    """What is remembered of one of the projections."""

    synapses: ChangingSynapses
    first_counts: NDArray[np.int64]
    course: CourseKeeper


class WeightWatch:
    """Looks through the weights of one projection again and again while somebody watches.

    Of the others, and while nobody watches, it keeps the course alone.
    """

    def __init__(self, simulation: Simulation) -> None:
        self._simulation = simulation
        self._projections = [
            _as_begun(each, simulation.time_ms) for each in simulation.changing_synapses()
        ]
        self._asked: WatchWeights | None = None
        self._selected: int | None = None
        self._scan: WeightScan | None = None
        self._scanned_step = self._listed_step = -1
        self._next_scan_s = self._next_list_s = -np.inf
        self._time = TimeShare(SHARE)
        courses = [(each.synapses, each.course) for each in self._projections]
        self._courses = CourseWatch(simulation, courses)
        self._picture: Weights | None = None
        self.pictures = 0
        """How many there were: another number is another picture."""

    def watch(self, asked: WatchWeights) -> None:
        """Begin anew with this projection, or do nothing any more."""
        self._asked = None if asked.number is None else asked
        self._picture, self._scan = None, None
        self._scanned_step, self._next_scan_s = -1, -np.inf
        if self._asked is not None and self._projections:
            self._meter = ChangeMeter(self._chosen.synapses.sample(MOST_SAMPLED))

    def select(self, neuron: int | None) -> None:
        """List the synapses onto this neuron from now on."""
        self._selected = neuron
        self._list_incoming()

    def picture(self) -> Weights | None:
        """The newest; None where nobody watches or nothing learns, or until there is one."""
        return self._picture

    def work(self, clock: Callable[[], float], *, is_idle: bool = False) -> bool:
        """Go on for a moment, if some time is left for it; whether there is more to do.

        is_idle: there is nothing else to do.
        """
        is_watched = self._asked is not None and bool(self._projections)
        self._courses.work(clock, self._number if is_watched else None)
        if not is_watched:
            return False
        now_s = clock()
        self._time.earn(now_s, is_idle=is_idle)
        while self._time.is_left and self._is_due(now_s):
            self._go_on(now_s)
            now_s = clock()
            self._time.spend(now_s)
        return self._is_due(now_s)

    @property
    def _number(self) -> int:
        assert self._asked is not None
        assert self._asked.number is not None
        return min(self._asked.number, len(self._projections) - 1)

    @property
    def _chosen(self) -> Projection:
        return self._projections[self._number]

    def _is_due(self, now_s: float) -> bool:
        is_new = self._scanned_step != self._simulation.step and now_s >= self._next_scan_s
        return self._scan is not None or is_new

    def _go_on(self, now_s: float) -> None:
        assert self._asked is not None
        step = self._simulation.step
        if self._scan is None:
            self._scan = WeightScan(self._chosen.synapses, self._asked.rows, self._asked.columns)
            self._scanned_step, self._next_scan_s = step, now_s + EVERY_S
        self._scan.go_on()
        if self._scan.is_done:
            self._picture, self._scan = self._finished(self._scan), None
            self.pictures += 1
        elif self._listed_step != step and now_s >= self._next_list_s:
            self._list_incoming()
            self._next_list_s = now_s + EVERY_S

    def _finished(self, scan: WeightScan) -> Weights:
        chosen, time_ms = self._chosen, self._simulation.time_ms
        chosen.course.add(time_ms, scan.mean, scan.spread)
        low, high = chosen.synapses.bounds
        return Weights(
            number=self._number,
            of=len(self._projections),
            rule=chosen.synapses.rule.kind,
            source=_ends(chosen.synapses.source),
            target=_ends(chosen.synapses.target),
            unit=chosen.synapses.unit,
            low=low,
            high=high,
            counts=scan.counts,
            first_counts=chosen.first_counts,
            is_dense=chosen.synapses.is_dense,
            sums=scan.sums,
            synapses=scan.synapses,
            course=chosen.course.course(),
            change_per_s=self._meter.per_s(time_ms),
            incoming=self._incoming(),
        )

    def _list_incoming(self) -> None:
        """Renew this part of the picture alone: a key is answered before all weights are seen."""
        if self._picture is not None:
            self._picture = replace(self._picture, incoming=self._incoming())
            self.pictures += 1

    def _incoming(self) -> IncomingWeights | None:
        self._listed_step = self._simulation.step
        synapses = self._chosen.synapses
        ends = _ends(synapses.target)
        if self._selected is None or not ends.first <= self._selected <= ends.last:
            return None
        sources, weights = synapses.onto(self._selected - ends.first)
        strongest = _strongest(sources, np.abs(weights))
        return IncomingWeights(self._selected, weights.size, sources[strongest], weights[strongest])


def _strongest(sources: NDArray[np.int64], strength: NDArray[np.float64]) -> NDArray[np.int64]:
    """Which synapses are the strongest, of equals those of the lower sources."""
    chosen = np.arange(strength.size)
    if strength.size > MOST_INCOMING:
        least = -np.partition(-strength, MOST_INCOMING - 1)[MOST_INCOMING - 1]
        more, equal = np.flatnonzero(strength > least), np.flatnonzero(strength == least)
        equal = equal[np.argsort(sources[equal], kind="stable")]
        chosen = np.concatenate((more, equal[: MOST_INCOMING - more.size]))
    return chosen[np.lexsort((sources[chosen], -strength[chosen]))]


def _as_begun(synapses: ChangingSynapses, time_ms: float) -> Projection:
    """A projection whose weights are those that it begins with."""
    scan, course = WeightScan(synapses, 1, 1), CourseKeeper()
    while not scan.is_done:
        scan.go_on()
    course.add(time_ms, scan.mean, scan.spread)
    return Projection(synapses, scan.counts, course)


def _ends(population_range: PopulationRange) -> Ends:
    population = population_range.population
    return Ends(population.name, population_range.first, population.size)
