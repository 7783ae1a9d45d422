"""Synapses of a network, as arrays."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from engine.connections.bundle_layout import LOOK_UP, bundles_of
from engine.connections.bundle_plan import BundlePlan
from engine.connections.drawn_matrix import drawn_weights, keys_of, stored_draws_of
from engine.connections.joining import Parts
from engine.connections.listed import Listed
from engine.connections.listed_rows import listed_rows
from engine.connections.plastic_members import Member
from engine.connections.plastic_projections import PlasticArrays
from engine.connections.projection_blocks import ProjectionBlock
from engine.connections.quantiles import quantiles_of
from engine.connections.sparse_rows import Rows, build_rows
from engine.description.network import Network
from engine.distributions.catalogue import Drawn, law_of
from engine.distributions.uniform import Uniform
from engine.kernels.arrays import (
    NOTHING,
    P_BLOCK,
    P_BUNDLE,
    P_COUNT,
    P_DELAY,
    P_EACH,
    P_ENTRY,
    P_PAIR_KEYS,
    P_POPULATION,
    P_QUANTILES,
    P_RECEPTOR,
    P_RECORDS,
    P_SELF,
    P_SOURCE_HIGH,
    P_SOURCE_KEYS,
    P_SOURCE_LOW,
    P_STARTS,
    P_TARGET_HIGH,
    P_TARGET_LOW,
    P_WEIGHTS,
    P_WIDTH,
    PROJECTION_COLUMNS,
    Projections,
    Receptors,
)
from engine.kernels.bundle_arrays import Bundles
from engine.kernels.delivery_parts import delivery_part
from engine.kernels.receptor_layout import ReceptorIndex
from engine.kernels.sparse_delivery import sparse_part
from engine.runtime.population_ranges import PopulationRange
from engine.runtime.target_partition import TargetPartition

FASTER = {"procedural-uniform": 8, "stored-uniform": 8, "stored-quantiles": 8}
"""How many times as fast as sparse synapses those of a storage are gone along."""


@dataclass(slots=True)
class _Arrays:
    """What is to become one array each."""

    starts: Parts[np.int64] = field(default_factory=lambda: Parts(np.int64))
    records: Parts[np.uint16] = field(default_factory=lambda: Parts(np.uint16))
    weights: Parts[np.float32] = field(default_factory=lambda: Parts(np.float32))
    given: Parts[np.float64] = field(default_factory=lambda: Parts(np.float64))
    drawn: Parts[np.uint16] = field(default_factory=lambda: Parts(np.uint16))
    source_keys: Parts[np.uint32] = field(default_factory=lambda: Parts(np.uint32))
    pair_keys: Parts[np.uint32] = field(default_factory=lambda: Parts(np.uint32))
    quantiles: Parts[np.int16] = field(default_factory=lambda: Parts(np.int16))

    def add_rows(self, rows: Rows) -> tuple[int, int, int, int]:
        """Append; P_STARTS, P_RECORDS, P_WIDTH and P_WEIGHTS of the layout."""
        at_weights = self.weights.add(rows.weights) if rows.weights.size > 0 else NOTHING
        at_records = self.records.add(rows.records.reshape(-1))
        return self.starts.add(rows.starts), at_records, rows.records.shape[1], at_weights


@dataclass(frozen=True, slots=True)
class Built:
    """Projections as arrays, and which row of theirs is the one of each projection_block."""

    projections: Projections
    rows: list[int]
    bundles: Bundles
    plastic: PlasticArrays


def projections_of(
    network: Network,
    population_ranges: dict[str, PopulationRange],
    projection_blocks: list[ProjectionBlock],
    plans: list[BundlePlan],
    index: ReceptorIndex,
    receptors: Receptors,
    parts: NDArray[np.int64],
    segments: NDArray[np.int64],
    advance: Callable[[float], None],
) -> Built:
    """Build all synapses.

    parts: the neurons of each block that each thread takes, shape (blocks, threads + 1). segments:
    of each block, shape (blocks, segments + 1). advance: is told how much more is done, of the
    `build_work` of all, and may raise to stop.
    """
    firsts = sorted(population_range.start for population_range in population_ranges.values())
    order = {start: number for number, start in enumerate(firsts)}
    arrays, layout, weight, places = _Arrays(), [], [], []
    plastic = PlasticArrays(network.dt_ms)
    for projection_block in projection_blocks:
        plastic.close(projection_block)
        row = _common_row(projection_block, order[projection_block.source.start])
        is_split = projection_block.unit is not None and projection_block.storage != "sparse"
        if is_split and projection_block.middle != 0.0 and not projection_block.is_last_spike:
            middle = row.copy()
            middle[P_ENTRY] = delivery_part("uniform")
            middle[P_RECEPTOR] = index[projection_block.middle_receptor]
            layout.append(middle)
            weight.append(projection_block.middle)
        if not projection_block.is_last_spike:
            row[P_RECEPTOR] = index[projection_block.receptor]
        places.append(len(layout))
        partition = TargetPartition(
            segments[projection_block.target.block], projection_block.target, parts.shape[1] - 1
        )
        if projection_block.is_plastic:
            rows = _rows(network, projection_block, partition, advance)
            weights = _first_weights(network, projection_block, rows, partition.own)
            plastic.take(Member(projection_block, row, len(layout), rows, weights, partition))
        elif projection_block.storage == "sparse" and projection_block.unit is None:
            _add_sparse(network, projection_block, partition, arrays, row, advance)
        elif projection_block.storage != "sparse":
            _add_dense(network, projection_block, arrays, row)
            advance(projection_block.build_work)
        layout.append(row)
        weight.append(
            0.0 if is_split and not projection_block.is_last_spike else projection_block.middle
        )
    plastic.close()
    bundles, bundled = bundles_of(
        plans, segments, parts.shape[1] - 1, network.seed, index, receptors, advance
    )
    for p, projection_block in zip(places, projection_blocks, strict=True):
        if id(projection_block) in bundled:
            layout[p][[P_BUNDLE, P_COUNT]] = bundled[id(projection_block)]
    return Built(
        Projections(
            layout=np.array(layout, np.int64).reshape(-1, PROJECTION_COLUMNS),
            weight=np.array(weight, np.float64),
            firsts=np.array([*firsts, network.size], np.int64),
            segments=segments,
            starts=arrays.starts.joined(),
            records=arrays.records.joined(),
            weights=arrays.weights.joined(),
            given=arrays.given.joined(),
            drawn=arrays.drawn.joined(),
            source_keys=arrays.source_keys.joined(),
            pair_keys=arrays.pair_keys.joined(),
            quantiles=arrays.quantiles.joined(),
        ),
        places,
        bundles,
        plastic,
    )


def _common_row(projection_block: ProjectionBlock, population: int) -> NDArray[np.int64]:
    """What is known of a projection before its synapses are."""
    row = np.full(PROJECTION_COLUMNS, NOTHING, np.int64)
    source, target = projection_block.source, projection_block.target
    row[P_SOURCE_LOW] = source.start
    row[P_SOURCE_HIGH] = source.start + source.population.size
    row[P_BLOCK], row[P_TARGET_LOW], row[P_TARGET_HIGH] = target.block, target.offset, target.end
    if not projection_block.is_delayed:
        row[P_DELAY] = int(law_of(projection_block.delay_steps).first)
    if not projection_block.self_connections:
        row[P_SELF] = source.start - source.offset
    row[P_POPULATION], row[P_EACH] = population, 0
    return row


def _add_dense(
    network: Network, projection_block: ProjectionBlock, arrays: _Arrays, row: NDArray[np.int64]
) -> None:
    """Add the weights of an all-to-all projection, or what they are made from."""
    sources, targets = (
        projection_block.source.population.size,
        projection_block.target.population.size,
    )
    if not projection_block.is_last_spike:
        row[P_ENTRY] = delivery_part(projection_block.storage)
    if projection_block.storage == "uniform":
        return
    row[P_EACH] = max(1, targets // FASTER.get(projection_block.storage, 1))
    if projection_block.matrix is not None:
        weights = np.array(np.asarray(projection_block.matrix).T, np.float64)
        if not projection_block.self_connections:
            np.fill_diagonal(weights, 0.0)
        row[P_WEIGHTS] = arrays.given.add(weights.reshape(-1))
        return
    source_keys, pair_keys = keys_of(int(projection_block.rule(network.seed).key), sources, targets)
    row[P_SOURCE_KEYS] = arrays.source_keys.add(source_keys)
    row[P_PAIR_KEYS] = arrays.pair_keys.add(pair_keys)
    table = None
    weight = projection_block.weight
    if isinstance(weight, Drawn) and not isinstance(weight, Uniform):
        table, _ = quantiles_of(weight)
        row[P_QUANTILES] = arrays.quantiles.add(table)
    if projection_block.storage.startswith("stored"):
        draws = stored_draws_of(source_keys, pair_keys, targets)
        if table is not None:
            draws = table[draws].view(np.uint16)
        row[P_WEIGHTS] = arrays.drawn.add(draws.reshape(-1))


def _add_sparse(
    network: Network,
    projection_block: ProjectionBlock,
    partition: TargetPartition,
    arrays: _Arrays,
    row: NDArray[np.int64],
    advance: Callable[[float], None],
) -> None:
    """Add rows of synapses."""
    if not projection_block.is_last_spike:
        row[P_ENTRY] = sparse_part()
    rows = _rows(network, projection_block, partition, advance)
    row[[P_STARTS, P_RECORDS, P_WIDTH, P_WEIGHTS]] = arrays.add_rows(rows)
    row[P_EACH] = _each(projection_block, rows, partition)


def _each(projection_block: ProjectionBlock, rows: Rows, partition: TargetPartition) -> int:
    """What a spike of a source costs."""
    sources = projection_block.source.population.size
    return LOOK_UP * partition.count + int(rows.starts[-1]) // sources


def _first_weights(
    network: Network, projection_block: ProjectionBlock, rows: Rows, own: slice
) -> NDArray[np.float64]:
    """The weights that plastic synapses begin with: those that they would have without."""
    unchanging, count = projection_block.unchanging, len(rows.records)
    if unchanging.storage.endswith(("uniform", "quantiles")) and unchanging.is_weighted:
        sizes = unchanging.source.population.size, unchanging.target.population.size
        source_keys, pair_keys = keys_of(int(unchanging.rule(network.seed).key), *sizes)
        return _of_pairs(drawn_weights(unchanging, source_keys, pair_keys), unchanging, own)
    if rows.weights.size > 0:
        return rows.weights.astype(np.float64)
    return np.full(count, law_of(unchanging.weight).first)


def _rows(
    network: Network,
    projection_block: ProjectionBlock,
    partition: TargetPartition,
    advance: Callable[[float], None],
) -> Rows:
    projection = projection_block.projection
    if isinstance(projection.connect, Listed):
        rows = listed_rows(
            projection.connect,
            projection_block.source.population.size,
            partition,
            network.dt_ms,
            projection_block.weight,
            projection_block.delay_steps,
            projection_block.longest,
            int(projection_block.rule(network.seed).key),
        )
        advance(projection_block.build_work)
        return rows
    rows = build_rows(
        projection_block.rule(network.seed),
        partition,
        law_of(projection_block.weight),
        law_of(projection_block.delay_steps),
        projection_block.longest,
        projection_block.synapses,
        advance,
    )
    if projection_block.matrix is None:
        return rows
    weights = np.asarray(projection_block.matrix).T
    return replace(rows, weights=_of_pairs(weights, projection_block, partition.own))


def _of_pairs(
    weights: NDArray[np.float64], projection_block: ProjectionBlock, own: slice
) -> NDArray[np.float64]:
    """Those of synapses onto own targets, of weights of all pairs."""
    if projection_block.self_connections:
        return weights[:, own].reshape(-1)
    others = ~np.eye(len(weights), dtype=np.bool_)[:, own]
    return np.asarray(weights[:, own][others])
