"""A divergence gives away nothing of what came before it."""

import copy
import pickle

import numpy as np
import pytest

from engine import (
    ClassicNetwork,
    CurrentPulses,
    DivergenceError,
    Network,
    Population,
    Simulation,
)


def classic():
    """Neuron 0 is lost when neuron 1 spikes for the first time."""
    return Simulation(ClassicNetwork(size=2, seed=3, weights=[[0.0, 1e29], [0.0, 0.0]]))


def described():
    """Neuron 0 is lost at 50 ms, when a pulse beyond measure begins; all fire before."""
    population = Population(name="a", size=3, model="izhikevich")
    steady = CurrentPulses(target=("a",), amplitude=20.0, times_ms=(1.0,), duration_ms=80.0)
    fatal = CurrentPulses(
        target=("a",), neurons=(0, 1), amplitude=1e12, times_ms=(50.0,), duration_ms=1.0
    )
    return Simulation(
        Network(name="n", dt_ms=0.5, populations=(population,), inputs=(steady, fatal))
    )


@pytest.mark.parametrize("make", [classic, described])
@pytest.mark.parametrize("portion", [7, 1000])
def test_the_spikes_and_the_trace_before_come_with_the_exception(make, portion):
    simulation, reference = make(), make()
    spikes, traces = [], []

    def advance_for_ever():
        while True:
            some, trace = simulation.advance_traced(portion, 1)
            spikes.append(some.step)
            traces.append(trace)

    with pytest.raises(DivergenceError) as caught:
        advance_for_ever()
    before = np.concatenate([*spikes, caught.value.spikes.step])
    trace = np.concatenate([*traces, caught.value.trace])
    assert simulation.step == len(trace) > 0
    expected, expected_trace = reference.advance_traced(simulation.step, 1)
    np.testing.assert_array_equal(before, expected.step)
    np.testing.assert_array_equal(trace, expected_trace)
    assert before.size > 0
    assert caught.value.spikes.time_ms.dtype == expected.time_ms.dtype


@pytest.mark.parametrize("make", [classic, described])
@pytest.mark.parametrize("again", [copy.deepcopy, lambda e: pickle.loads(pickle.dumps(e))])
def test_it_pickles_and_copies_with_them(make, again):
    with pytest.raises(DivergenceError) as caught:
        make().advance_traced(1000)
    copied = again(caught.value)
    assert str(copied) == str(caught.value)
    np.testing.assert_array_equal(copied.spikes.neuron, caught.value.spikes.neuron)
    np.testing.assert_array_equal(copied.trace, caught.value.trace)
