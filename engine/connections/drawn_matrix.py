"""Keys of all-to-all weights, and their draws stored once and for all."""

import numpy as np
from numpy.typing import NDArray

from engine.connections.procedural import HALF, ODD, pair_count
from engine.connections.projection_blocks import ProjectionBlock
from engine.connections.quantiles import quantiles_of
from engine.distributions.catalogue import Drawn
from engine.distributions.uniform import Uniform
from engine.numerics.keys import key_of
from engine.numerics.randomness import hash_pair, mix32
from engine.runtime.tiles import TILE


def keys_of(key: int, sources: int, targets: int) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Keys of the presynaptic neurons, and of the pairs of postsynaptic ones."""
    return (
        _distinct(key_of(key, "presynaptic"), sources),
        _distinct(key_of(key, "postsynaptic"), pair_count(targets)),
    )


def stored_draws_of(
    source_keys: NDArray[np.uint32], pair_keys: NDArray[np.uint32], targets: int
) -> NDArray[np.uint16]:
    """All draws as they would be made, shape (sources, targets)."""
    draws = np.empty((source_keys.size, targets), np.uint16)
    with np.errstate(over="ignore"):
        for source, key in enumerate(source_keys):
            both: NDArray[np.uint32] = hash_pair(pair_keys, key)  # type: ignore[arg-type, assignment]
            halves = np.stack((both & np.uint32(0xFFFF), both >> np.uint32(16)))
            tiles = halves.reshape(2, -1, HALF).transpose(1, 0, 2).reshape(-1, TILE)
            draws[source] = tiles.reshape(-1)[:targets]
    return draws


def drawn_weights(
    projection_block: ProjectionBlock,
    source_keys: NDArray[np.uint32],
    pair_keys: NDArray[np.uint32],
) -> NDArray[np.float64]:
    """The drawn weights of an all-to-all projection, shape (sources, targets)."""
    targets, unit = projection_block.target.population.size, projection_block.unit
    draws, weight = stored_draws_of(source_keys, pair_keys, targets), projection_block.weight
    assert isinstance(unit, float)
    if isinstance(weight, Drawn) and not isinstance(weight, Uniform):
        return np.asarray(unit * quantiles_of(weight)[0][draws])
    return np.asarray(projection_block.middle + unit * (2.0 * draws - ODD))


def _distinct(key: int, count: int) -> NDArray[np.uint32]:
    """So many random 32-bit numbers, no two alike."""
    index = np.arange(count, dtype=np.uint32)
    first, second = np.uint32(key >> 32), np.uint32(key & 0xFFFFFFFF)
    with np.errstate(over="ignore"):
        return np.asarray(mix32(np.asarray(mix32(index ^ first) + second, np.uint32)), np.uint32)
