"""What Poisson spikes are drawn from: one number of 32 bits for each neuron and step."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from engine.description.network import Network
from engine.description.population import Population
from engine.inputs.poisson_spikes import PoissonSpikes
from engine.kernels.external_input import poisson_thresholds
from engine.kernels.poisson_counts import COMMON_BITS, add_counts, ladder_of, mixed_numbers
from engine.numerics.keys import key_of
from engine.numerics.randomness import mix32, nth
from engine.runtime.tiles import TILE
from engine.simulation import Simulation
from engine.synapses.voltage_jump import VoltageJump


def expected_counts(key, step, mixed, thresholds, least):
    """Of both neurons of each pair: the thresholds that its number reaches, one by one."""
    with np.errstate(over="ignore"):
        bits = int(nth(np.uint64(key), step))
        turn, other = np.uint32(bits >> 32), np.uint32(bits & 0xFFFF_FFFF)
        common = int(mix32(mixed[0] ^ other)) % 2**32 >> 32 - COMMON_BITS
        hashes = [int(mix32(pair ^ turn)) for pair in mixed]
    own = [half % 2**15 for each in hashes for half in (each, each >> 16)]
    numbers = [each * 2**COMMON_BITS + common for each in own]
    return [least + sum(number >= int(each) for each in thresholds) for number in numbers]


@given(
    seed=st.integers(0, 2**32 - 1),
    step=st.integers(0, 10**6),
    pairs=st.integers(1, 30),
    is_odd=st.integers(0, 1),
    mean=st.sampled_from([0.0, 1e-6, 0.01, 1.3, 9.0, 700.0]),
)
def test_counts_are_of_numbers_of_32_bits(seed, step, pairs, is_odd, mean):
    key, size = key_of(seed, "poisson"), 2 * pairs - is_odd
    mixed, (least, thresholds) = mixed_numbers(key, 0, 2 * pairs), poisson_thresholds(mean)
    to = np.full(size, 1.0)
    room, counts = np.empty(TILE, np.uint32), np.empty(size, np.int16)
    with np.errstate(over="ignore"):
        key_64, ladder = np.uint64(key), ladder_of(thresholds)
        add_counts(key_64, step, mixed, is_odd, ladder, least, 0.5, room, counts, to)
    expected = expected_counts(key, step, mixed, thresholds, least)[is_odd:]
    np.testing.assert_array_equal(to, 1.0 + 0.5 * np.array(expected))


@pytest.mark.parametrize("edge", [0, 1, 2**17, 2**31, 2**32 - 1])
def test_a_threshold_is_reached_to_32_bits(edge):
    mixed = mixed_numbers(key_of(3, "poisson"), 0, 2 * 40)
    thresholds = np.array([edge], np.uint32)
    seen = np.zeros(80)
    room, counts = np.empty(TILE, np.uint32), np.empty(80, np.int16)
    with np.errstate(over="ignore"):
        add_counts(np.uint64(5), 7, mixed, 0, ladder_of(thresholds), 0, 1.0, room, counts, seen)
    np.testing.assert_array_equal(seen, expected_counts(5, 7, mixed, thresholds, 0))


@pytest.mark.compiled
@pytest.mark.parametrize("before", [1, 2, 511])
def test_pairs_are_of_the_population_wherever_tiles_begin(before):
    cell = {"rest_mV": 0.0, "threshold_mV": 200.0, "reset_mV": 0.0}
    model = "leaky-integrate-and-fire"
    network = Network(
        name="n",
        dt_ms=0.5,
        seed=4,
        populations=(
            Population(name="others", size=before, model=model, parameters=cell),
            Population(name="cells", size=1100, model=model, parameters=cell),
        ),
        inputs=(
            PoissonSpikes(
                target=("cells",),
                rate_Hz=2000.0,
                synapse=VoltageJump(),
                weight=0.01,
            ),
        ),
    )
    simulation = Simulation(network)
    simulation.advance(1)
    key, (least, thresholds) = key_of(4, "poisson", 0, "cells"), poisson_thresholds(1.0)
    mixed, expected = mixed_numbers(key, before, 1100), []
    for low in range(0, before + 1100, TILE):
        start, end = max(low - before, 0), min(low + TILE - before, 1100)
        pairs = mixed[start // 2 : (end + 1) // 2]
        counts = expected_counts(key, 0, pairs, thresholds, least)[start % 2 :]
        expected += counts[: end - start]
    seen = simulation.state_of("cells")[0] / 0.01
    np.testing.assert_allclose(seen, expected, atol=1e-9)
