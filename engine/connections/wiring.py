"""Synapses of a described network, as arrays."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.connections.listed import Listed
from engine.connections.listed_rows import listed_rows
from engine.connections.projection_blocks import Strand
from engine.connections.sparse_rows import Rows, build_matrix, build_rows
from engine.description.network import Network
from engine.distributions.catalogue import law_of
from engine.kernels.arrays import DENSE, NOTHING, SPARSE, WIRING_COLUMNS, Wiring
from engine.kernels.receptor_layout import ReceptorIndex
from engine.runtime.population_ranges import Place
from engine.runtime.target_partition import Cut, pieces_of

Number = TypeVar("Number", bound=np.generic)


@dataclass(slots=True)
class _Arrays:
    """What is to become one array each."""

    starts: "_Parts[np.int64]" = field(default_factory=lambda: _Parts(np.int64))
    records: "_Parts[np.uint16]" = field(default_factory=lambda: _Parts(np.uint16))
    weights: "_Parts[np.float32]" = field(default_factory=lambda: _Parts(np.float32))

    def add_rows(self, rows: Rows) -> tuple[int, int, int, int]:
        """Append; STARTS, RECORDS, WIDTH and WEIGHTS of the layout."""
        at_weights = self.weights.add(rows.weights) if rows.weights.size > 0 else NOTHING
        at_records = self.records.add(rows.records.reshape(-1))
        return self.starts.add(rows.starts), at_records, rows.records.shape[1], at_weights

    def add_matrix(self, matrix: NDArray[np.float32]) -> int:
        """Append; WEIGHTS of the layout."""
        return self.weights.add(matrix)


class _Parts(Generic[Number]):
    """What is to become one array."""

    def __init__(self, kind: type[Number]) -> None:
        self._kind = kind
        self._parts: deque[NDArray[Number]] = deque()
        self._size = 0

    def add(self, part: NDArray[Number]) -> int:
        """Append; where it begins."""
        start = self._size
        self._parts.append(part)
        self._size += part.size
        return start

    def joined(self) -> NDArray[Number]:
        """One array of all; each part is let go when it has been copied."""
        if len(self._parts) == 1:
            return self._parts[0]
        whole, start = np.empty(self._size, self._kind), 0
        while self._parts:
            part = self._parts.popleft()
            whole[start : start + part.size] = part
            start += part.size
        return whole


def wiring_of(
    network: Network,
    places: dict[str, Place],
    strands: list[Strand],
    receptors: ReceptorIndex,
    quantum: NDArray[np.float64],
    parts: NDArray[np.int64],
    advance: Callable[[int], None],
) -> Wiring:
    """Build all synapses.

    quantum: of each receptor. parts: the neurons of each block that each thread takes, shape
    (blocks, threads + 1). advance: is told how many targets are done, and may raise to stop.
    """
    layout = np.full((len(strands), WIRING_COLUMNS), NOTHING, np.int64)
    firsts = sorted(place.start for place in places.values())
    order = {start: number for number, start in enumerate(firsts)}
    weight = np.zeros(len(strands))
    arrays, pieces = _Arrays(), pieces_of(parts)
    for p, strand in enumerate(strands):
        source, target = strand.source, strand.target
        receptor = receptors[strand.receptor]
        weight[p] = law_of(strand.weight).first
        starts = records = width = weights = NOTHING
        if strand.form == SPARSE:
            cut = Cut(pieces[target.block], target, parts.shape[1] - 1)
            rows = _rows(network, strand, cut, quantum[receptor], advance)
            starts, records, width, weights = arrays.add_rows(rows)
        elif strand.form == DENSE:
            weights = arrays.add_matrix(_matrix(network, strand, advance))
        layout[p] = (
            source.start,
            source.start + source.population.size,
            receptor,
            target.offset,
            target.end,
            strand.form,
            starts,
            records,
            width,
            weights,
            NOTHING if strand.is_delayed else int(law_of(strand.delay_steps).first),
            NOTHING if strand.self_connections else source.start - source.offset,
            strand.longest,
            order[source.start],
        )
    return Wiring(
        layout=layout,
        weight=weight,
        firsts=np.array([*firsts, network.size], np.int64),
        pieces=pieces,
        starts=arrays.starts.joined(),
        records=arrays.records.joined(),
        weights=arrays.weights.joined(),
    )


def _rows(
    network: Network,
    strand: Strand,
    cut: Cut,
    quantum: float,
    advance: Callable[[int], None],
) -> Rows:
    projection = strand.projection
    if isinstance(projection.connect, Listed):
        return listed_rows(
            projection.connect,
            strand.source.population.size,
            cut,
            network.dt_ms,
            strand.weight,
            strand.delay_steps,
            strand.longest,
            int(strand.rule(network.seed).key),
        )
    rows = build_rows(
        strand.rule(network.seed),
        cut,
        law_of(strand.weight),
        quantum,
        law_of(strand.delay_steps),
        strand.longest,
        advance,
    )
    if strand.matrix is None:
        return rows
    weights = np.asarray(strand.matrix).T
    if not strand.self_connections:
        weights = weights[~np.eye(len(weights), dtype=np.bool_)]
    return replace(rows, weights=weights.astype(np.float32).reshape(-1))


def _matrix(
    network: Network, strand: Strand, advance: Callable[[int], None]
) -> NDArray[np.float32]:
    """Weights of all pairs, by source and then target, as one row."""
    if strand.matrix is None:
        return build_matrix(strand.rule(network.seed), law_of(strand.weight), advance)
    weights = np.asarray(strand.matrix).T.astype(np.float32)
    if not strand.self_connections:
        np.fill_diagonal(weights, 0.0)
    advance(2 * strand.target.population.size)
    return weights.reshape(-1)
