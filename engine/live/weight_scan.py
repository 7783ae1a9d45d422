"""Going through weights, a portion at a time, so that a simulation of many never waits long."""

from collections import deque
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from engine.connections.changing_synapses import ChangingSynapses
from engine.kernels.weight_summary import add_cells
from engine.live.weights import Course, groups

BINS = 960
"""Of histograms: fine enough to look at a part of them alone, and within the nearest cache."""
PORTION = 400_000
"""Synapses, or cells without any, of a call: a millisecond or two."""
SLOWER = 3
"""Times that a synapse takes longer whose weight has to be brought up to now first."""
MOST_POINTS = 512
MOST_SAMPLED = 2**16
"""Weights whose change is told; of more, as many are taken evenly."""
CHANGE_MS = 1000.0
SHORTEST_CHANGE_MS = 50.0


class WeightScan:
    """Once through all synapses; each is counted once, perhaps at another time than others."""

    def __init__(self, synapses: ChangingSynapses, rows: int, columns: int) -> None:
        """rows, columns: groups of targets and of sources, as many as there are neurons at most."""
        targets, sources = synapses.target.population.size, synapses.source.population.size
        self._synapses = synapses
        self._low, high = synapses.bounds
        self._bins_per_unit = BINS / (high - self._low)
        shape = max(1, min(rows, targets)), max(1, min(columns, sources))
        self._groups = groups(sources, shape[1]), groups(targets, shape[0])
        self._moments = np.zeros(2)
        self._cell = 0
        self.counts = np.zeros(BINS, np.int64)
        self.sums = np.zeros(shape)
        self.synapses = np.zeros(shape, np.int64)

    @property
    def is_done(self) -> bool:
        """Whether all synapses were counted."""
        return self._cell >= self._synapses.starts.size - 1

    @property
    def mean(self) -> float:
        """Of those that were counted."""
        return float(self._low + self._moments[0] / max(1, self.counts.sum()))

    @property
    def spread(self) -> float:
        """Their standard deviation."""
        mean, mean_square = self._moments / max(1, self.counts.sum())
        return float(np.sqrt(max(0.0, mean_square - mean * mean)))

    def go_on(self) -> None:
        """Count the next portion."""
        kept, first = self._synapses, self._cell
        # Of the array's own kind, lest it were converted as a whole.
        portion = PORTION if kept.eligibility is None else max(1, PORTION // SLOWER)
        enough = np.uint32(min(int(kept.starts[first]) + portion, 2**32 - 1))
        reached = int(np.searchsorted(kept.starts, enough, side="right")) - 1
        end = min(max(first + 1, reached), first + portion, kept.starts.size - 1)
        add_cells(
            first,
            end,
            kept.starts,
            *kept.in_cells(first, end),
            kept.delays,
            kept.bases,
            *self._groups,
            self._low,
            self._bins_per_unit,
            self.counts,
            self._moments,
            self.sums,
            self.synapses,
        )
        self._cell = end


class CourseKeeper:
    """A bounded number of points; where there are too many, every other one goes."""

    def __init__(self) -> None:
        self._points: list[tuple[float, float, float]] = []
        self._apart_ms = 0.0

    def add(self, time_ms: float, mean: float, spread: float) -> None:
        """Append a point, in place of the last one if that is of now or too near to be kept."""
        points = self._points
        is_near = len(points) > 1 and points[-1][0] - points[-2][0] < self._apart_ms
        if is_near or (points and points[-1][0] >= time_ms):
            points.pop()
        points.append((time_ms, mean, spread))
        if len(points) > MOST_POINTS:
            self._points = points = points[::2]
            self._apart_ms = (points[-1][0] - points[0][0]) / MOST_POINTS

    def course(self) -> Course:
        """All points."""
        return Course(*np.array(self._points).reshape(-1, 3).T.copy())


class ChangeMeter:
    """How much weights change a second, over about the last one or two simulated seconds."""

    def __init__(self, read: Callable[[], NDArray[np.floating]]) -> None:
        """read: gives present weights, always of the same synapses."""
        self._read = read
        self._moments: deque[tuple[float, NDArray[np.floating]]] = deque(maxlen=2)

    def per_s(self, time_ms: float) -> float | None:
        """The mean of absolute changes; None until there are two moments to compare."""
        now = self._read()
        if not self._moments or time_ms - self._moments[-1][0] >= CHANGE_MS:
            self._moments.append((time_ms, now))
        before_ms, before = self._moments[0]
        if time_ms - before_ms < SHORTEST_CHANGE_MS or not now.size:
            return None
        change = np.abs(now.astype(np.float64) - before).mean()
        return float(change) / (time_ms - before_ms) * 1000.0
