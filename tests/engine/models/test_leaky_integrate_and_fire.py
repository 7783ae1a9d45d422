"""The leaky neuron beside closed forms, which it must meet at any time step."""

import math

import numpy as np
import pytest
from hypothesis import example, given, settings, strategies as st
from scipy.integrate import quad

from engine.description.network import Network
from engine.description.population import Population
from engine.description.projection import Projection
from engine.simulation import Simulation
from engine.synapses.alpha_current import AlphaCurrent
from engine.synapses.exponential_conductance import ExponentialConductance
from engine.synapses.exponential_current import ExponentialCurrent
from tests.engine.models.alone import alone

MODEL = "leaky-integrate-and-fire"
CELL = {
    "tau_m_ms": 10.0,
    "rest_mV": -65.0,
    "resistance_MOhm": 40.0,
    "threshold_mV": -45.0,
    "reset_mV": -70.0,
    "refractory_ms": 3.0,
}


def after_one_spike(synapse, weight, dt_ms, duration_ms, **parameters):
    """v of a cell at the end of each step since its one input spike came, and those times."""
    cell = CELL | {"threshold_mV": 200.0} | parameters
    network = Network(
        name="n",
        dt_ms=dt_ms,
        populations=(
            Population(name="source", size=1, model=MODEL, start={"v_mV": 100.0}),
            Population(name="target", size=1, model=MODEL, parameters=cell),
        ),
        projections=(
            Projection(source=("source",), target=("target",), synapse=synapse, weight=weight),
        ),
    )
    steps = round(duration_ms / dt_ms)
    spikes, trace = Simulation(network).advance_traced(1 + steps, 1)
    assert spikes.step.tolist() == [0]
    return trace[1:, 0], dt_ms * np.arange(1, steps + 1)


@pytest.mark.parametrize("dt_ms", [0.1, 0.7, 10.0])
def test_the_membrane_charges_as_its_equation_says_at_any_time_step(dt_ms):
    simulation = alone(MODEL, dt_ms=dt_ms, current=0.45, parameters=CELL, start={"v_mV": -80.0})
    _, trace = simulation.advance_traced(round(70 / dt_ms))
    times = dt_ms * np.arange(1, len(trace) + 1)
    settled = -65.0 + 40.0 * 0.45
    np.testing.assert_allclose(
        trace[:, 0], settled + (-80.0 - settled) * np.exp(-times / 10.0), rtol=1e-13
    )


@settings(max_examples=30, deadline=None)
@given(st.floats(0.51, 5.0), st.sampled_from([0.05, 0.1, 0.5, 1.0]))
@example(0.859375, 1.0)
def test_the_rate_is_the_closed_form_within_a_step(current, dt_ms):
    spikes = alone(MODEL, dt_ms=dt_ms, current=current, parameters=CELL).advance(round(400 / dt_ms))
    drive = 40.0 * current
    interval_ms = 3.0 + 10.0 * math.log((drive + 5.0) / (drive - 20.0))
    assert 400 / (interval_ms + dt_ms) - 1 < spikes.step.size < 400 / interval_ms + 1
    gaps = np.diff(spikes.step) * dt_ms
    assert ((gaps > interval_ms - 1e-9) & (gaps < interval_ms + dt_ms + 1e-9)).all()


@pytest.mark.compiled
def test_the_published_f_i_curve_of_a_neuron_that_is_reset_to_rest():
    """1 / (t_ref + tau ln(RI / (RI - theta))), theta counted from rest."""
    cell = CELL | {"reset_mV": -65.0}
    for current in (0.55, 0.8, 1.5):
        steps = alone(MODEL, dt_ms=0.01, current=current, parameters=cell).advance(50_000).step
        drive = 40.0 * current
        rate = 1.0 / (3.0 + 10.0 * math.log(drive / (drive - 20.0)))
        measured = 1.0 / (np.diff(steps).mean() * 0.01)
        assert measured == pytest.approx(rate, rel=0.001)


def test_a_potential_that_just_meets_the_threshold_is_a_spike():
    cell = alone(MODEL, dt_ms=0.1, current=0.5, parameters=CELL, start={"v_mV": -45.0})
    assert cell.advance(1).step.size == 1


def test_no_current_below_the_rheobase_makes_it_fire():
    assert alone(MODEL, dt_ms=0.1, current=0.4999, parameters=CELL).advance(5000).step.size == 0


def test_it_stays_at_reset_for_the_refractory_time():
    spikes, trace = alone(MODEL, dt_ms=0.5, current=2.0, parameters=CELL).advance_traced(200)
    first = spikes.step[0]
    assert (trace[first : first + 7, 0] == -70.0).all()
    assert trace[first + 7, 0] > -70.0


TAUS = [0.3, 3.0, 9.999, 10.0, 10.000001, 10.002, 45.0]


@pytest.mark.parametrize("dt_ms", [0.1, 0.5, 2.0])
@pytest.mark.parametrize("tau_ms", TAUS)
def test_an_exponential_current_acts_exactly(tau_ms, dt_ms):
    v, times = after_one_spike(ExponentialCurrent(tau_ms=tau_ms), 0.8, dt_ms, 40.0)
    for k in (0, 1, 7, len(v) - 1):
        charge = convolved(lambda s: math.exp(-s / tau_ms), times[k])
        assert v[k] + 65.0 == pytest.approx(40.0 * 0.8 * charge, rel=1e-11)


@pytest.mark.parametrize("dt_ms", [0.1, 0.5, 2.0])
@pytest.mark.parametrize("tau_ms", TAUS)
def test_an_alpha_current_acts_exactly(tau_ms, dt_ms):
    v, times = after_one_spike(AlphaCurrent(tau_ms=tau_ms), 0.8, dt_ms, 40.0)
    for k in (0, 1, 7, len(v) - 1):
        charge = convolved(lambda s: s / tau_ms * math.exp(1.0 - s / tau_ms), times[k])
        assert v[k] + 65.0 == pytest.approx(40.0 * 0.8 * charge, rel=1e-11)


def convolved(current, time):
    """What a membrane with tau_m = 10 ms and R = 1 makes of a current that begins at 0."""
    charge, _ = quad(
        lambda s: math.exp(-(time - s) / 10.0) / 10.0 * current(s),
        0.0,
        time,
        epsabs=0.0,
        epsrel=1e-12,
        limit=200,
        points=[min(time / 2, x) for x in (0.3, 1.0, 3.0)],
    )
    return charge


@pytest.mark.parametrize("dt_ms", [0.1, 1.0, 5.0])
def test_a_constant_conductance_acts_exactly(dt_ms):
    synapse = ExponentialConductance(tau_ms=1e13, reversal_mV=-20.0)
    v, times = after_one_spike(synapse, 0.02, dt_ms, 40.0)
    leak = 1.0 + 40.0 * 0.02
    settled = (-65.0 - 20.0 * 40.0 * 0.02) / leak
    expected = settled + (-65.0 - settled) * np.exp(-times * leak / 10.0)
    np.testing.assert_allclose(v, expected, rtol=1e-11)


def test_a_decaying_conductance_converges_with_the_second_power_of_the_step():
    synapse = ExponentialConductance(tau_ms=5.0, reversal_mV=0.0)
    ends = [after_one_spike(synapse, 0.03, dt_ms, 8.0)[0][-1] for dt_ms in (0.4, 0.2, 0.1, 0.05)]
    ratios = np.diff(ends)[:-1] / np.diff(ends)[1:]
    np.testing.assert_allclose(np.log2(ratios), 2.0, atol=0.1)
