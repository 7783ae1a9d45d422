"""Neither portions, threads, segments nor checkpoints change a bit of networks that learn."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import Phase, example, given, settings, strategies as st

from engine.connections.fixed_in_degree import FixedInDegree
from engine.plasticity.short_term import ShortTerm
from engine.simulation import Simulation
from tests.engine.plasticity.learning_networks import STEPS, network_of, projection

pytestmark = pytest.mark.xdist_group("plasticity")
"""With the other files that need the parts of all rules, so that each is compiled once."""

SEEDS = st.integers(0, 2**32 - 1)


def several(sizes, seed):
    """Projections of all kinds side by side: none of them may take another's place."""
    kinds = [
        ("additive, all-to-all", "voltage-jump", "all-to-all", "drawn", "single"),
        ("power, presynaptic-centred", "conductance", "pairwise-bernoulli", "drawn", "double"),
        ("triplet", "alpha-current", "in-degree", "long", "single"),
        ("inhibitory", "current-step", "pairwise-bernoulli", "long dendritic", "double"),
        ("multiplicative, presynaptic-centred", "voltage-jump", "list", "each", "single"),
        ("additive, reduced", "exponential-current", "all-to-all", "none", "double"),
        ("triplet, nearest", "classic-kernel", "pairwise-bernoulli", "drawn", "single"),
        ("power, presynaptic-centred", "classic-kernel", "all-to-all", "long", "double"),
        ("derivative, nearest", "exponential-current", "pairwise-bernoulli", "drawn", "single"),
        ("derivative, all-to-all", "classic-kernel", "in-degree", "long", "double"),
    ]
    found = []
    for number, (rule, synapse, connect, delay, precision) in enumerate(kinds):
        more = {"synapse": synapse, "connect": connect, "delay": delay, "precision": precision}
        sign = -1 if rule == "inhibitory" else 1
        is_recurrent = number % 2 == 1
        one = projection(sizes, rule=rule, sign=sign, seed=seed, is_recurrent=is_recurrent, **more)
        # Not too many where there are many neurons.
        pairs = sizes[1] ** 2 if is_recurrent else sizes[0] * sizes[1]
        if pairs > 30_000 and connect != "list":
            one = replace(one, connect=FixedInDegree(9))
        found.append(one)
    short_term = ShortTerm(use=0.4, tau_recovery_ms=20.0, tau_facilitation_ms=15.0)
    found[2] = replace(found[2], short_term=short_term)
    found.append(replace(found[0], plasticity=None, short_term=short_term))
    return network_of(sizes, *found, seed=seed)


SIZES = st.tuples(st.integers(2, 30), st.one_of(st.integers(2, 30), st.sampled_from([513, 700])))
"""So that threads have some, which take whole tiles of neurons."""


def outcome(simulation, portions):
    """All that could differ."""
    parts = [simulation.advance(portion) for portion in portions]
    spikes = [np.concatenate(columns) for columns in zip(*parts, strict=True)]
    return [*spikes, *state(simulation)]


def state(simulation):
    network = simulation.network
    return [
        *(column for p in range(len(network.projections)) for column in simulation.connections(p)),
        *(simulation.state_of(population.name) for population in network.populations),
    ]


def assert_equal(found, expected):
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.compiled
@settings(max_examples=12, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@example((8, 700), 5, [1, 29, 7], 2, 3000, 50)
@example((5, 11), 5, [1, 29, 7], 2, 1, 3)
@example((12, 20), 6, [7, 30], 1, 40, 3)
@given(
    SIZES,
    SEEDS,
    st.lists(st.sampled_from([1, 2, 3, 7, 13, 29]), min_size=1, max_size=5),
    st.integers(1, 3),
    st.sampled_from([5000, 40_000, 2**40]),
    st.sampled_from([3, 50, 2**16]),
)
def test_portions_threads_and_segments_change_no_bit(
    sizes, seed, portions, threads, budget, segment
):
    """Calls end anywhere, threads take some neurons, and rows are cut where they are not long."""
    network = several(sizes, seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engine.runtime.threads.NEURONS_PER_THREAD", 1)
        expected = outcome(Simulation(network, threads=1), [sum(portions)])
        patch.setattr("engine.runtime.stepping.SYNAPSES_PER_CALL", budget)
        patch.setattr("engine.runtime.target_partition.SEGMENT", segment)
        patch.setattr("engine.runtime.target_partition.CUT", 1)
        patch.setattr("engine.connections.plastic_rows.PAGE", segment)
        simulation = Simulation(network, threads=threads)
        assert simulation.threads == threads
        assert_equal(outcome(simulation, portions), expected)


@pytest.mark.compiled
@settings(max_examples=6, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@example((8, 700), 5, 20, [1, 2, 3], 3000)
@example((8, 700), 5, 31, [3, 1, 2], 2**40)
@given(
    SIZES,
    SEEDS,
    st.integers(0, 45),
    st.permutations([1, 2, 3]),
    st.sampled_from([5000, 40_000, 2**40]),
)
def test_a_checkpoint_goes_on_with_the_same_bits(sizes, seed, at, threads, budget):
    """On another number of threads too."""
    network = several(sizes, seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engine.runtime.threads.NEURONS_PER_THREAD", 1)
        whole = Simulation(network, threads=1)
        whole.advance(45)
        patch.setattr("engine.runtime.stepping.SYNAPSES_PER_CALL", budget)
        first = Simulation(network, threads=threads[0])
        first.advance(at)
        second = Simulation.restore(first.checkpoint(), threads=threads[1])
        assert [first.threads, second.threads] == threads[:2]
        assert_equal(state(second), state(first))
        second.advance(45 - at)
        assert_equal(state(second), state(whole))


def test_the_networks_of_this_file_change_all_their_weights():
    network = several((6, 5), 3)
    simulation = Simulation(network)
    before = [simulation.weights(number) for number in range(11)]
    simulation.advance(STEPS)
    for number, weights in enumerate(before):
        is_changed = simulation.weights(number) != weights
        assert is_changed.mean() > 0.5 if number < 10 else not is_changed.any()


@pytest.mark.compiled
def test_large_networks_on_two_threads():
    """With as many neurons as two threads are worth."""
    network = several((2300, 2200), 5)
    network = replace(network, inputs=network.inputs[::3])
    alone, together = Simulation(network, threads=1), Simulation(network, threads=2)
    assert together.threads == 2
    expected = outcome(alone, [STEPS])
    assert expected[0].size > 20_000
    assert_equal(outcome(together, [1, 30, 39]), expected)
