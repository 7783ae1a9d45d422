"""Synapses that act by the last spike alone, for every model and storage, beside naive sums."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from engine.connections.all_to_all import AllToAll
from engine.connections.fixed_total_number import FixedTotalNumber
from engine.connections.listed import Listed
from engine.connections.pairwise_bernoulli import PairwiseBernoulli
from engine.connections.projection_blocks import ProjectionBlock
from engine.description.network import Network
from engine.description.population import Population
from engine.description.projection import Projection
from engine.distributions.normal import Normal
from engine.distributions.uniform import Uniform
from engine.inputs.constant_current import ConstantCurrent
from engine.kernels.last_spike_arrays import O_ROWS
from engine.models.catalogue import MODELS
from engine.simulation import Simulation
from engine.synapses.classic_kernel import ClassicKernel, kernel_by_lag
from tests.engine.models.alone import DYNAMIC
from tests.engine.simulation.naive import NaiveCircuit, g, states

SIZE, DT_MS, STEPS = 7, 1.0, 120
PAIRS = ((0, 0), (0, 3), (5, 1), (2, 4), (2, 4), (4, 0), (1, 5), (3, 2), (6, 6))
GIVEN = np.random.default_rng(3).normal(0.0, 1.0, (SIZE, SIZE))


def matrix(size):
    return AllToAll(size * GIVEN)


def every_pair(size):
    """Each with a weight and a delay of its own; some twice."""
    weights = [size * (1.0 if k % 3 else -0.5) for k in range(len(PAIRS))]
    return Listed(PAIRS, weights=weights, delays_ms=[1.0 + 2.0 * k for k in range(len(PAIRS))])


FORMS = {
    "one weight": lambda size: (AllToAll(), size, None),
    "one weight, late": lambda size: (AllToAll(), size, 5.0),
    "uniform": lambda size: (AllToAll(), Uniform(-0.5 * size, size), None),
    "uniform, late": lambda size: (AllToAll(), Uniform(-0.5 * size, size), 3.0),
    "normal": lambda size: (AllToAll(), Normal(0.0, size), None),
    "normal, late": lambda size: (AllToAll(), Normal(0.3 * size, size, low=0.0), 2.0),
    "matrix": lambda size: (matrix(size), None, None),
    "matrix, late": lambda size: (matrix(size), None, 7.0),
    "all, drawn delays": lambda size: (AllToAll(), size, Uniform(1.0, 6.0)),
    "sparse": lambda size: (PairwiseBernoulli(0.5), size, None),
    "sparse, late": lambda size: (PairwiseBernoulli(0.5), Normal(0.0, size), 2.0),
    "sparse, drawn delays": lambda size: (PairwiseBernoulli(0.5), size, Uniform(1.0, 9.0)),
    "several": lambda size: (FixedTotalNumber(80), Uniform(0.0, size), Normal(4.0, 2.0)),
    "list": lambda size: (Listed(PAIRS), Uniform(-size, size), None),
    "list with all": lambda size: (every_pair(size), 0.0, None),
}
EFFECT = {"izhikevich": 0.05, "leaky-integrate-and-fire": 1e-3}


def circuit(model, forms, *, self_connections=True, seed=3):
    """A population of so many neurons, each form a projection; another one stands before it."""
    projections = []
    for form in forms:
        connect, weight, delay_ms = FORMS[form](EFFECT[model])
        projections.append(
            Projection(
                source="cells",
                target="cells",
                synapse=ClassicKernel(),
                connect=connect,
                weight=weight,
                delay_ms=delay_ms,
                self_connections=self_connections,
            )
        )
    starts = {
        "izhikevich": {"v_mV": Uniform(-75.0, 20.0)},
        "leaky-integrate-and-fire": {"v_mV": Uniform(-70.0, -45.0)},
    }
    other = next(name for name in starts if name != model)
    return Network(
        name="n",
        dt_ms=DT_MS,
        seed=seed,
        populations=(
            Population(name="idle", size=3, model=model),
            Population(name="others", size=2, model=other),
            Population(name="cells", size=SIZE, model=model, start=starts[model]),
        ),
        projections=projections,
        inputs=(ConstantCurrent(target="cells", current=9.0 if model == "izhikevich" else 0.25),),
    )


def assert_naive(network, steps=STEPS):
    simulation = Simulation(network)
    naive = NaiveCircuit(simulation)
    spikes = simulation.advance(steps)
    expected = naive.advance(steps)
    assert list(zip(spikes.step.tolist(), spikes.neuron.tolist(), strict=True)) == expected
    np.testing.assert_allclose(states(simulation), naive.v, rtol=1e-8)
    return spikes


@pytest.fixture(params=[False, True], ids=["made again", "stored"])
def _storage(request, monkeypatch):
    monkeypatch.setattr(
        ProjectionBlock, "is_stored", property(lambda projection_block: request.param)
    )


@pytest.mark.compiled
@pytest.mark.usefixtures("_storage")
@pytest.mark.parametrize("self_connections", [True, False])
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("model", EFFECT)
def test_every_form_beside_the_naive_simulation(model, form, self_connections):
    if form.startswith("list") and not self_connections:
        pytest.skip("a list says itself who connects to itself")
    spikes = assert_naive(circuit(model, [form], self_connections=self_connections))
    assert np.unique(spikes.neuron).size >= SIZE - 2
    assert spikes.step.size > 2 * SIZE, "there are last spikes after the first ones"


@pytest.mark.parametrize("forms", [["uniform", "normal, late"], ["matrix", "list with all"]])
def test_a_few_steps_of_several_forms(forms):
    """Interpreted too."""
    assert_naive(circuit("leaky-integrate-and-fire", forms), 25)


@pytest.mark.compiled
@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(sorted(EFFECT)),
    st.lists(st.sampled_from(sorted(FORMS)), min_size=1, max_size=4),
    st.integers(0, 2**64 - 1),
    st.booleans(),
    st.booleans(),
)
def test_forms_together(model, forms, seed, self_connections, is_stored):
    chosen = [form for form in forms if self_connections or not form.startswith("list")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ProjectionBlock, "is_stored", property(lambda projection_block: is_stored))
        assert_naive(circuit(model, chosen, seed=seed, self_connections=self_connections), 80)


def current_on(model, form, delay_steps, steps=60):
    """The trace of the current of a neuron of a model after a single spike, and the spike's."""
    dt_ms = min(DT_MS, MODELS[model].max_dt_ms)
    weights = {"weight": 0.02, "delay_ms": delay_steps * dt_ms if delay_steps else None}
    connect = {
        "one weight": AllToAll(),
        "matrix": AllToAll([[0.02]]),
        "sparse": PairwiseBernoulli(1.0),
        "list": Listed([(0, 0)], weights=[0.02]),
    }[form]
    if form == "matrix":
        weights["weight"] = None
    source = Population(name="source", size=1, model="izhikevich", start={"v_mV": 30.0})
    network = Network(
        name="n",
        dt_ms=dt_ms,
        populations=(source, Population(name="target", size=1, model=model)),
        projections=(
            Projection(
                source="source",
                target="target",
                synapse=ClassicKernel(),
                connect=connect,
                **weights,
            ),
        ),
    )
    spikes, trace = Simulation(network).advance_traced(steps, 1)
    assert spikes.step[spikes.neuron == 0].tolist() == [0]
    return dt_ms, trace[:, -1]


@pytest.mark.compiled
@pytest.mark.parametrize("delay_steps", [0, 1, 6])
@pytest.mark.parametrize("form", ["one weight", "matrix", "sparse", "list"])
@pytest.mark.parametrize("model", DYNAMIC)
def test_the_current_of_every_model_is_the_kernel(model, form, delay_steps):
    dt_ms, current = current_on(model, form, delay_steps)
    first = 1 + delay_steps
    assert (current[:first] == 0.0).all()
    lags = np.arange(1, current.size - first + 1)
    expected = [0.02 * g(lag * dt_ms / 1000.0) for lag in lags]
    np.testing.assert_allclose(current[first:], expected, rtol=1e-6)


@pytest.mark.compiled
@pytest.mark.usefixtures("_storage")
@pytest.mark.parametrize("form", FORMS)
def test_rows_are_dropped_when_they_are_empty_or_spent(form):
    """So that nothing is left of what was added and taken away; then nobody fires any more."""
    simulation = Simulation(circuit("izhikevich", [form]))
    simulation.advance(60)
    arrays = simulation._arrays
    lags = kernel_by_lag(DT_MS).size
    rows, seen = arrays.own_last[0].counts[0, O_ROWS], 0
    assert 1 <= rows <= SIZE * simulation._layout.projection_blocks[0].different_delays + 1
    simulation.current = -60.0
    while simulation.step < 70 + lags:
        simulation.advance(1 + lags // 3)
        seen += 1
    simulation.advance(lags)
    assert arrays.own_last[0].counts[0, O_ROWS] == 0
    silent = simulation.step
    simulation.current = 0.0
    _, trace = simulation.advance_traced(1, 6)
    assert simulation.last_spike_step_of(6) < silent - lags
    assert trace[0, -1] == 9.0


@pytest.mark.compiled
@pytest.mark.usefixtures("_storage")
@pytest.mark.parametrize("form", FORMS)
def test_sums_do_not_drift(form):
    """After thousands of spikes a current is still the sum of its terms."""
    simulation = Simulation(circuit("izhikevich", [form]))
    naive = NaiveCircuit(simulation)
    simulation.advance(1500)
    arrived = last_arrivals(simulation, naive)
    _, trace = simulation.advance_traced(1, 7)
    assert trace[0, -1] == pytest.approx(9.0 + arrived, rel=1e-7, abs=1e-9)


def last_arrivals(simulation, naive):
    """What the synapses to neuron 7 give in the next step, from all spikes so far."""
    again = Simulation(simulation.network)
    spikes = again.advance(simulation.step)
    total = 0.0
    for pre, post, weight, delay, _ in naive.synapses:
        if post != 7:
            continue
        steps = spikes.step[spikes.neuron == pre] + delay
        steps = steps[steps < simulation.step]
        if steps.size:
            total += weight * g((simulation.step - steps.max()) * DT_MS / 1000.0)
    return total
