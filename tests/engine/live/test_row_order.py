"""Rows in the order of what was measured."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from engine.description.network import Network
from engine.description.population import Population
from engine.distributions.given import Given
from engine.inputs.constant_current import ConstantCurrent
from engine.live.live_network import LiveNetwork
from engine.live.row_order import row_order
from engine.live.run_configuration import run_configuration

COUNTS = st.lists(st.integers(0, 5), min_size=3, max_size=20)


@given(COUNTS, st.sampled_from(["number", "rate", "population"]))
def test_neurons_and_rows_are_each_others_inverse(counts, by):
    order = row_order(by, np.array(counts), 2.0, 0.0, [0, 2])
    assert order.neurons[order.rows].tolist() == list(range(len(counts)))


@given(COUNTS)
def test_the_busiest_are_first_and_equals_go_by_number(counts):
    order = row_order("rate", np.array(counts), 2.0, 0.0, [0, 2])
    expected = sorted(range(len(counts)), key=lambda neuron: (-counts[neuron], neuron))
    assert order.neurons.tolist() == expected
    assert order.rates_hz.tolist() == [count / 2 for count in counts]


@given(COUNTS)
def test_populations_keep_together(counts):
    order = row_order("population", np.array(counts), 2.0, 0.0, [0, 2])
    expected = sorted(range(len(counts)), key=lambda k: (k >= 2, -counts[k], k))
    assert order.neurons.tolist() == expected


def test_before_the_first_step_all_rates_are_0():
    order = row_order("rate", np.zeros(3, np.int32), 0.0, 0.0, [0])
    assert (order.neurons.tolist(), order.rates_hz.tolist()) == ([0, 1, 2], [0.0] * 3)


@pytest.fixture
def live():
    """Cells of which each fires at another rate, the busiest in the middle."""
    currents = [0.22 + 0.05 * (k * 7 % 10) for k in range(10)]
    cells = Population(name="cells", size=10, model="leaky-integrate-and-fire")
    inputs = [ConstantCurrent(target="cells", current=Given(currents))]
    network = Network(name="n", dt_ms=0.1, populations=[cells], inputs=inputs)
    return LiveNetwork(run_configuration(network), 10), currents


def test_a_live_network_sorts_by_what_it_counted(live):
    network, currents = live
    network.advance(10_000)
    network.sort("rate")
    order = network.rows(0, 10, 40).order
    assert order.neurons.tolist() == np.argsort(currents)[::-1].tolist()
    assert (order.window_s, order.time_ms) == (1.0, 1000.0)
    hz = [network.rates.neuron_hz(k, 10_000) for k in range(10)]
    assert order.rates_hz.tolist() == pytest.approx(hz)


def test_rows_tell_the_rates_of_now_as_the_selected_neuron_does(live):
    network, _ = live
    assert network.rows(0, 10, 40).rates_hz is None
    network.advance(5000)
    network.sort("rate")
    network.advance(15_000)
    network.watch_selected(True)
    rows = network.rows(3, 4, 40)
    assert rows.rates_hz.tolist() != rows.order.rates_hz[rows.order.neurons[3:7]].tolist()
    for neuron, rate_hz in zip(rows.order.neurons[3:7], rows.rates_hz, strict=True):
        network.select(int(neuron))
        told = network.selected()
        assert (told.rate_hz, told.rate_ms) == (pytest.approx(rate_hz), rows.rate_ms)


def test_rows_are_those_of_their_neurons_until_the_next_sort(live):
    network, _ = live
    network.advance(3000)
    by_number = network.rows(0, 10, 40)
    assert by_number.order is None
    network.sort("rate")
    network.advance(2000)
    sorted_rows = network.rows(2, 5, 40)
    assert sorted_rows.first == 2
    assert sorted_rows.order.time_ms == 300.0
    network.sort("number")
    plain = network.rows(0, 10, 40)
    assert plain.order is None
    np.testing.assert_array_equal(sorted_rows.x, plain.x[sorted_rows.order.neurons[2:7]])
    np.testing.assert_array_equal(sorted_rows.spiked, plain.spiked[sorted_rows.order.neurons[2:7]])


def test_populations_are_told_while_rows_keep_them_together():
    cells = [Population(name=name, size=3, model="izhikevich") for name in ("one", "other")]
    live = LiveNetwork(run_configuration(Network(name="n", dt_ms=1.0, populations=cells)), 1)
    told = (("one", 0), ("other", 3))
    assert live.rows(0, 6, 1).populations == told
    live.sort("population")
    assert live.rows(0, 6, 1).populations == told
    live.sort("rate")
    assert live.rows(0, 6, 1).populations == ()
