"""Weights of whole networks beside the definitions of their rules, spike train by spike train.

Neurons spike when they are told to, and when synapses make them; the trains that the simulation
reports are what the naive rules are given.
"""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from engine.inputs.poisson_spikes import PoissonSpikes
from engine.simulation import Simulation
from engine.synapses.voltage_jump import VoltageJump
from tests.engine.plasticity.driven import POST, PRE, trains_of
from tests.engine.plasticity.learning_networks import (
    CONNECTIVITIES,
    DELAYS,
    PAIRINGS,
    RULES,
    STEPS,
    SYNAPSES,
    network_of,
    projection,
)
from tests.engine.plasticity.naive_plasticity import changes, final, reached

pytestmark = pytest.mark.xdist_group("plasticity")
"""With the other files that need the parts of all rules, so that each is compiled once."""

TOLERANCE = {"double": 1e-11, "single": 1e-5}


def is_ahead(projection, delay_steps):
    """Whether presynaptic spikes that are on their way change the weight right before the step
    with which they act, and not after it."""
    is_on_its_way = projection.plasticity.delay == "axonal" and delay_steps > 0
    return is_on_its_way and not projection.synapse.acts_by_last_spike


def assert_weights(simulation, before, trains):
    """The weights of all projections, from those of before the first step; how many changed."""
    network, steps, changed = simulation.network, simulation.step, 0
    for number, described in enumerate(network.projections):
        rule, found = described.plasticity, simulation.connections(number)
        for column in ("source", "target", "delay_steps"):
            np.testing.assert_array_equal(getattr(found, column), getattr(before[number], column))
        expected = []
        columns = before[number].source, before[number].target, before[number].weight
        for source, target, weight, delay in zip(
            *columns, before[number].delay_steps.tolist(), strict=True
        ):
            pre, post = reached(rule, trains[source], trains[target], delay)
            pre = [step for step in pre if step < steps + is_ahead(described, delay)]
            post = [step for step in post if step < steps]
            expected.append(final(rule, weight, pre, post, network.dt_ms, steps))
        tolerance = TOLERANCE[rule.precision]
        np.testing.assert_allclose(
            found.weight, expected, rtol=tolerance, atol=tolerance * 1e-2 * abs(rule.w_max)
        )
        changed += int((found.weight != before[number].weight).sum())
    return changed


def joined(trains, later):
    return [train + more for train, more in zip(trains, later, strict=True)]


def assert_naive(network, portions=(STEPS,)):
    """After each portion; how many weights changed."""
    simulation = Simulation(network)
    before = [simulation.connections(number) for number in range(len(network.projections))]
    trains, changed = [[] for _ in range(network.size)], 0
    for portion in portions:
        spikes = simulation.advance(portion)
        trains = joined(trains, trains_of(spikes, network.size))
        changed = assert_weights(simulation, before, trains)
    return changed


@pytest.mark.parametrize("delay", DELAYS)
@pytest.mark.parametrize("connect", CONNECTIVITIES)
@pytest.mark.parametrize("synapse", SYNAPSES)
def test_synapse_connectivity_and_delay(synapse, connect, delay):
    """Each with the rule that keeps most."""
    more = {"synapse": synapse, "connect": connect, "delay": delay, "precision": "double"}
    one = projection((4, 4), rule="multiplicative, presynaptic-centred", sign=1, seed=5, **more)
    assert assert_naive(network_of((4, 4), one)) > 3


@pytest.mark.parametrize("delay", DELAYS)
@pytest.mark.parametrize("rule", RULES)
def test_rule_and_delay(rule, delay):
    more = {"synapse": "voltage-jump", "connect": "list", "delay": delay}
    one = projection((3, 2), rule=rule, precision="double", sign=-1, seed=6, **more)
    other = projection((3, 2), rule=rule, precision="single", sign=1, seed=7, **more)
    for each in (one, other):
        assert assert_naive(network_of((3, 2), each)) > 3


@pytest.mark.parametrize("sizes", [(100, 13), (10, 70)])
def test_many_spikes_arrive_at_once(sizes):
    """By several delays, so that each reaches a few synapses, or more than are listed together."""
    more = {"synapse": "exponential-current", "connect": "all-to-all", "delay": "drawn"}
    rule = "multiplicative, all-to-all"
    one = projection(sizes, rule=rule, precision="double", sign=1, seed=8, **more)
    assert assert_naive(network_of(sizes, one)) > 500


WITHOUT_CLASSIC = sorted(set(SYNAPSES) - {"classic-kernel"})
"""Which has parts of its own for each rule, that take long to compile."""
SEEDS = st.integers(0, 2**32 - 1)


@st.composite
def networks(draw, rules, *, most=3):
    """Up to so many projections, each with a rule of its own."""
    sizes = draw(st.tuples(st.integers(2, 6), st.integers(1, 4)))
    described = draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    "rule": st.sampled_from(rules),
                    "synapse": st.sampled_from(WITHOUT_CLASSIC),
                    "connect": st.sampled_from(CONNECTIVITIES),
                    "delay": st.sampled_from(DELAYS),
                    "precision": st.sampled_from(["double", "single"]),
                    "sign": st.sampled_from([1, -1]),
                    "seed": SEEDS,
                    "is_recurrent": st.booleans(),
                }
            ),
            min_size=1,
            max_size=most,
        )
    )
    return network_of(sizes, *(projection(sizes, **one) for one in described), seed=draw(SEEDS))


@pytest.mark.compiled
@settings(max_examples=150, deadline=None)
@given(
    networks(sorted(RULES)),
    st.lists(st.integers(1, 30), min_size=1, max_size=4),
)
def test_random_networks(network, portions):
    """Weights are looked at after each portion."""
    assert_naive(network, portions)


@pytest.mark.compiled
@settings(max_examples=25, deadline=None)
@given(networks(sorted(RULES), most=2), st.sampled_from([20.0, 400.0]))
def test_with_random_drive(network, rate_Hz):  # noqa: N803 - a unit
    """Spikes that nobody has chosen."""
    drive = PoissonSpikes(
        target=(PRE, POST), rate_Hz=rate_Hz, synapse=VoltageJump(), weight=9.0, sources=2
    )
    assert_naive(replace(network, inputs=(drive,)), (STEPS, 31))


@pytest.mark.parametrize("dt_ms", [0.1, 0.25, 2.0])
def test_time_steps(dt_ms):
    more = {"synapse": "voltage-jump", "connect": "all-to-all", "precision": "double", "sign": 1}
    one = projection((4, 3), rule="triplet", delay="none", seed=6, **more)
    other = projection((4, 3), rule="power, all-to-all", delay="none", seed=7, **more)
    late = replace(other, delay_ms=3 * dt_ms)
    assert assert_naive(network_of((4, 3), one, other, late, dt_ms=dt_ms)) > 9


@pytest.mark.parametrize("delay", DELAYS)
@pytest.mark.parametrize(
    "rule",
    ["triplet", "inhibitory", "derivative, nearest", *(f"power, {p}" for p in PAIRINGS)],
)
def test_traces_go_on_while_nothing_is_learnt(rule, delay):
    """Pairs count with the later of their spikes, whenever the earlier one was."""
    more = {"synapse": "voltage-jump", "connect": "matrix", "delay": delay, "precision": "double"}
    one = projection((3, 3), rule=rule, sign=1, seed=8, **more)
    simulation = Simulation(network_of((3, 3), one))
    before, trains, off, on = simulation.connections(0), [[] for _ in range(6)], 20, 45
    for is_learning, until in ((True, off), (False, on), (True, STEPS)):
        simulation.learning = is_learning
        start = simulation.weights(0)
        spikes = simulation.advance(until - simulation.step)
        trains = joined(trains, trains_of(spikes, 6))
        assert (simulation.weights(0) == start).all() or is_learning
    columns = zip(before.source, before.target, before.weight, before.delay_steps, strict=True)
    for k, (source, target, weight, delay_steps) in enumerate(columns):
        pre, post = reached(one.plasticity, trains[source], trains[target], int(delay_steps))
        ahead = is_ahead(one, delay_steps)
        pre = [step for step in pre if step < STEPS + ahead]
        post = [step for step in post if step < STEPS]
        pre_still, post_still = range(off + ahead, on + ahead), range(off, on)
        still = pre_still, post_still, STEPS
        found = changes(one.plasticity, weight, pre, post, 1.0, *still)
        assert simulation.weights(0)[k] == pytest.approx(found[-1].weight, rel=1e-11)


@pytest.mark.parametrize("delay", ["none", "fixed", "long", "drawn", "dendritic"])
@pytest.mark.parametrize(
    "rule", ["additive, all-to-all", "power, nearest", "inhibitory", "derivative, nearest"]
)
def test_the_weight_that_acts_is_that_after_the_spikes_own_change(rule, delay):
    """Seen in how far the potential of the target jumps, step by step."""
    more = {"synapse": "voltage-jump", "connect": "all-to-all", "precision": "double", "sign": 1}
    one = projection((3, 1), rule=rule, delay=delay, seed=11, **more)
    network = network_of((3, 1), one)
    simulation = Simulation(network)
    before = simulation.connections(0)
    spikes, trace = simulation.advance_traced(STEPS, 3)
    trains = trains_of(spikes, 4)
    jumps = np.zeros(STEPS + 20)
    for source, weight, delay_steps in zip(
        before.source, before.weight, before.delay_steps.tolist(), strict=True
    ):
        pre, post = reached(one.plasticity, trains[source], trains[3], delay_steps)
        found = changes(one.plasticity, weight, pre, post, 1.0, steps=STEPS)
        acting = {each.step: each.acting for each in found}
        for step in trains[source]:
            on_synapse = step if delay == "dendritic" else step + delay_steps
            jumps[step + delay_steps] += acting[on_synapse]
    decay, v, seen = np.exp(-1.0 / 20.0), -70.0, 0
    for step in range(STEPS):
        # Without a delay jumps come before the next step, else at the end of theirs.
        early = jumps[step - 1] if delay == "none" and step else 0.0
        target = -70.0 + 100.0 * trace[step, 1]
        expected = target + (v + early - target) * decay
        expected += 0.0 if delay == "none" else jumps[step]
        v = trace[step, 0]
        if step not in trains[3]:
            assert v == pytest.approx(expected, rel=1e-12)
            seen += abs(expected - target) > 1e-6
    assert seen > 20


@pytest.mark.parametrize("delay", DELAYS)
@pytest.mark.parametrize("synapse", SYNAPSES)
def test_a_rule_that_changes_nothing_is_no_plasticity(synapse, delay):
    more = {"synapse": synapse, "connect": "list", "delay": delay, "precision": "double"}
    one = projection((4, 4), rule="additive, all-to-all", sign=1, seed=5, **more)
    still = replace(one, plasticity=replace(one.plasticity, a_plus=0.0, a_minus=0.0))
    without = replace(one, plasticity=None)
    plastic, plain = (Simulation(network_of((4, 4), each)) for each in (still, without))
    np.testing.assert_array_equal(plastic.advance(STEPS), plain.advance(STEPS))
    # Weights of a list without plasticity have 24 bits.
    np.testing.assert_allclose(plastic.state_of(POST), plain.state_of(POST), rtol=1e-6)
    weights = [np.sort(each.connections(0).weight) for each in (plastic, plain)]
    np.testing.assert_allclose(*weights, rtol=1e-6)
