"""All arrays of a network, and what is read off several groups of them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.connections.bundle_list import connections_of_bundle
from engine.connections.changing_synapses import ChangingSynapses, changing_synapses
from engine.connections.last_spikes import compile_last_spikes
from engine.connections.plastic_list import (
    plastic_connections,
    plastic_count,
    plastic_row,
    plastic_weights,
)
from engine.connections.projection_blocks import ProjectionBlock
from engine.connections.synapse_list import Connections, connections_of, synapse_count
from engine.kernels.arrays import (
    N_ENTRY,
    NOTHING,
    P_BUNDLE,
    W_IS_DUE,
    W_PROJECTION,
    W_SENT,
    W_SPIKES,
    Calls,
    Exchange,
    History,
    Neurons,
    Own,
    Progress,
    Projections,
    Receptors,
)
from engine.kernels.bundle_arrays import Bundles
from engine.kernels.bundle_delivery import due
from engine.kernels.dopamine import D_DOSE
from engine.kernels.last_spike_arrays import (
    L_TILES,
    O_DELIVERED,
    O_DUE,
    FixedSums,
    FloatSums,
    LastSpikes,
    OwnLast,
)
from engine.kernels.neuron_part import neuron_part
from engine.kernels.outside_arrays import External, SourceSpikes
from engine.kernels.plastic_arrays import (
    S_DOPAMINE,
    W_STEP,
    DoubleWeights,
    OwnPlastic,
    Plastic,
    SingleWeights,
)
from engine.models.model import Kernel, Model
from engine.numerics.tables import Image


@dataclass(frozen=True, slots=True, eq=False)
class Arrays:
    """All arrays of a network, and the images by which kernels find them."""

    neurons: Neurons
    kernels: list[tuple[Model, Kernel]]
    """Of each block."""
    calls: Calls
    receptors: Receptors
    projections: Projections
    rows: list[int]
    """Of each projection from a population to a population, its row."""
    last: LastSpikes
    fixed_sums: FixedSums
    float_sums: FloatSums
    history: History
    external: External
    exchange: Exchange
    progress: Progress
    plastic: Plastic
    single: SingleWeights
    double: DoubleWeights
    source_spikes: SourceSpikes
    bundles: Bundles
    own: list[Own]
    own_last: list[OwnLast]
    own_plastic: list[OwnPlastic]
    image: Image
    own_images: list[Image]

    def compile_neurons(self) -> None:
        """Make what the step loop calls for neurons; not before, since it takes a second."""
        for row, (model, kernel) in zip(self.neurons.layout, self.kernels, strict=True):
            row[N_ENTRY] = neuron_part(model, kernel)

    def compile_last_spikes(self, projection_blocks: list[ProjectionBlock]) -> None:
        """Make what it calls for projections of last spikes; small networks do without."""
        compile_last_spikes(self.last, self.calls, projection_blocks)

    def is_waiting(self) -> bool:
        """Whether weights of the last step's spikes are yet to be sent, or to change."""
        due = self.own_last[0].counts[:, O_DUE]
        is_plastic = self.own_plastic[0].waiting[W_STEP] != NOTHING
        return bool(self.own[0].waiting[W_IS_DUE] or due.any() or is_plastic)

    def weights_of(self, p: int, projection_block: ProjectionBlock) -> NDArray[Any]:
        """A view of the weights of a projection that change, and of those that it is kept with."""
        which = plastic_row(self.plastic, p)
        return plastic_weights(self.plastic, self.single, self.double, which, projection_block)

    def changing_synapses(self, p: int, projection_block: ProjectionBlock) -> ChangingSynapses:
        """Views of the synapses of a projection that learns."""
        segments = self.projections.segments[projection_block.target.block]
        kept = self.plastic, self.own_plastic[0], self.single, self.double
        return changing_synapses(projection_block, p, segments, *kept)

    def synapse_count(self, p: int, projection_block: ProjectionBlock) -> int:
        """How many synapses a projection has."""
        if projection_block.is_plastic:
            return plastic_count(self.plastic, p)
        return synapse_count(self.projections, p, projection_block)

    def connections(self, p: int, projection_block: ProjectionBlock) -> Connections:
        """The synapses of a projection, by source and target."""
        if self.projections.layout[p, P_BUNDLE] != NOTHING:
            return connections_of_bundle(
                self.bundles, self.projections, self.receptors, p, projection_block
            )
        if not projection_block.is_plastic:
            return connections_of(self.projections, p, projection_block)
        return self._plastic_connections(p, projection_block)[0]

    def plastic_order(
        self, p: int, projection_block: ProjectionBlock
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Which synapse of a projection that changes is the first by source and target, and so
        on, as where they are depends on the threads; and the source of each, counted within its
        population."""
        connections, order = self._plastic_connections(p, projection_block)
        return order, connections.source - projection_block.source.first

    def _plastic_connections(
        self, p: int, projection_block: ProjectionBlock
    ) -> tuple[Connections, NDArray[np.int64]]:
        segments = self.projections.segments[projection_block.target.block]
        which, weights = plastic_row(self.plastic, p), self.weights_of(p, projection_block)
        is_double = projection_block.weight_precision == "double"
        kept = self.double.kept if is_double else self.single.kept
        of = self.plastic, self.own_plastic[0], which, projection_block, segments
        return plastic_connections(*of, weights, kept)

    def add_dopamine(self, p: int, amount: float) -> None:
        """Let it jump at the end of the next step, for a projection that it changes."""
        known = self.plastic.layout[plastic_row(self.plastic, p), S_DOPAMINE]
        for own in self.own_plastic:
            own.dopamine[known, D_DOSE] += amount

    def sent_share(self) -> float:
        """How much of what is due is sent, from 0 to 1."""
        waiting, bundles = self.own[0].waiting, len(self.bundles.layout)
        at, spikes = int(waiting[W_PROJECTION]), int(waiting[W_SPIKES])
        if at >= len(self.projections.layout):
            b, now = at - len(self.projections.layout), int(self.progress.steps[0]) - 1
            spikes = due(self.bundles, b, self.history, self.own[0], now)
        total = len(self.projections.layout) + bundles
        return float((at + waiting[W_SENT] / max(spikes, 1)) / total)

    def moved_share(self) -> float:
        """How many of the weights that wait to be moved are moved, from 0 to 1."""
        counts = self.own_last[0].counts
        due = int((counts[:, O_DUE] * self.last.layout[:, L_TILES]).sum())
        return float(counts[:, O_DELIVERED].sum() / due) if due else 0.0
