"""Weights that dopamine changes, beside sums over all pairs and doses in closed form."""

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from engine.connections.all_to_all import AllToAll
from engine.description.quantities import DescriptionError
from engine.distributions.uniform import Uniform
from engine.errors import CheckpointError, InvalidValueError
from engine.inputs.dopamine_doses import DopamineDoses
from engine.inputs.reward import Reward
from engine.plasticity.pair_stdp import PairStdp
from engine.plasticity.reward_stdp import RewardStdp
from engine.simulation import Simulation
from engine.synapses.classic_kernel import ClassicKernel
from engine.synapses.voltage_jump import VoltageJump
from tests.engine.plasticity.driven import POST, driven, to_post, trains_of

W_MAX = 1e-6
"""Too small to make anybody spike."""
RULE = RewardStdp(
    w_max=W_MAX,
    a_plus=0.02,
    a_minus=0.03,
    tau_eligibility_ms=50.0,
    tau_dopamine_ms=20.0,
    tonic=0.5,
    precision="double",
)
TOLERANCE = {"double": {"rel": 1e-9, "abs": 1e-12}, "single": {"rel": 1e-5, "abs": 1e-7}}


def integral(rule, first_ms, last_ms, doses):
    """Of e^(-(u - first) / tau) d(u) from the first time to the last, in seconds."""
    tau, decay = rule.tau_eligibility_ms, rule.tau_dopamine_ms
    total = rule.tonic * tau * -math.expm1(-(last_ms - first_ms) / tau)
    both = 1.0 / tau + 1.0 / decay
    for dose_ms, amount in doses:
        begin = max(first_ms, dose_ms)
        if begin < last_ms:
            at_begin = math.exp(-(begin - first_ms) / tau - (begin - dose_ms) / decay)
            total += amount * at_begin * -math.expm1(-(last_ms - begin) * both) / both
    return total / 1000.0


def expected(rule, share, arrivals, posts, end, doses, dt_ms=1.0):
    """The share after `end` steps; spikes by the step at whose end they are at the synapse."""
    doses = [((step + 1) * dt_ms, amount) for step, amount in doses]
    for at in [a for a in arrivals if a < end]:
        traces = sum(math.exp(-(at - s) * dt_ms / rule.tau_minus_ms) for s in posts if s < at)
        share -= rule.a_minus * traces * integral(rule, (at + 1) * dt_ms, end * dt_ms, doses)
    for at in [p for p in posts if p < end]:
        traces = sum(math.exp(-(at - s) * dt_ms / rule.tau_plus_ms) for s in arrivals if s < at)
        share += rule.a_plus * traces * integral(rule, (at + 1) * dt_ms, end * dt_ms, doses)
    return share


def network(pre, post, rule, doses, delay_ms=None, synapse=None, connect=None):
    synapses = to_post(
        synapse or VoltageJump(),
        connect=connect or AllToAll(),
        weight=0.5 * W_MAX,
        delay_ms=delay_ms,
        plasticity=rule,
    )
    described = driven(pre, post, synapses)
    given_doses = [
        DopamineDoses(target=POST, amount=amount, times_ms=[float(step)]) for step, amount in doses
    ]
    return replace(described, inputs=[*described.inputs, *given_doses])


trains = st.lists(st.sets(st.integers(1, 700), max_size=12), min_size=1, max_size=3)
dose_lists = st.lists(st.tuples(st.integers(0, 700), st.floats(-3.0, 8.0)), max_size=4)


@settings(max_examples=40, deadline=None)
@given(
    pre=trains,
    post=trains,
    doses=dose_lists,
    delay=st.sampled_from(["none", "axonal", "dendritic", "classic"]),
    cuts=st.lists(st.integers(1, 300), max_size=4),
    precision=st.sampled_from(["double", "single"]),
)
def test_each_weight_is_what_pairs_and_doses_make_of_it(pre, post, doses, delay, cuts, precision):
    rule, synapse = replace(RULE, precision=precision), None
    delay_ms = None if delay == "none" else 7.0
    if delay == "dendritic":
        rule = replace(rule, delay="dendritic")
    if delay == "classic":
        synapse = ClassicKernel()
    simulation = Simulation(network(pre, post, rule, doses, delay_ms, synapse))
    step, neuron = [], []
    for steps in [*cuts, 800 - sum(cuts) if sum(cuts) < 800 else 0]:
        spikes = simulation.advance(steps)
        step += spikes.step.tolist()
        neuron += spikes.neuron.tolist()
    found = trains_of_pairs(step, neuron, len(pre) + len(post))
    end, pre_lag, post_lag = simulation.step, 0, 0
    if delay in ("axonal", "classic"):
        pre_lag = 7
    if delay == "dendritic":
        post_lag = 7
    source, target, weight, _ = simulation.connections(0)
    for pre_neuron, post_neuron, value in zip(source, target, weight, strict=True):
        arrivals = [s + pre_lag for s in found[pre_neuron]]
        posts = [s + post_lag for s in found[post_neuron]]
        share = expected(rule, 0.5, arrivals, posts, end, doses)
        assert value / W_MAX == pytest.approx(share, **TOLERANCE[precision])


def trains_of_pairs(step, neuron, size):
    return [[s for s, n in zip(step, neuron, strict=True) if n == one] for one in range(size)]


def test_without_dopamine_nothing_is_learned_and_a_late_reward_still_counts():
    rule = replace(RULE, tonic=0.0, tau_eligibility_ms=1000.0, tau_dopamine_ms=200.0)
    simulation = Simulation(network([{10}], [{15}], rule, []))
    simulation.advance(500)
    assert simulation.weights(0)[0] == 0.5 * W_MAX
    simulation.reward(2.0)
    simulation.advance(1000)
    share = expected(rule, 0.5, [10], [15], 1500, [(500, 2.0)])
    assert share > 0.502
    assert simulation.weights(0)[0] / W_MAX == pytest.approx(share, rel=1e-12)


def test_where_learning_is_off_dopamine_gives_nothing():
    simulation = Simulation(network([{10, 300}], [{15, 310}], RULE, [(20, 5.0), (600, 5.0)]))
    simulation.advance(100)
    before = simulation.weights(0)[0]
    simulation.learning = False
    simulation.advance(400)
    assert simulation.weights(0)[0] == pytest.approx(before, rel=1e-14)
    simulation.learning = True
    simulation.advance(200)
    assert simulation.weights(0)[0] != pytest.approx(before, rel=1e-6)


def test_weights_stay_between_0_and_the_largest():
    for pre, post, bound in (({10}, {12}, 1.0), ({12}, {10}, 0.0)):
        simulation = Simulation(network([pre], [post], replace(RULE, tonic=1e5), []))
        simulation.advance(900)
        assert simulation.weights(0)[0] == bound * W_MAX


def test_a_reward_that_nobody_takes_is_refused():
    pairs = PairStdp(w_max=W_MAX)
    simulation = Simulation(network([{10}], [{15}], pairs, []))
    with pytest.raises(InvalidValueError, match="no synapses that dopamine changes"):
        simulation.reward(1.0)
    simulation = Simulation(network([{10}], [{15}], RULE, []))
    with pytest.raises(InvalidValueError, match="amount"):
        simulation.reward(math.inf)


@pytest.mark.parametrize("precision", ["single", "double"])
def test_portions_and_checkpoints_do_not_matter(precision):
    random = np.random.default_rng(5)
    pre = [set(random.integers(1, 900, 30).tolist()) for _ in range(4)]
    post = [set(random.integers(1, 900, 30).tolist()) for _ in range(3)]
    rule = replace(RULE, precision=precision)
    described = network(pre, post, rule, [(100, 3.0), (450, 2.0), (451, 1.0)], Uniform(1.0, 9.0))
    whole, cut = Simulation(described), Simulation(described)
    whole.advance(1000)
    for steps in (1, 99, 1, 200, 149):
        cut.advance(steps)
    cut = Simulation.restore(cut.checkpoint())
    for steps in (1, 1, 548):
        cut.advance(steps)
    np.testing.assert_array_equal(whole.weights(0), cut.weights(0))
    assert (trains_of(whole.advance(1), 1), whole.step) == (trains_of(cut.advance(1), 1), cut.step)


def rewarded(delay_ms, **more):
    """Two neurons of one population that fire in turns, and a reward for it."""
    pre, post = [{10, 300, 500}, {18, 290, 511}], [{1}]
    described = network(pre, post, RULE, [])
    reward = Reward(target="pre", pair=(0, 1), amount=3.0, delay_ms=delay_ms, **more)
    looking = Reward(target="post", pair=(0, 0), amount=1.0)
    synapses = replace(described.projections[0], source="post", target="pre")
    return replace(
        described, projections=[synapses], inputs=[*described.inputs, reward, looking], seed=4
    )


def doses_seen(described, cuts, end=1000):
    """The steps before which dopamine was given, by its level."""
    simulation, levels = Simulation(described), []
    for steps in cuts:
        simulation.advance(steps)
    while simulation.step < end:
        simulation.advance(1)
        levels.append((simulation.step, simulation._arrays.own_plastic[0].dopamine[0, 0]))
    return [step for (_, a), (step, b) in pairwise(levels) if b > a]


def test_the_pair_is_rewarded_after_its_delay_and_no_other():
    # Only the first time did the second neuron fire soon after the first one.
    assert doses_seen(rewarded(40.0), []) == [18 + 40 + 1]
    assert doses_seen(rewarded(40.0, within_ms=11.0), []) == [18 + 40 + 1, 511 + 40 + 1]
    assert doses_seen(rewarded(40.0, within_ms=7.0), []) == []


def test_rewards_on_their_way_are_kept():
    described = rewarded(Uniform(100.0, 300.0), within_ms=20.0)
    whole, cut = Simulation(described), Simulation(described)
    whole.advance(900)
    for steps in (15, 10, 3):
        cut.advance(steps)
    kept = cut.checkpoint()
    assert kept.arrays["rewards"].shape == (1, 2)
    cut = Simulation.restore(kept)
    cut.advance(872)
    np.testing.assert_array_equal(
        whole._arrays.own_plastic[0].dopamine, cut._arrays.own_plastic[0].dopamine
    )
    for odd in ([[0, 2]], [[500, 77]], [[500]], [[500.0, 2.0]]):
        with pytest.raises(CheckpointError, match="rewards"):
            Simulation.restore(replace(kept, arrays={**kept.arrays, "rewards": np.array(odd)}))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"pair": (0, 2)}, "pair"),
        ({"pair": (0, 1, 1)}, "pair"),
        ({"pair": None}, "pair"),
        ({"delay_ms": 0.0}, "delay_ms"),
        ({"delay_ms": 2e6}, "delay_ms"),
        ({"amount": 1e9}, "amount"),
        ({"target": ("pre", "post")}, "target"),
    ],
)
def test_rewards_that_can_not_be_are_refused(wrong, told):
    described = rewarded(40.0)
    with pytest.raises(DescriptionError, match=told):
        replace(described, inputs=[replace(described.inputs[-2], **wrong)])
