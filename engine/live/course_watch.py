"""CourseWatch: mean and spread of all weights from the beginning on, whoever looks."""

from collections.abc import Callable, Sequence

import numpy as np

from engine.connections.changing_synapses import ChangingSynapses
from engine.live.time_share import TimeShare
from engine.live.weight_scan import CourseKeeper, WeightScan
from engine.simulation import Simulation

SHARE = 0.002
"""Of wall-clock time, so that nobody's run is longer for it."""
EVERY_S = 1.0
"""Far finer than a course of many minutes is drawn."""


class CourseWatch:
    """Goes through the weights of one projection after the other, and keeps two numbers of each."""

    def __init__(
        self, simulation: Simulation, courses: Sequence[tuple[ChangingSynapses, CourseKeeper]]
    ) -> None:
        self._simulation = simulation
        self._courses = courses
        self._time = TimeShare(SHARE)
        self._due: list[int] = []
        """Those that are still to be looked through in this round; the first one is under way."""
        self._scan: WeightScan | None = None
        self._begun_ms = 0.0
        self._seen_step, self._next_s = simulation.step, -np.inf

    def work(self, clock: Callable[[], float], but: int | None) -> None:
        """Go on for a moment, if some time is left for it. but: one that others look through."""
        now_s, step = clock(), self._simulation.step
        self._time.earn(now_s)
        if not self._due and step != self._seen_step and now_s >= self._next_s:
            self._due = list(range(len(self._courses)))
            self._seen_step, self._next_s = step, now_s + EVERY_S
        if self._due and self._due[0] == but:
            self._end_scan()
        while self._due and self._time.is_left:
            self._go_on()
            self._time.spend(clock())

    def _go_on(self) -> None:
        synapses, course = self._courses[self._due[0]]
        if self._scan is None:
            self._scan, self._begun_ms = WeightScan(synapses, 1, 1), self._simulation.time_ms
        self._scan.go_on()
        if self._scan.is_done:
            # Each synapse was looked at once on the way: on average, in the middle of it.
            middle_ms = (self._begun_ms + self._simulation.time_ms) / 2
            course.add(middle_ms, self._scan.mean, self._scan.spread)
            self._end_scan()

    def _end_scan(self) -> None:
        self._scan = None
        self._due.pop(0)
