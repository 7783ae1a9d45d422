"""The exponential of the kernels beside a wider one, and its bits."""

import hashlib
import math

import numpy as np
import pytest

from engine.numerics.exponential import exponential
from engine.numerics.jit import kernel


@kernel
def exponentials(x, out):
    for i in range(x.size):
        out[i] = exponential(x[i])


def of(x):
    out = np.empty_like(x)
    exponentials(x, out)
    return out


@pytest.mark.parametrize("reach", [1e-9, 0.5, 5.0, 100.0, 708.0])
def test_it_is_within_two_and_a_half_units_of_the_last_place(reach):
    x = np.random.default_rng(1).uniform(-reach, reach, 20_000)
    exact = np.exp(x.astype(np.longdouble))
    error = np.abs(of(x) - exact) / np.spacing(np.exp(x))
    assert error.max() <= 2.5


def test_it_is_the_library_s_at_the_reductions_edges():
    """Between two powers of 2 the argument that is left is largest."""
    half = (np.arange(-1000, 1000) + 0.5) * math.log(2.0)
    x = np.concatenate([np.nextafter(half, 1e9), half, np.nextafter(half, -1e9)])
    np.testing.assert_allclose(of(x), np.exp(x), rtol=4.5e-16)


def test_exact_and_bounded_values():
    x = np.array([0.0, -0.0, 709.0, 1e9, -708.0, -1e9])
    bounds = [1.0, 1.0, math.exp(709.0), math.exp(709.0), math.exp(-708.0), math.exp(-708.0)]
    np.testing.assert_allclose(of(x), bounds, rtol=4.5e-16)


def test_its_bits_are_the_same_compiled_or_not_and_on_every_machine():
    x = np.arange(-40_000, 40_000) * 2.0**-9
    assert hashlib.sha256(of(x).tobytes()).hexdigest()[:16] == "415ffc169c0d35c2"
