"""ChangingSynapses: the synapses of a projection that learns, as kernels keep them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.connections.all_to_all import AllToAll
from engine.connections.eligibility import Eligibility, eligibility
from engine.connections.plastic_list import member_of, plastic_weights
from engine.connections.plastic_members import find_own
from engine.connections.projection_blocks import ProjectionBlock
from engine.description.units import weight_unit
from engine.kernels.arrays import NOTHING
from engine.kernels.plastic_arrays import (
    M_FIRST,
    M_ROW,
    M_SYNAPSES,
    M_TARGETS,
    S_DELAYS,
    S_INCOMING,
    S_INCOMING_STARTS,
    S_LISTED,
    S_STARTS,
    S_SYNAPSES,
    DoubleWeights,
    OwnPlastic,
    Plastic,
    SingleWeights,
)
from engine.plasticity.catalogue import Plasticity
from engine.runtime.population_ranges import PopulationRange
from engine.runtime.target_partition import TargetPartition


@dataclass(frozen=True, slots=True, eq=False)
class ChangingSynapses:
    """Views of what one population's synapses onto one other are, by cell; none is copied.

    See `engine.kernels.plastic_arrays`: a cell is what a source has in a segment with one delay.
    Where synapses onto other populations are kept with these, those of a cell are some of what is
    kept in it, one after the other.
    """

    rule: Plasticity
    source: PopulationRange
    target: PopulationRange
    unit: str
    """Of weights, as the names of keys end."""
    is_dense: bool
    """Whether every source connects to every target."""
    delays: int
    bases: NDArray[np.int64]
    """For each segment: what makes a target of the population one of the segment."""
    starts: NDArray[np.uint32]
    """Of each cell, how many synapses are in those before it."""
    begins: NDArray[np.uint32]
    """Where its synapses begin among all that are kept."""
    kept_starts: NDArray[np.uint32]
    """Where its first is of all that are kept in it."""
    kept_targets: NDArray[np.uint16]
    kept_weights: NDArray[Any]
    incoming_starts: NDArray[np.uint32]
    incoming: NDArray[np.uint32]
    """Which of all that are kept, unless they are searched for."""
    incoming_terminals: NDArray[np.uint16]
    eligibility: Eligibility | None
    """Where dopamine changes weights, which are those of the last spike then."""

    @property
    def bounds(self) -> tuple[float, float]:
        """Between which all weights stay."""
        return min(0.0, self.rule.w_max), max(0.0, self.rule.w_max)

    @property
    def is_alone(self) -> bool:
        """Whether nothing else is kept with these."""
        return int(self.starts[-1]) == self.kept_weights.size

    @property
    def weights(self) -> NDArray[Any]:
        """As they are kept, by cell."""
        return self.kept_weights if self.is_alone else self.kept_weights[self._all_places()]

    def onto(self, target: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The sources, as the description counts neurons, and the weights of all synapses onto a
        target, counted within its population."""
        low, high = self.incoming_starts[target : target + 2].astype(np.int64)
        if self.incoming.size > 0:
            synapses = self.incoming[low:high].astype(np.int64)
        else:
            synapses = self._search(target, self.incoming_terminals[low:high].astype(np.int64))
        cells = self._cells(synapses)
        sources = cells // (self.delays * self.bases.size) + self.source.first
        targets = np.full(synapses.size, target)
        return sources, self._present(synapses, self._terminals(cells), targets)

    def in_cells(self, first: int, end: int) -> tuple[NDArray[np.uint16], NDArray[Any], int]:
        """Targets and present weights, of cells `first` to `end` at least, and whose the first
        are."""
        before = int(self.starts[first])
        if self.eligibility is not None:
            cells = first, end, self.starts, self.kept_targets, self.kept_weights, self.bases
            return self.kept_targets[before:], self.eligibility.present_in_cells(*cells), before
        if self.is_alone:
            return self.kept_targets, self.kept_weights, 0
        places = self._places(np.arange(before, int(self.starts[end])))
        return self.kept_targets[places], self.kept_weights[places], before

    def sample(self, most: int) -> Callable[[], NDArray[np.floating]]:
        """What reads the present weights of so many synapses at most, taken evenly."""
        count = int(self.starts[-1])
        stride = max(1, -(-count // most))
        if self.eligibility is None and self.is_alone:
            return self.kept_weights[::stride].copy
        synapses = self._places(np.arange(0, count, stride))
        cells = self._cells(synapses)
        terminals, segments = self._terminals(cells), cells // self.delays % self.bases.size
        targets = self.kept_targets[synapses] - self.bases[segments]
        return lambda: self._present(synapses, terminals, targets)

    def _search(self, target: int, terminals: NDArray[np.int64]) -> NDArray[np.int64]:
        """Which synapses of these ascending terminals, all of one page, are onto a target."""
        segment = np.flatnonzero(target + self.bases >= 0)[-1]
        cells = terminals // self.delays * self.bases.size + segment
        cells = cells * self.delays + terminals % self.delays
        low, high = (self.kept_starts[at].astype(np.int64) for at in (cells, cells + 1))
        while (low < high).any():
            middle = np.minimum((low + high) // 2, self.kept_targets.size - 1)
            is_before = (self.kept_targets[middle] < target + self.bases[segment]) & (low < high)
            low, high = np.where(is_before, middle + 1, low), np.where(is_before, high, middle)
            high = np.maximum(low, high)
        # Several from one source stand side by side.
        synapses: NDArray[np.int64] = low + np.arange(low.size)
        return synapses - np.searchsorted(terminals, terminals)

    def _places(self, synapses: NDArray[np.int64]) -> NDArray[np.int64]:
        """Which of all that are kept are some of these."""
        cells = np.searchsorted(self.starts, synapses.astype(np.uint32), side="right") - 1
        return synapses - self.starts[cells] + self.begins[cells]

    def _all_places(self) -> NDArray[np.int64]:
        return self._places(np.arange(int(self.starts[-1])))

    def _cells(self, synapses: NDArray[np.int64]) -> NDArray[np.int64]:
        """The cells of some of all that are kept."""
        return np.searchsorted(self.kept_starts, synapses.astype(np.uint32), side="right") - 1

    def _terminals(self, cells: NDArray[np.int64]) -> NDArray[np.int64]:
        return cells // (self.delays * self.bases.size) * self.delays + cells % self.delays

    def _present(
        self,
        synapses: NDArray[np.int64],
        terminals: NDArray[np.int64],
        targets: NDArray[np.int64],
    ) -> NDArray[np.float64]:
        weights = self.kept_weights[synapses]
        if self.eligibility is None:
            return weights.astype(np.float64)
        return self.eligibility.present(weights, synapses, terminals, targets)


def changing_synapses(
    projection_block: ProjectionBlock,
    p: int,
    segments: NDArray[np.int64],
    plastic: Plastic,
    own: OwnPlastic,
    single: SingleWeights,
    double: DoubleWeights,
) -> ChangingSynapses:
    """Those of a row of the projections that learns. segments: of the target's block."""
    block, rule = projection_block, projection_block.projection.plasticity
    assert rule is not None
    member = member_of(plastic, p)
    which, begin, targets = int(member[M_ROW]), int(member[M_FIRST]), int(member[M_TARGETS])
    row = plastic.layout[which]
    weights = plastic_weights(plastic, single, double, which, block)
    partition = TargetPartition(segments, block.target, threads=1)
    delays, first = int(row[S_DELAYS]), int(row[S_SYNAPSES])
    sources = block.source.population.size
    cells = sources * partition.count * delays
    known = None
    if block.plastic_kernel.is_modulated:
        kept = double.kept if block.weight_precision == "double" else single.kept
        known = eligibility(plastic, own, kept, which, sources, targets, weights.size)
    kept_starts = plastic.starts[row[S_STARTS] : row[S_STARTS] + cells + 1]
    kept_targets = plastic.targets[first : first + weights.size]
    starts, begins = kept_starts, kept_starts
    if member[M_SYNAPSES] < weights.size:
        starts, begins = np.zeros(cells + 1, np.uint32), np.zeros(cells, np.uint32)
        find_own(kept_starts, kept_targets, partition.bases, delays, targets, starts, begins)
    is_searched = bool(row[S_LISTED] == NOTHING)
    return ChangingSynapses(
        rule=rule,
        source=block.source,
        target=block.target,
        unit=weight_unit((), block.projection.synapse, [block.target.population]),
        is_dense=isinstance(block.projection.connect, AllToAll),
        delays=delays,
        bases=partition.bases,
        starts=starts,
        begins=begins,
        kept_starts=kept_starts,
        kept_targets=kept_targets,
        kept_weights=weights,
        incoming_starts=plastic.incoming_starts[row[S_INCOMING_STARTS] + begin :][: targets + 1],
        incoming=plastic.incoming[row[S_LISTED] :][: 0 if is_searched else weights.size],
        incoming_terminals=plastic.incoming_terminals[row[S_INCOMING] :][: weights.size],
        eligibility=known,
    )
