"""Neurons are taken through a step in tiles, so that all of a tile stays in the nearest cache.

A thread takes whole tiles, and what a neuron does depends on no other of its tile, so results
depend on neither.
"""

from engine.numerics.jit import subroutine

TILE = 512


def tile_count(size: int) -> int:
    """Tiles that hold so many neurons, the last one perhaps in part."""
    return -(-size // TILE)


def padded(size: int) -> int:
    """The number of neurons that whole tiles hold."""
    return tile_count(size) * TILE


@subroutine
def first_tile(first: int, block: int) -> int:
    """The number of the first tile of a block that begins with this neuron; no other has it."""
    return first // TILE + block


def shares(size: int, threads: int) -> list[tuple[int, int]]:
    """The first neuron and the one after the last of each thread, in whole tiles."""
    tiles = tile_count(size)
    starts = [tiles * thread // threads * TILE for thread in range(threads)]
    return list(zip(starts, [*starts[1:], size], strict=True))
