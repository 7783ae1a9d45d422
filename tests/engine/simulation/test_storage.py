"""How weights are kept is no part of the result: procedural or stored, the bits are the same."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import Phase, given, settings, strategies as st

from engine.connections import projection_blocks
from engine.connections.all_to_all import AllToAll
from engine.connections.listed import Listed
from engine.connections.projection_blocks import ProjectionBlock
from engine.description.network import Network
from engine.description.population import Population
from engine.description.projection import Projection
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
from engine.toml.reading import parse_network
from engine.toml.writing import network_text

STEPS = 45
SYNAPSES = {
    "voltage-jump": (VoltageJump(), 6.0),
    "current-step": (CurrentStep(), 5.0),
    "exponential-current": (ExponentialCurrent(tau_ms=5.0), 2.0),
    "alpha-current": (AlphaCurrent(tau_ms=3.0), 2.0),
    "exponential-conductance": (ExponentialConductance(tau_ms=4.0, reversal_mV=-10.0), 0.05),
    "classic-kernel": (ClassicKernel(), 0.4),
}
"""Each with the largest effect that all neurons together are to have."""
WEIGHTS = {
    "uniform": lambda size: Uniform(-0.5 * size, 1.5 * size),
    "normal": lambda size: Normal(0.3 * size, size),
    "bounded": lambda size: Normal(0.3 * size, size, low=0.0),
}
ONE_CALL = 2**40


def network(synapse, weight, *, sizes=(300, 260), delay_ms=None, self_connections=True, seed=3):
    """Two populations of one model with another model between them, each projecting to all."""
    kind, size = SYNAPSES[synapse]
    cells = [
        Population(
            name=f"p{k}",
            size=each,
            model="izhikevich",
            start={"v_mV": Uniform(-70.0, 40.0)},
        )
        for k, each in enumerate(sizes)
    ]
    between = Population(
        name="between", size=70, model="leaky-integrate-and-fire", start={"v_mV": -49.0}
    )
    names = tuple(population.name for population in cells)
    drawn = WEIGHTS[weight](size / (sum(sizes) + 70))
    more = {"synapse": kind, "weight": drawn, "delay_ms": delay_ms}
    return Network(
        name="n",
        dt_ms=1.0,
        seed=seed,
        populations=(cells[0], between, *cells[1:]),
        projections=(
            Projection(source=names, target=names, self_connections=self_connections, **more),
            Projection(source="between", target=names, **more),
        ),
        inputs=(
            ConstantCurrent(target=names, current=9.0),
            ConstantCurrent(target="between", current=0.3),
        ),
    )


def outcome(simulation):
    """All that could differ."""
    spikes, trace = simulation.advance_traced(STEPS, 7)
    states = [simulation.state_of(p.name) for p in simulation.network.populations]
    return [*spikes, trace, *states]


def assert_equal(found, expected):
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_array_equal(one, other)


def stored(is_stored, monkeypatch, described, **options):
    """A simulation whose drawn weights are all kept, or all made again."""
    keep(is_stored, monkeypatch)
    simulation = Simulation(described, **options)
    assert simulation.storage == ("stored" if is_stored else "procedural")
    return simulation


def keep(is_stored, monkeypatch):
    """Whatever the size, and also of last spikes, whose weights are always made again."""
    monkeypatch.setattr(ProjectionBlock, "is_stored", property(lambda projection_block: is_stored))


@pytest.mark.parametrize(("most", "weights"), [(1599, "procedural"), (1600, "stored")])
def test_the_size_of_a_projection_decides(most, weights, monkeypatch):
    monkeypatch.setattr(projection_blocks, "MOST_STORED", most)
    assert Simulation(one_population("current-step", Uniform(0, 1))).storage == weights
    assert Simulation(one_population("classic-kernel", Uniform(0, 1))).storage == "procedural"


@pytest.mark.compiled
@pytest.mark.parametrize("self_connections", [True, False])
@pytest.mark.parametrize("delay_ms", [None, 3.0])
@pytest.mark.parametrize("weight", WEIGHTS)
@pytest.mark.parametrize("synapse", SYNAPSES)
def test_procedural_and_stored_weights_give_the_same_bits(
    synapse, weight, delay_ms, self_connections, monkeypatch
):
    described = network(synapse, weight, delay_ms=delay_ms, self_connections=self_connections)
    made_again = stored(False, monkeypatch, described)
    expected = outcome(made_again)
    assert expected[0].size > 300
    kept = stored(True, monkeypatch, described)
    for number in range(2):
        assert_equal(kept.connections(number), made_again.connections(number))
    assert_equal(outcome(kept), expected)


SIZES = st.lists(
    st.sampled_from([1, 3, 255, 256, 257, 300, 511, 512, 513, 1100]), min_size=1, max_size=3
).filter(lambda sizes: sum(sizes) <= 1400)
"""Up to three tiles, one for each thread."""
SOME = 600
"""Neurons of two tiles. With more of them, calls that end after each spike take a minute."""


@pytest.mark.compiled
@settings(max_examples=40, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(
    st.sampled_from(sorted(SYNAPSES)),
    st.sampled_from(sorted(WEIGHTS)),
    SIZES,
    st.sampled_from([None, 1.0, 4.0]),
    st.booleans(),
    st.integers(1, 3),
    st.sampled_from([1, 40, 2000, 100_000, ONE_CALL]),
    st.integers(0, STEPS),
    st.integers(0, 2**64 - 1),
)
def test_nor_do_threads_portions_and_checkpoints_matter(
    synapse, weight, sizes, delay_ms, self_connections, threads, budget, at, seed
):
    """Populations begin in the midst of a tile, threads take some, and calls end anywhere."""
    budget = budget if sum(sizes) <= SOME else max(budget, 40)
    described = network(
        synapse,
        weight,
        sizes=sizes,
        delay_ms=delay_ms,
        self_connections=self_connections,
        seed=seed,
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engine.runtime.threads.NEURONS_PER_THREAD", 1)
        expected = outcome(stored(False, patch, described, threads=1))
        patch.setattr("engine.runtime.stepping.SYNAPSES_PER_CALL", budget)
        for is_stored in (True, False):
            first = stored(is_stored, patch, described, threads=threads)
            before = first.advance(at)
            moment = first.checkpoint()
            keep(not is_stored, patch)
            second = Simulation.restore(moment, threads=4 - threads)
            after = second.advance(STEPS - at)
            found = [np.concatenate(parts) for parts in zip(before, after, strict=True)]
            states = [second.state_of(p.name) for p in described.populations]
            assert_equal([*found, *states], [*expected[:3], *expected[4:]])


def one_population(synapse, weight=None, connect=None, delay_ms=None, size=40, seed=3):
    kind, _ = SYNAPSES[synapse]
    cells = Population(
        name="cells", size=size, model="izhikevich", start={"v_mV": Uniform(-70.0, 40.0)}
    )
    every = Projection(
        source="cells",
        target="cells",
        synapse=kind,
        weight=weight,
        connect=connect or AllToAll(),
        delay_ms=delay_ms,
    )
    return Network(
        name="n",
        dt_ms=1.0,
        seed=seed,
        populations=(cells,),
        projections=(every,),
        inputs=(ConstantCurrent(target="cells", current=9.0),),
    )


@pytest.mark.compiled
@pytest.mark.parametrize("delay_ms", [None, 4.0])
@pytest.mark.parametrize("synapse", SYNAPSES)
@pytest.mark.parametrize("weight", WEIGHTS)
def test_drawn_given_and_listed_weights_do_the_same(synapse, weight, delay_ms):
    """Up to rounding: sums are in another order, and listed weights have 24 bits."""
    size = SYNAPSES[synapse][1] / 40
    drawn = Simulation(one_population(synapse, WEIGHTS[weight](size), delay_ms=delay_ms))
    found = drawn.connections(0)
    matrix = np.zeros((40, 40))
    matrix[found.target, found.source] = found.weight
    pairs = list(zip(found.source.tolist(), found.target.tolist(), strict=True))
    others = [
        (AllToAll(matrix), None, 1e-9),
        (Listed(pairs, weights=found.weight.tolist()), 0.0, 1e-5),
    ]
    spikes = drawn.advance(STEPS)
    assert spikes.step.size > 40
    for connect, scale, tolerance in others:
        same = Simulation(one_population(synapse, scale, connect, delay_ms))
        np.testing.assert_array_equal(same.advance(STEPS), spikes)
        np.testing.assert_allclose(
            same.state_of("cells"), drawn.state_of("cells"), rtol=tolerance, atol=tolerance
        )


@pytest.mark.parametrize("storage", ["procedural", "stored"])
def test_a_description_may_say_which_it_is(storage):
    cells = Population(name="cells", size=40, model="izhikevich")
    said = Projection(
        source="cells",
        target="cells",
        synapse=CurrentStep(),
        weight=Uniform(0.0, 1.0),
        connect=AllToAll(storage=storage),
    )
    network = Network(name="said", dt_ms=1.0, populations=[cells], projections=[said])
    assert Simulation(network).storage == storage
    assert parse_network(network_text(network), "said") == network
    unsaid = replace(network, projections=[replace(said, connect=AllToAll())])
    for one, other in zip(
        Simulation(network).connections(0), Simulation(unsaid).connections(0), strict=True
    ):
        np.testing.assert_array_equal(one, other)
