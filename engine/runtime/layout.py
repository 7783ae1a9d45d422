"""What a network becomes in memory: where its neurons are, who serves whom, and how it is built."""

from collections.abc import Callable

import numpy as np

from engine.connections.build_work import BuildWork
from engine.connections.bundle_plan import bundle_plans
from engine.connections.fixed_point import units_of
from engine.connections.last_spikes import (
    calls_of_last_spikes,
    entry_count,
    history_of,
    last_spikes_of,
    own_last_of,
)
from engine.connections.projection_arrays import projections_of
from engine.connections.projection_blocks import projection_blocks_of
from engine.description.network import Network
from engine.errors import NetworkTooLargeError
from engine.kernels.arrays import WAITING_COLUMNS, Own, Progress
from engine.kernels.bundle_arrays import ROWS_AT_ONCE
from engine.kernels.external_input import calls_of_inputs, external_of, noisy_blocks
from engine.kernels.guard import VECTORS
from engine.kernels.neuron_blocks import neurons_of
from engine.kernels.receptor_layout import (
    calls_of,
    reached_sparsely,
    receptor_index,
    receptors_of,
)
from engine.kernels.source_spikes import calls_of_source_spikes, source_spikes_of
from engine.numerics.aligned import zeros
from engine.numerics.tables import Image
from engine.processes.processes import ALONE, Processes
from engine.runtime.exchange_arrays import exchange_of, interval_of
from engine.runtime.memory import require_memory
from engine.runtime.needed_memory import needed_bytes
from engine.runtime.network_arrays import Arrays
from engine.runtime.population_ranges import block_sizes, population_ranges_of
from engine.runtime.shares import OwnShare
from engine.runtime.target_partition import segments_of
from engine.runtime.tiles import TILE


class Layout:
    """Where the neurons of a network are, and what its arrays will need."""

    def __init__(self, network: Network, threads: int, processes: Processes = ALONE) -> None:
        self._network = network
        self._threads = threads
        self._processes = processes
        self.population_ranges = population_ranges_of(network)
        self.share = OwnShare(tuple(block_sizes(self.population_ranges)), threads, processes)
        self.projection_blocks = projection_blocks_of(network, self.population_ranges)
        self._bundles = bundle_plans(self.projection_blocks, self.share.sizes)
        self.receptors = receptor_index(network, self.population_ranges, self.projection_blocks)
        self.needed_bytes = needed_bytes(
            network,
            self.population_ranges,
            self.projection_blocks,
            self._bundles,
            self.receptors,
            self.share,
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
        needed = self._processes.sum_on_this_machine(sum(self.needed_bytes.values()))
        refusal = None
        try:
            require_memory(needed, f"{what}{self._processes.on_this_machine}", most)
        except NetworkTooLargeError as error:
            refusal = error
        self._processes.agree(refusal)

    def built(self, told: Callable[[int, int], None]) -> Arrays:
        """All arrays, at the network's start; told: how much is done, and of how much."""
        network, population_ranges, projection_blocks, threads = (
            self._network,
            self.population_ranges,
            self.projection_blocks,
            self._threads,
        )
        sizes, parts = list(self.share.sizes), self.share.parts
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
            network,
            population_ranges,
            self.receptors,
            units,
            latest,
            self._bundles,
            segments,
            reached_sparsely(network, population_ranges, projection_blocks, self.receptors),
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
        interval = interval_of(projection_blocks, self._bundles, self._processes)
        history = history_of(projection_blocks, self._bundles, network.size, interval)
        calls = calls_of(
            self.receptors,
            len(sizes),
            calls_of_inputs(external, receptors, sizes),
            noisy_blocks(external, sizes),
            calls_of_last_spikes(projection_blocks, len(sizes)),
            calls_of_source_spikes(source_spikes, population_ranges, len(sizes)),
        )
        neurons, kernels = neurons_of(network, population_ranges, calls.conducts, applied)
        exchange = exchange_of(self.share, interval)
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
            row_turns=np.empty(ROWS_AT_ONCE, np.int64),
            normal=zeros(TILE, np.float32),
            random=zeros(TILE, np.uint32),
            counts=zeros(TILE, np.int16),
            alike=zeros(TILE, np.float64),
            vectors=zeros(VECTORS * variables, np.float64),
        )
