"""The random numbers of the kernels: how they are distributed, and that they are independent."""

import math

import numpy as np
import pytest
from scipy import stats

from engine.kernels.noise import add_noise
from engine.numerics.jit import kernel
from engine.numerics.normal_pairs import logarithm
from engine.numerics.randomness import draw_uniform
from engine.runtime.tiles import TILE

pytestmark = pytest.mark.compiled


@kernel
def logarithms(x, out):
    for i in range(x.size):
        out[i] = logarithm(x[i])


@kernel
def fill_noise(key, step, first, deviation, normal, current):
    add_noise(key, step, first, deviation, normal, current)


@kernel
def fill_uniform(key, step, first, numbers):
    draw_uniform(key, step, first, numbers)


def normals(steps, key=77, neurons=TILE, first=0):
    """Shape (steps, neurons), as a tile of neurons gets them."""
    drawn = np.zeros((steps, neurons))
    ones, room = np.ones(neurons), np.empty(TILE, np.float32)
    for step in range(steps):
        fill_noise(np.uint64(key), step, first, ones, room, drawn[step])
    return drawn


def uniforms(steps, neurons, key=78):
    drawn = np.empty((steps, neurons), np.uint32)
    for step in range(steps):
        fill_uniform(np.uint64(key), step, 0, drawn[step])
    return drawn


@pytest.fixture(scope="module")
def noise():
    return normals(400)


def test_logarithm():
    rng = np.random.default_rng(1)
    x = np.concatenate(
        [
            rng.random(20_000),
            1.0 - 10.0 ** rng.uniform(-7, -1, 20_000),
            10.0 ** rng.uniform(-37, 38, 20_000),
            [1.0, 0.5**32],
        ]
    ).astype(np.float32)
    out = np.empty_like(x)
    logarithms(x, out)
    np.testing.assert_allclose(out, np.log(x.astype(float)), rtol=2e-7, atol=1e-9)


def test_moments(noise):
    count = noise.size
    assert abs(noise.mean()) < 4 / math.sqrt(count)
    assert abs(noise.var() - 1) < 4 * math.sqrt(2 / count)
    assert abs((noise**3).mean()) < 4 * math.sqrt(15 / count)
    assert abs((noise**4).mean() - 3) < 4 * math.sqrt(96 / count)


def test_distribution(noise):
    assert stats.kstest(noise.ravel(), "norm").pvalue > 0.01
    halves = noise[:, : TILE // 2], noise[:, TILE // 2 :]
    for half in halves:
        assert stats.kstest(half.ravel(), "norm").pvalue > 0.01


@pytest.mark.parametrize("beyond", [2.0, 3.0, 4.0])
def test_tails(noise, beyond):
    expected = noise.size * stats.norm.sf(beyond)
    for sign in (1, -1):
        assert abs((sign * noise > beyond).sum() - expected) < 4 * math.sqrt(expected)


def correlation(one, other):
    """In standard deviations of what independent numbers give."""
    return np.corrcoef(one.ravel(), other.ravel())[0, 1] * math.sqrt(one.size)


@pytest.mark.parametrize("of", [np.copy, np.square, np.abs, np.sign])
def test_the_two_numbers_of_a_pair_are_independent(noise, of):
    near, far = of(noise[:, : TILE // 2]), of(noise[:, TILE // 2 :])
    assert abs(correlation(near, far)) < 4


def test_the_angle_of_a_pair_is_uniform(noise):
    angle = np.arctan2(noise[:, TILE // 2 :], noise[:, : TILE // 2])
    counts, _ = np.histogram(angle, bins=64, range=(-math.pi, math.pi))
    assert stats.chisquare(counts).pvalue > 0.01


@pytest.mark.parametrize("of", [np.copy, np.square])
def test_steps_and_neighbours_are_independent(noise, of):
    drawn = of(noise)
    for lag in (1, 2, 16):
        assert abs(correlation(drawn[lag:], drawn[:-lag])) < 4
        assert abs(correlation(drawn[:, lag:], drawn[:, :-lag])) < 4


def test_tiles_and_keys_are_independent(noise):
    assert abs(correlation(noise[:100], normals(100, first=TILE))) < 4
    assert abs(correlation(noise[:100], normals(100, key=76))) < 4


@pytest.mark.parametrize("neurons", [1, 5, TILE // 2, TILE // 2 + 1, TILE - 1])
def test_a_short_tile_gets_the_numbers_of_a_long_one_in_its_near_half(noise, neurons):
    short = normals(3, neurons=neurons)
    near = min(neurons, TILE // 2)
    np.testing.assert_array_equal(short[:, :near], noise[:3, :near])
    assert (short != 0).all()


def test_uniform_numbers_are_uniform():
    drawn = uniforms(100, 3000)
    assert stats.kstest(drawn.ravel() * 2.0**-32, "uniform").pvalue > 0.01
    for bit in range(32):
        ones = ((drawn >> np.uint32(bit)) & np.uint32(1)).sum()
        assert abs(ones - drawn.size / 2) < 4.5 * math.sqrt(drawn.size) / 2
    assert abs(correlation(drawn[1:].astype(float), drawn[:-1].astype(float))) < 4
    assert abs(correlation(drawn[:, 1:].astype(float), drawn[:, :-1].astype(float))) < 4
