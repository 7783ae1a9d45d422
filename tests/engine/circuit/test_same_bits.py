"""Random numbers are the same bits on every machine, compiled or not."""

import hashlib

import numpy as np

from engine.circuit.randomness import add_noise, draw_uniform
from engine.jit import kernel
from engine.tiles import TILE


@kernel
def fill(key, step, deviation, current, numbers):
    add_noise(key, step, 5, deviation, current)
    draw_uniform(key, step, 5, numbers)


def test_noise_and_uniform_numbers():
    current, numbers = np.zeros(TILE), np.empty(TILE, np.uint32)
    with np.errstate(over="ignore"):  # interpreted, hashes that wrap around warn
        fill(np.uint64(77), 3, np.linspace(0.0, 2.0, TILE), current, numbers)
    assert hashlib.sha256(current.tobytes()).hexdigest()[:16] == "512710934fba1bd8"
    assert hashlib.sha256(numbers.tobytes()).hexdigest()[:16] == "2c330050c424a12f"
