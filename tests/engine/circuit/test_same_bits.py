"""Random numbers are the same bits on every machine, compiled or not."""

import hashlib

import numpy as np

from engine.circuit.randomness import HALF, add_noise, draw_uniform
from engine.jit import kernel

SIZE = 256


@kernel
def fill(key, step, deviation, current, numbers):
    add_noise(key, step, 5, deviation, current)
    draw_uniform(key, step, 5, numbers)


def digest(array):
    return hashlib.sha256(array.tobytes()).hexdigest()[:16]


def test_noise_and_uniform_numbers():
    current, numbers = np.zeros(HALF + SIZE), np.empty(SIZE, np.uint32)
    with np.errstate(over="ignore"):  # interpreted, hashes that wrap around warn
        fill(np.uint64(77), 3, np.ones(HALF + SIZE), current, numbers)
    drawn = digest(current[:SIZE]), digest(current[HALF:]), digest(numbers)
    assert drawn == ("bb6e795c239da3f7", "b436de24d313c272", "4bb1190c4cf301b8")
