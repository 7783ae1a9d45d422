"""Random numbers are the same bits on every machine, compiled or not."""

import hashlib

import numpy as np

from engine.kernels.noise import HALF, add_noise
from engine.numerics.jit import kernel
from engine.numerics.randomness import draw_uniform
from engine.runtime.tiles import TILE

SIZE = 256


@kernel
def fill(key, step, deviation, normal, current, numbers):
    add_noise(key, step, 5, deviation, normal, current)
    draw_uniform(key, step, 5, numbers)


def digest(array):
    return hashlib.sha256(array.tobytes()).hexdigest()[:16]


def test_noise_and_uniform_numbers():
    current, numbers = np.zeros(HALF + SIZE), np.empty(SIZE, np.uint32)
    with np.errstate(over="ignore"):  # interpreted, hashes that wrap around warn
        room = np.empty(TILE, np.float32)
        fill(np.uint64(77), 3, np.ones(HALF + SIZE), room, current, numbers)
    drawn = digest(current[:SIZE]), digest(current[HALF:]), digest(numbers)
    assert drawn == ("40d41ad56bc5c13b", "ab97a760b33dc724", "4bb1190c4cf301b8")
