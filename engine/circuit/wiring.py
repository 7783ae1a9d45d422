"""Synapses of a described network, as arrays."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.circuit.listed import listed_rows
from engine.circuit.pieces import Cut, pieces_of
from engine.circuit.receptor_layout import ReceptorIndex
from engine.circuit.rows import Rows, build_matrix, build_rows, drawn_from
from engine.circuit.state import DENSE, NOTHING, SPARSE, WIRING_COLUMNS, Wiring
from engine.circuit.strands import Strand
from engine.networks.network import Network
from engine.networks.projection import Listed

Number = TypeVar("Number", bound=np.generic)


@dataclass(slots=True)
class _Arrays:
    """What is to become one array each."""

    starts: list[NDArray[np.int64]] = field(default_factory=list)
    records: list[NDArray[np.uint16]] = field(default_factory=list)
    weights: list[NDArray[np.float32]] = field(default_factory=list)

    def add_rows(self, rows: Rows) -> tuple[int, int, int, int]:
        """Append; STARTS, RECORDS, WIDTH and WEIGHTS of the layout."""
        at_weights = _total(self.weights) if rows.weights.size > 0 else NOTHING
        at = _total(self.starts), _total(self.records), rows.records.shape[1], at_weights
        self.starts.append(rows.starts)
        self.records.append(rows.records.reshape(-1))
        self.weights.append(rows.weights)
        return at

    def add_matrix(self, matrix: NDArray[np.float32]) -> int:
        """Append; WEIGHTS of the layout."""
        at = _total(self.weights)
        self.weights.append(matrix)
        return at


def _total(parts: list[NDArray[Number]]) -> int:
    return sum(part.size for part in parts)


def wiring_of(
    network: Network,
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
    weight = np.zeros(len(strands))
    arrays, pieces = _Arrays(), pieces_of(parts)
    for p, strand in enumerate(strands):
        source, target = strand.source, strand.target
        receptor = receptors[strand.receptor]
        weight[p] = drawn_from(strand.projection.weight).first
        starts = records = width = weights = NOTHING
        if strand.form == SPARSE:
            cut = Cut(pieces[target.block], target, parts.shape[1] - 1)
            rows = _rows(network, strand, cut, quantum[receptor], advance)
            starts, records, width, weights = arrays.add_rows(rows)
        elif strand.form == DENSE:
            law = drawn_from(strand.projection.weight)
            weights = arrays.add_matrix(build_matrix(strand.rule(network.seed), law, advance))
        layout[p] = (
            source.first,
            source.first + source.population.size,
            receptor,
            target.offset,
            target.end,
            strand.form,
            starts,
            records,
            width,
            weights,
            NOTHING if strand.is_delayed else int(drawn_from(strand.delay_steps).first),
            NOTHING if strand.self_connections else source.first - source.offset,
            strand.longest,
        )
    return Wiring(
        layout=layout,
        weight=weight,
        pieces=pieces,
        starts=_joined(arrays.starts, np.int64),
        records=_joined(arrays.records, np.uint16),
        weights=_joined(arrays.weights, np.float32),
    )


def _joined(parts: list[NDArray[Number]], kind: type[Number]) -> NDArray[Number]:
    """One array of all; each part is let go when it has been copied."""
    if len(parts) == 1:
        return parts[0]
    whole, start = np.empty(_total(parts), kind), 0
    while parts:
        part = parts.pop(0)
        whole[start : start + part.size] = part
        start += part.size
    return whole


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
            projection.weight,
            strand.delay_steps,
            strand.longest,
            int(strand.rule(network.seed).key),
        )
    return build_rows(
        strand.rule(network.seed),
        cut,
        drawn_from(projection.weight),
        quantum,
        drawn_from(strand.delay_steps),
        strand.longest,
        advance,
    )
