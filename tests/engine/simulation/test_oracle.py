"""Every synapse with every connectivity and every delay, beside the naive simulation."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from engine.connections.all_to_all import AllToAll
from engine.connections.fixed_in_degree import FixedInDegree
from engine.connections.fixed_total_number import FixedTotalNumber
from engine.connections.listed import Listed
from engine.connections.one_to_one import OneToOne
from engine.connections.pairwise_bernoulli import PairwiseBernoulli
from engine.description.network import Network
from engine.description.population import Population
from engine.description.projection import Projection
from engine.distributions.catalogue import scaled
from engine.distributions.normal import Normal
from engine.distributions.uniform import Uniform
from engine.inputs.constant_current import ConstantCurrent
from engine.simulation import Simulation
from engine.synapses.alpha_current import AlphaCurrent
from engine.synapses.classic_kernel import ClassicKernel
from engine.synapses.current_step import CurrentStep
from engine.synapses.exponential_conductance import ExponentialConductance
from engine.synapses.exponential_current import ExponentialCurrent
from engine.synapses.voltage_jump import VoltageJump
from tests.engine.simulation.naive import NaiveCircuit, states

SIZE = 6
SYNAPSES = {
    "voltage-jump": (VoltageJump(), 1.3, 1.3),
    "current-step": (CurrentStep(), 0.3, 4.0),
    "exponential-current": (ExponentialCurrent(tau_ms=5.0), 0.04, 2.0),
    "alpha-current": (AlphaCurrent(tau_ms=3.0), 0.04, 2.0),
    "exponential-conductance": (ExponentialConductance(tau_ms=4.0, reversal_mV=-10.0), 5e-4, 0.03),
    "classic-kernel": (ClassicKernel(), 1e-3, 0.05),
}
"""Each with a weight for leaky neurons, in nA or uS, and one for Izhikevich's."""
PAIRS = ((0, 0), (0, 3), (5, 1), (2, 4), (2, 4), (4, 0), (1, 5), (3, 2))
CONNECTIVITIES = {
    "all-to-all": AllToAll(),
    "all-to-all drawn": AllToAll(),
    "pairwise-bernoulli": PairwiseBernoulli(0.4),
    "fixed-in-degree": FixedInDegree(3),
    "fixed-total-number": FixedTotalNumber(17),
    "one-to-one": OneToOne(),
    "list": Listed(PAIRS),
    "list with all": Listed(
        PAIRS,
        weights=(0.5, 1.0, -1.0, 0.25, 2.0, 1.0, -0.5, 1.5),
        delays_ms=(1, 2, 3, 4, 5, 6, 7, 8),
    ),
}
DELAYS = {
    "default": None,
    "constant": 3.0,
    "uniform": Uniform(1.0, 9.0),
    "normal": Normal(4.0, 2.0),
}


def weights_of(name, size):
    """One for all, or drawn with both signs."""
    return size if name in ("all-to-all", "one-to-one") else scaled(Uniform(-0.5, 1.5), size)


def weighted(connect, size):
    """A list's own weights, times the synapse's."""
    if isinstance(connect, Listed) and connect.weights:
        return Listed(connect.pairs, tuple(size * w for w in connect.weights), connect.delays_ms)
    return connect


def network_of(synapse, connect, delay_ms, *, dt_ms=1.0, seed=3, self_connections=True):
    """Leaky and Izhikevich neurons; both kinds project to both."""
    kind, to_leaky, to_izhikevich = SYNAPSES[synapse]
    projections = tuple(
        Projection(
            source=("leaky", "izhikevich"),
            target=(target,),
            synapse=kind,
            weight=weights_of(connect, size),
            connect=weighted(CONNECTIVITIES[connect], size),
            delay_ms=delay_ms,
            self_connections=self_connections,
        )
        for target, size in (("leaky", to_leaky), ("izhikevich", to_izhikevich))
    )
    return mixed(projections, dt_ms, seed)


def mixed(projections, dt_ms, seed):
    return Network(
        name="n",
        dt_ms=dt_ms,
        seed=seed,
        populations=(
            Population(
                name="leaky",
                size=SIZE,
                model="leaky-integrate-and-fire",
                start={"v_mV": Uniform(-70.0, -45.0)},
            ),
            Population(
                name="izhikevich",
                size=SIZE,
                model="izhikevich",
                start={"v_mV": Uniform(-75.0, -50.0), "u": Uniform(-15.0, -8.0)},
            ),
        ),
        projections=projections,
        inputs=(
            ConstantCurrent(target=("leaky",), current=0.27),
            ConstantCurrent(target=("izhikevich",), current=9.0),
        ),
    )


def assert_same(network, steps):
    simulation = Simulation(network)
    naive = NaiveCircuit(simulation)
    spikes = simulation.advance(steps)
    expected = naive.advance(steps)
    assert list(zip(spikes.step.tolist(), spikes.neuron.tolist(), strict=True)) == expected
    np.testing.assert_allclose(states(simulation), naive.v, rtol=1e-9)
    return expected


@pytest.mark.parametrize("delay", DELAYS)
@pytest.mark.parametrize("connect", CONNECTIVITIES)
@pytest.mark.parametrize("synapse", SYNAPSES)
def test_synapse_connectivity_and_delay(synapse, connect, delay):
    spikes = assert_same(network_of(synapse, connect, DELAYS[delay]), 90)
    assert len({neuron for _, neuron in spikes}) > SIZE


@pytest.mark.compiled
@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(sorted(SYNAPSES)),
    st.sampled_from(sorted(CONNECTIVITIES)),
    st.sampled_from(sorted(DELAYS)),
    st.sampled_from([0.5, 1.0]),
    st.integers(0, 2**64 - 1),
    st.booleans(),
)
def test_random_networks(synapse, connect, delay, dt_ms, seed, self_connections):
    network = network_of(
        synapse,
        connect,
        DELAYS[delay],
        dt_ms=dt_ms,
        seed=seed,
        self_connections=self_connections,
    )
    assert_same(network, 60)


@pytest.mark.parametrize("first", SYNAPSES)
def test_synapses_of_several_kinds_on_the_same_neurons(first):
    """With two of one kind that differ in their time constants."""
    others = [name for name in SYNAPSES if name != first]
    projections = [network_of(first, "pairwise-bernoulli", 2.0).projections]
    projections += [network_of(name, "fixed-in-degree", 4.0).projections for name in others]
    slower = Projection(
        source=("leaky",),
        target=("izhikevich",),
        synapse=ExponentialCurrent(tau_ms=17.0),
        weight=1.5,
    )
    assert_same(mixed((*sum(projections, ()), slower), 1.0, 8), 80)


def uncoupled():
    return Simulation(mixed((), 1.0, 3))


@pytest.mark.parametrize("synapse", SYNAPSES)
def test_the_synapses_of_these_tests_matter(synapse):
    coupled = Simulation(network_of(synapse, "fixed-in-degree", 3.0))
    spikes, others = coupled.advance(90), uncoupled().advance(90)
    for neurons in (range(SIZE), range(SIZE, 2 * SIZE)):
        assert any(
            spikes.step[spikes.neuron == i].tolist() != others.step[others.neuron == i].tolist()
            for i in neurons
        )


@pytest.mark.parametrize("delay_ms", [None, 4.0])
@pytest.mark.parametrize("synapse", SYNAPSES)
def test_dense_equals_sparse(synapse, delay_ms):
    """A matrix of weights, and the same synapses listed one by one.

    Up to rounding, which a neuron about to spike enlarges: what is listed is kept in 24 bits.
    """
    dense = network_of(synapse, "all-to-all drawn", delay_ms, self_connections=False)
    simulation = Simulation(dense)
    listed = Simulation(mixed(tuple(as_lists(simulation)), 1.0, dense.seed))
    np.testing.assert_array_equal(listed.advance(90), simulation.advance(90))
    for population in ("leaky", "izhikevich"):
        np.testing.assert_allclose(
            listed.state_of(population), simulation.state_of(population), rtol=1e-3, atol=1e-3
        )


def as_lists(simulation):
    """Every projection as lists, one for each pair of populations."""
    for number, projection in enumerate(simulation.network.projections):
        all_of = simulation.connections(number)
        (target,) = projection.target
        for source, low in (("leaky", 0), ("izhikevich", SIZE)):
            mine = (all_of.source >= low) & (all_of.source < low + SIZE)
            pre, post = all_of.source[mine] - low, all_of.target[mine]
            post = post - (0 if target == "leaky" else SIZE)
            yield Projection(
                source=(source,),
                target=(target,),
                synapse=projection.synapse,
                weight=0.0,
                connect=Listed(
                    tuple(zip(pre.tolist(), post.tolist(), strict=True)),
                    tuple(all_of.weight[mine].tolist()),
                ),
                delay_ms=projection.delay_ms,
            )


def response(synapse, delay_steps, steps=60):
    """The trace of a neuron at rest after one spike came to it, one step being 0.5 ms."""
    kind, weight, _ = SYNAPSES[synapse]
    network = Network(
        name="n",
        dt_ms=0.5,
        populations=(
            Population(
                name="source", size=1, model="leaky-integrate-and-fire", start={"v_mV": 50.0}
            ),
            Population(name="target", size=1, model="leaky-integrate-and-fire"),
        ),
        projections=(
            Projection(
                source=("source",),
                target=("target",),
                synapse=kind,
                weight=weight,
                delay_ms=0.5 * delay_steps,
            ),
        ),
    )
    spikes, trace = Simulation(network).advance_traced(steps + delay_steps, 1)
    assert spikes.step.tolist() == [0]
    return trace


@pytest.mark.parametrize("synapse", SYNAPSES)
@pytest.mark.parametrize("longer", [1, 2, 13, 200])
def test_a_delay_longer_by_d_steps_shifts_the_response_by_d_steps(synapse, longer):
    soon, late = response(synapse, 1), response(synapse, 1 + longer)
    assert np.ptp(soon[:, 0]) > 0
    np.testing.assert_array_equal(late[longer:], soon)
    assert (late[: longer + 1, 0] == -70.0).all()
