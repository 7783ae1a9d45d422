"""What a network becomes in memory: where its neurons are, who serves whom, and all arrays."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.connections.build_work import BuildWork
from engine.connections.bundle_list import connections_of_bundle
from engine.connections.bundle_plan import bundle_plans
from engine.connections.changing_synapses import ChangingSynapses, changing_synapses
from engine.connections.fixed_point import units_of
from engine.connections.last_spikes import (
    calls_of_last_spikes,
    compile_last_spikes,
    entry_count,
    history_of,
    last_spikes_of,
    own_last_of,
)
from engine.connections.plastic_list import (
    plastic_connections,
    plastic_count,
    plastic_row,
    plastic_weights,
)
from engine.connections.projection_arrays import projections_of
from engine.connections.projection_blocks import ProjectionBlock, projection_blocks_of
from engine.connections.synapse_list import Connections, connections_of, synapse_count
from engine.description.network import Network
from engine.kernels.arrays import (
    N_ENTRY,
    NOTHING,
    P_BUNDLE,
    W_IS_DUE,
    W_PROJECTION,
    W_SENT,
    W_SPIKES,
    WAITING_COLUMNS,
    Calls,
    Exchange,
    History,
    Neurons,
    Own,
    Progress,
    Projections,
    Receptors,
)
from engine.kernels.bundle_arrays import ROWS_AT_ONCE, Bundles
from engine.kernels.bundle_delivery import due
from engine.kernels.dopamine import D_DOSE
from engine.kernels.external_input import calls_of_inputs, external_of, noisy_blocks
from engine.kernels.guard import VECTORS
from engine.kernels.last_spike_arrays import (
    L_TILES,
    O_DELIVERED,
    O_DUE,
    FixedSums,
    FloatSums,
    LastSpikes,
    OwnLast,
)
from engine.kernels.neuron_blocks import neurons_of
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
from engine.kernels.receptor_layout import calls_of, receptor_index, receptors_of
from engine.kernels.source_spikes import calls_of_source_spikes, source_spikes_of
from engine.models.model import Kernel, Model
from engine.numerics.aligned import zeros
from engine.numerics.tables import Image
from engine.runtime.memory import require_memory
from engine.runtime.needed_memory import needed_bytes
from engine.runtime.outcome import NONE
from engine.runtime.population_ranges import block_sizes, population_ranges_of
from engine.runtime.target_partition import segments_of
from engine.runtime.tiles import TILE, shares


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
        """A view of the weights of a projection that change, as kernels keep them."""
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
            return plastic_count(self.plastic, plastic_row(self.plastic, p))
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

    def plastic_order(self, p: int, projection_block: ProjectionBlock) -> NDArray[np.int64]:
        """Which synapse of a projection that changes is the first by source and target, and so
        on; where they are depends on the threads."""
        return self._plastic_connections(p, projection_block)[1]

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


class Layout:
    """Where the neurons of a network are, and what its arrays will need."""

    def __init__(self, network: Network, threads: int) -> None:
        self._network = network
        self._threads = threads
        self.population_ranges = population_ranges_of(network)
        self.projection_blocks = projection_blocks_of(network, self.population_ranges)
        self._bundles = bundle_plans(self.projection_blocks)
        self.receptors = receptor_index(network, self.population_ranges, self.projection_blocks)
        self.needed_bytes = needed_bytes(
            network,
            self.population_ranges,
            self.projection_blocks,
            self._bundles,
            self.receptors,
            threads,
        )

    @property
    def storage(self) -> str:
        """How most weights are kept: `procedural` or `stored`."""
        pairs = {"procedural": 0.0, "stored": 0.0}
        for projection_block in self.projection_blocks:
            is_procedural = projection_block.storage.startswith("procedural")
            kept = "procedural" if is_procedural else "stored"
            size = projection_block.source.population.size * projection_block.target.population.size
            pairs[kept] += size if is_procedural else projection_block.synapses
        return "procedural" if pairs["procedural"] > pairs["stored"] else "stored"

    def require_memory(self) -> None:
        """Raise NetworkTooLargeError, before anything is allocated, if memory would not suffice."""
        what = f"network {self._network.name} of {self._network.size} neurons"
        most = max(self.needed_bytes, key=lambda part: self.needed_bytes[part])
        require_memory(sum(self.needed_bytes.values()), what, most)

    def built(self, told: Callable[[int, int], None]) -> Arrays:
        """All arrays, at the network's start; told: how much is done, and of how much."""
        network, population_ranges, projection_blocks, threads = (
            self._network,
            self.population_ranges,
            self.projection_blocks,
            self._threads,
        )
        sizes = block_sizes(population_ranges)
        parts = np.array(
            [[low for low, _ in shares(size, threads)] + [size] for size in sizes], np.int64
        )
        work = BuildWork(sum(block.build_work for block in projection_blocks), told)
        latest: dict[int, int] = {}
        for projection_block in projection_blocks:
            for key in (projection_block.receptor, projection_block.middle_receptor):
                if key in self.receptors and not projection_block.is_last_spike:
                    r = self.receptors[key]
                    latest[r] = max(projection_block.ring_steps, latest.get(r, 0))
        units = units_of(projection_blocks, self.receptors)
        segments = segments_of(parts)
        receptors = receptors_of(
            network, population_ranges, self.receptors, units, latest, self._bundles, segments
        )
        external, applied = external_of(network, population_ranges, self.receptors)
        source_spikes = source_spikes_of(network, population_ranges)
        built = projections_of(
            network,
            population_ranges,
            projection_blocks,
            self._bundles,
            self.receptors,
            receptors,
            parts,
            segments,
            work.advance,
        )
        last, fixed_sums, float_sums = last_spikes_of(
            projection_blocks, built.rows, parts, network.dt_ms
        )
        history = history_of(projection_blocks, self._bundles, network.size)
        calls = calls_of(
            self.receptors,
            len(sizes),
            calls_of_inputs(external, receptors, sizes),
            noisy_blocks(external, sizes),
            calls_of_last_spikes(projection_blocks, len(sizes)),
            calls_of_source_spikes(source_spikes, population_ranges, len(sizes)),
        )
        neurons, kernels = neurons_of(network, population_ranges, calls.conducts, applied)
        exchange = Exchange(
            spiked=np.empty(2 * network.size, np.int64),
            counts=np.zeros(2 * len(sizes) * threads, np.int64),
            bounds=parts,
            failed=np.full((2, threads), NONE, np.int64),
            arrivals=np.zeros(1, np.int64),
        )
        progress = Progress(steps=np.zeros(1, np.int64))
        own = [self._own(thread) for thread in range(threads)]
        entries = entry_count(projection_blocks)
        own_last = [own_last_of(last, entries) for _ in range(threads)]
        plastic, single, double = built.plastic.built()
        own_plastic = [built.plastic.own() for _ in range(threads)]
        return Arrays(
            neurons,
            kernels,
            calls,
            receptors,
            built.projections,
            built.rows,
            last,
            fixed_sums,
            float_sums,
            history,
            external,
            exchange,
            progress,
            plastic,
            single,
            double,
            source_spikes,
            built.bundles,
            own,
            own_last,
            own_plastic,
            Image(
                neurons,
                calls,
                receptors,
                built.projections,
                last,
                fixed_sums,
                float_sums,
                history,
                plastic,
                single,
                double,
                external,
                exchange,
                progress,
                source_spikes,
                built.bundles,
            ),
            [Image(*kept) for kept in zip(own, own_last, own_plastic, strict=True)],
        )

    def _own(self, thread: int) -> Own:
        size = self._network.size
        populations = self._network.populations
        variables = max(len(each.described_model.variables) for each in populations)
        return Own(
            thread=np.array([thread, self._threads], np.int64),
            spiked=np.empty(size, np.int64),
            begins=np.zeros(len(self.population_ranges) + 1, np.int64),
            waiting=np.zeros(WAITING_COLUMNS, np.int64),
            keys=np.empty(size, np.uint32),
            current=zeros(TILE, np.float64),
            conductance=zeros(TILE, np.float64),
            jump=zeros(TILE, np.float64),
            known=np.zeros(len(self._bundles), np.int64),
            row_begins=np.empty(ROWS_AT_ONCE, np.int64),
            row_ends=np.empty(ROWS_AT_ONCE, np.int64),
            normal=zeros(TILE, np.float32),
            random=zeros(TILE, np.uint32),
            vectors=zeros(VECTORS * variables, np.float64),
        )
