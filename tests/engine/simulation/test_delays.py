"""From a spike to its effect it takes exactly the delay, beside closed forms.

A source spikes in step 0, which ends at dt_ms; its spike arrives at dt_ms (1 + delay in steps).
"""

import math

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from engine.connections.all_to_all import AllToAll
from engine.connections.listed import Listed
from engine.connections.pairwise_bernoulli import PairwiseBernoulli
from engine.description.network import Network
from engine.description.population import Population
from engine.description.projection import Projection
from engine.distributions.uniform import Uniform
from engine.inputs.poisson_spikes import PoissonSpikes
from engine.simulation import Simulation
from engine.synapses.catalogue import (
    AlphaCurrent,
    ClassicKernel,
    CurrentStep,
    ExponentialConductance,
    ExponentialCurrent,
    VoltageJump,
)
from tests.engine.models.alone import DYNAMIC
from tests.engine.simulation.naive import LEAKY, g

DT_MS, SIZE, STEPS = 0.5, 4, 60
TAU_M_MS, TAU_MS, REVERSAL_MV = LEAKY["tau_m_ms"], 5.0, 0.0
REST_MV, RESISTANCE_MOHM = LEAKY["rest_mV"], LEAKY["resistance_MOhm"]
SYNAPSES = {
    "voltage-jump": (VoltageJump(), 3.0),
    "current-step": (CurrentStep(), 0.5),
    "exponential-current": (ExponentialCurrent(TAU_MS), 0.1),
    "alpha-current": (AlphaCurrent(TAU_MS), 0.1),
    "exponential-conductance": (ExponentialConductance(TAU_MS, REVERSAL_MV), 1e-3),
    "classic-kernel": (ClassicKernel(), 2e-4),
}
"""Each with a weight in mV, nA or uS, too small to make a spike."""
TO_ALL = [(0, target) for target in range(SIZE)]
FORMS = {
    "uniform": AllToAll(),
    "dense": AllToAll(),
    "sparse": PairwiseBernoulli(1.0),
    "sparse drawn": PairwiseBernoulli(1.0),
    "list": Listed(TO_ALL),
    "list with delays": Listed(TO_ALL, delays_ms=[0.5, 1.0, 4.0, 20.0]),
}
DELAYS = {
    "none": None,
    "a step": DT_MS,
    "many steps": 7.0,
    "uniform": Uniform(0.5, 3.0),
}


def from_one_spike(synapse, weight, form="uniform", delay_ms=None, target=None, dt_ms=DT_MS):
    """A source that spikes in step 0, and targets; they are at rest unless said otherwise."""
    drawn = form in ("dense", "sparse drawn")
    source = Population(
        name="source", size=1, model="leaky-integrate-and-fire", start={"v_mV": REST_MV + 100.0}
    )
    return Simulation(
        Network(
            name="n",
            dt_ms=dt_ms,
            populations=(source, target or cells()),
            projections=(
                Projection(
                    source="source",
                    target="cells",
                    synapse=synapse,
                    weight=Uniform(weight, 1.001 * weight) if drawn else weight,
                    connect=FORMS[form],
                    delay_ms=delay_ms,
                ),
            ),
        )
    )


def cells(model="leaky-integrate-and-fire", **more):
    return Population(name="cells", size=SIZE, model=model, **more)


def potentials(simulation, steps=STEPS):
    """After each step, shape (steps, SIZE); and the spikes of the cells, as steps and cells."""
    after, spikes = [], []
    for _ in range(steps):
        spiked = simulation.advance(1)
        spikes += zip(spiked.step.tolist(), (spiked.neuron - 1).tolist(), strict=True)
        after.append(simulation.state_of("cells")[0])
    assert spikes.pop(0) == (0, -1)
    return np.array(after), spikes


def conductance_response(weight, since):
    """Of a membrane, to high accuracy; there is no closed form."""

    def slope(time, v):
        conductance = weight * math.exp(-time / TAU_MS)
        return (REST_MV - v + RESISTANCE_MOHM * conductance * (REVERSAL_MV - v)) / TAU_M_MS

    end = [max(since[-1], 1e-9)]
    solved = solve_ivp(slope, (0.0, *end), [REST_MV], dense_output=True, rtol=1e-9, atol=1e-9)
    return solved.sol(since)[0] - REST_MV


def response(kind, weight, since):
    """v minus rest of a membrane so many ms after the arrival, but none before it."""
    if kind == "voltage-jump":
        return weight * np.exp(-since / TAU_M_MS)
    if kind == "current-step":
        risen = weight * RESISTANCE_MOHM * -math.expm1(-DT_MS / TAU_M_MS)
        return np.where(since > DT_MS / 2, risen * np.exp(-(since - DT_MS) / TAU_M_MS), 0.0)
    if kind == "exponential-current":
        apart = np.exp(-since / TAU_MS) - np.exp(-since / TAU_M_MS)
        return weight * RESISTANCE_MOHM * TAU_MS / (TAU_MS - TAU_M_MS) * apart
    if kind == "alpha-current":
        rate = 1.0 / TAU_MS - 1.0 / TAU_M_MS
        ramp = (1.0 - (1.0 + rate * since) * np.exp(-rate * since)) / rate**2
        scale = weight * RESISTANCE_MOHM * math.e / (TAU_MS * TAU_M_MS)
        return scale * np.exp(-since / TAU_M_MS) * ramp
    if kind == "exponential-conductance":
        return conductance_response(weight, since)
    v, response = 0.0, []
    for lag in range(since.size):
        # Its current is constant over a step: that of the end of the step.
        drive = weight * g(lag * DT_MS / 1000.0) * RESISTANCE_MOHM if lag > 0 else 0.0
        v += (v - drive) * math.expm1(-DT_MS / TAU_M_MS)
        response.append(v)
    return np.array(response)


@pytest.mark.parametrize("delay", DELAYS)
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", SYNAPSES)
def test_the_effect_begins_when_the_delay_is_over(kind, form, delay):
    simulation = from_one_spike(*SYNAPSES[kind], form, DELAYS[delay])
    synapses = simulation.connections(0)
    assert synapses.target.tolist() == [1, 2, 3, 4]
    v, spikes = potentials(simulation)
    assert spikes == []
    for target, (weight, steps) in enumerate(
        zip(synapses.weight, synapses.delay_steps, strict=True)
    ):
        # The state after the step at whose end the spike arrives is the first.
        expected = response(kind, weight, DT_MS * np.arange(STEPS - steps))
        if steps == 0:
            expected[0] = 0.0  # without a delay a voltage jumps when the next step begins
        # Conductances are taken as constant over a step; one step more is 40 times as much.
        tolerance = 1e-3 if kind == "exponential-conductance" else 1e-9
        excess = v[:, target] - REST_MV
        assert (excess[:steps] == 0.0).all()
        np.testing.assert_allclose(excess[steps:], expected, rtol=0, atol=tolerance * excess.max())


def test_delays_are_those_of_the_description():
    none = from_one_spike(VoltageJump(), 1.0).connections(0)
    assert none.delay_steps.tolist() == [0] * SIZE
    listed = from_one_spike(VoltageJump(), 1.0, "list with delays").connections(0)
    assert listed.delay_steps.tolist() == [1, 2, 8, 40]
    drawn = from_one_spike(VoltageJump(), 1.0, "sparse", Uniform(0.5, 3.0)).connections(0)
    assert set(drawn.delay_steps) <= {1, 2, 3, 4, 5, 6}


@pytest.mark.parametrize("delay", DELAYS)
@pytest.mark.parametrize("form", FORMS)
def test_a_jump_to_the_threshold_is_a_spike_of_the_step_it_comes_in(form, delay):
    """It would have decayed below the threshold after a step, as without a delay it does."""
    simulation = from_one_spike(VoltageJump(), 20.01, form, DELAYS[delay])
    steps = simulation.connections(0).delay_steps
    _, spikes = potentials(simulation)
    assert sorted(spikes) == sorted((step, cell) for cell, step in enumerate(steps) if step > 0)


@pytest.mark.parametrize("model", DYNAMIC)
def test_the_state_after_a_step_includes_its_jump(model):
    jumps = [
        from_one_spike(VoltageJump(), weight, "uniform", 0.1, cells(model), dt_ms=0.01)
        for weight in (0.0, 0.5)
    ]
    (by_itself, _), (v, _) = (potentials(simulation, 12) for simulation in jumps)
    np.testing.assert_array_equal(v[:10], by_itself[:10])
    np.testing.assert_allclose(v[10], by_itself[10] + 0.5, rtol=1e-14)


@pytest.mark.parametrize("form", ["uniform", "sparse drawn"])
@pytest.mark.parametrize("model", ["leaky-integrate-and-fire", "adaptive-exponential"])
def test_a_refractory_neuron_does_not_jump(model, form):
    """It spikes in step 0, and is held in steps 1 to 4."""
    kept = cells(model, parameters={"refractory_ms": 4 * DT_MS}, start={"v_mV": 100.0})
    by_itself, spikes = potentials(from_one_spike(VoltageJump(), 0.0, target=kept), 12)
    assert spikes == [(0, cell) for cell in range(SIZE)]
    for delay in range(1, 9):
        jumping = from_one_spike(VoltageJump(), 2.0, form, delay * DT_MS, kept)
        jump = jumping.connections(0).weight if delay > 4 else np.zeros(SIZE)
        v, _ = potentials(jumping, delay + 1)
        np.testing.assert_allclose(v[delay], by_itself[delay] + jump, rtol=1e-14)


def test_poisson_spikes_make_voltages_jump_at_the_end_of_their_step():
    """A single one is enough for a spike; had it decayed for a step, it would take two."""
    poisson = PoissonSpikes(target="cells", rate_Hz=500.0, synapse=VoltageJump(), weight=20.01)
    many = Population(name="cells", size=4000, model="leaky-integrate-and-fire")
    network = Network(name="n", dt_ms=DT_MS, populations=(many,), inputs=(poisson,))
    spikes = Simulation(network).advance(1)
    expected = 4000 * -math.expm1(-500.0 * DT_MS / 1000.0)
    assert abs(spikes.step.size - expected) < 4 * math.sqrt(expected)


def rate_hz(dt_ms):
    """Of neurons between jumps of both signs, over half a second."""
    excitation, inhibition = (
        PoissonSpikes(target="cells", rate_Hz=rate, synapse=VoltageJump(), weight=weight)
        for rate, weight in ((14_600.0, 0.1), (1_400.0, -0.45))
    )
    network = Network(
        name="n",
        dt_ms=dt_ms,
        populations=(
            Population(
                name="cells",
                size=8000,
                model="leaky-integrate-and-fire",
                cell_type="brunel",
                start={"v_mV": Uniform(0.0, 20.0)},
            ),
        ),
        inputs=(excitation, inhibition),
    )
    simulation = Simulation(network)
    simulation.advance(round(100 / dt_ms))
    return simulation.advance(round(500 / dt_ms)).step.size / (8000 * 0.5)


@pytest.mark.compiled
def test_the_rate_of_neurons_driven_by_jumps_hardly_depends_on_the_step():
    """A step of 0.2 ms lost 8 % of spikes when jumps decayed before the threshold was looked at."""
    assert rate_hz(0.2) == pytest.approx(rate_hz(0.05), rel=0.025)
