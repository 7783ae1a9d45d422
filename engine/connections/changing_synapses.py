"""ChangingSynapses: the synapses of a projection that learns, as kernels keep them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.connections.all_to_all import AllToAll
from engine.connections.eligibility import Eligibility, eligibility
from engine.connections.plastic_list import plastic_row, plastic_weights
from engine.connections.projection_blocks import ProjectionBlock
from engine.description.units import weight_unit
from engine.kernels.plastic_arrays import (
    S_DELAYS,
    S_INCOMING,
    S_INCOMING_STARTS,
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
    """Views of what one population's synapses onto one other are, by cell; nothing is copied.

    See `engine.kernels.plastic_arrays`: a cell is what a source has in a segment with one delay.
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
    targets: NDArray[np.uint16]
    weights: NDArray[Any]
    incoming_starts: NDArray[np.uint32]
    incoming: NDArray[np.uint32]
    eligibility: Eligibility | None
    """Where dopamine changes weights, which are those of the last spike then."""

    @property
    def bounds(self) -> tuple[float, float]:
        """Between which all weights stay."""
        return min(0.0, self.rule.w_max), max(0.0, self.rule.w_max)

    def onto(self, target: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The sources, as the description counts neurons, and the weights of all synapses onto a
        target, counted within its population."""
        low, high = self.incoming_starts[target : target + 2].astype(np.int64)
        synapses = self.incoming[low:high].astype(np.int64)
        cells = self._cells(synapses)
        sources = cells // (self.delays * self.bases.size) + self.source.first
        targets = np.full(synapses.size, target)
        return sources, self._present(synapses, self._terminals(cells), targets)

    def in_cells(self, first: int, end: int) -> tuple[NDArray[Any], int]:
        """Present weights, of cells `first` to `end` at least, and whose the first is."""
        if self.eligibility is None:
            return self.weights, 0
        cells = first, end, self.starts, self.targets, self.weights, self.bases
        return self.eligibility.present_in_cells(*cells), int(self.starts[first])

    def sample(self, most: int) -> Callable[[], NDArray[np.floating]]:
        """What reads the present weights of so many synapses at most, taken evenly."""
        stride = max(1, -(-self.weights.size // most))
        if self.eligibility is None:
            return self.weights[::stride].copy
        synapses = np.arange(0, self.weights.size, stride)
        cells = self._cells(synapses)
        terminals, segments = self._terminals(cells), cells // self.delays % self.bases.size
        targets = self.targets[synapses] - self.bases[segments]
        return lambda: self._present(synapses, terminals, targets)

    def _cells(self, synapses: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.searchsorted(self.starts, synapses.astype(np.uint32), side="right") - 1

    def _terminals(self, cells: NDArray[np.int64]) -> NDArray[np.int64]:
        return cells // (self.delays * self.bases.size) * self.delays + cells % self.delays

    def _present(
        self,
        synapses: NDArray[np.int64],
        terminals: NDArray[np.int64],
        targets: NDArray[np.int64],
    ) -> NDArray[np.float64]:
        weights = self.weights[synapses]
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
    which = plastic_row(plastic, p)
    row, targets = plastic.layout[which], block.target.population.size
    weights = plastic_weights(plastic, single, double, which, block)
    partition = TargetPartition(segments, block.target, threads=1)
    delays, first = int(row[S_DELAYS]), int(row[S_SYNAPSES])
    sources = block.source.population.size
    cells = sources * partition.count * delays
    known = None
    if block.plastic_kernel.is_modulated:
        kept = double.kept if block.weight_precision == "double" else single.kept
        known = eligibility(plastic, own, kept, which, sources, targets, weights.size)
    return ChangingSynapses(
        rule=rule,
        source=block.source,
        target=block.target,
        unit=weight_unit((), block.projection.synapse, [block.target.population]),
        is_dense=isinstance(block.projection.connect, AllToAll),
        delays=delays,
        bases=partition.bases,
        starts=plastic.starts[row[S_STARTS] : row[S_STARTS] + cells + 1],
        targets=plastic.targets[first : first + weights.size],
        weights=weights,
        incoming_starts=plastic.incoming_starts[row[S_INCOMING_STARTS] :][: targets + 1],
        incoming=plastic.incoming[row[S_INCOMING] :][: weights.size],
        eligibility=known,
    )
