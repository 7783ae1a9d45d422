"""Weights of whole networks beside the definitions of their rules, spike train by spike train.

Neurons spike when they are told to, and when synapses make them; the trains that the simulation
reports are what the naive rules are given.
"""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import Phase, example, given, settings, strategies as st

from engine.connections.all_to_all import AllToAll
from engine.connections.fixed_in_degree import FixedInDegree
from engine.connections.listed import Listed
from engine.connections.one_to_one import OneToOne
from engine.connections.pairwise_bernoulli import PairwiseBernoulli
from engine.description.projection import Projection
from engine.distributions.uniform import Uniform
from engine.inputs.poisson_spikes import PoissonSpikes
from engine.plasticity.derivative_stdp import DerivativeStdp
from engine.plasticity.inhibitory_stdp import InhibitoryStdp
from engine.plasticity.pair_stdp import PairStdp
from engine.plasticity.short_term import ShortTerm
from engine.plasticity.triplet_stdp import TripletStdp
from engine.simulation import Simulation
from engine.synapses.alpha_current import AlphaCurrent
from engine.synapses.classic_kernel import ClassicKernel
from engine.synapses.current_step import CurrentStep
from engine.synapses.exponential_conductance import ExponentialConductance
from engine.synapses.exponential_current import ExponentialCurrent
from engine.synapses.voltage_jump import VoltageJump
from tests.engine.plasticity.driven import POST, PRE, driven, trains_of
from tests.engine.plasticity.naive_plasticity import changes, final, reached

STEPS = 70
PAIR = {"a_plus": 0.13, "a_minus": 0.11, "tau_plus_ms": 9.0, "tau_minus_ms": 21.0}
LAWS = {
    "additive": {},
    "multiplicative": {"mu_plus": 1.0, "mu_minus": 1.0},
    "power": {"mu_plus": 0.4, "mu_minus": 1.3},
    "mixed": {"mu_plus": 0.0, "mu_minus": 1.0},
}
PAIRINGS = ("all-to-all", "nearest", "presynaptic-centred", "reduced")
TRIPLET = {
    "a2_plus": 0.02,
    "a3_plus": 0.05,
    "a2_minus": 0.04,
    "a3_minus": 0.03,
    "tau_plus_ms": 11.0,
    "tau_minus_ms": 17.0,
    "tau_x_ms": 31.0,
    "tau_y_ms": 43.0,
}
RULES = {
    **{
        f"{law}, {pairing}": PairStdp(w_max=1.0, pairing=pairing, **PAIR, **LAWS[law])
        for law in LAWS
        for pairing in PAIRINGS
    },
    "triplet": TripletStdp(w_max=1.0, **TRIPLET),
    "triplet, nearest": TripletStdp(w_max=1.0, pairing="nearest", **TRIPLET),
    "inhibitory": InhibitoryStdp(w_max=1.0, eta=0.07, target_rate_Hz=9.0, tau_ms=14.0),
    **{
        f"derivative, {pairing}": DerivativeStdp(
            w_max=1.0, pairing=pairing, interval_ms=8.0, drift=0.004, retention=0.6, **PAIR
        )
        for pairing in ("all-to-all", "nearest")
    },
}
SYNAPSES = {
    "voltage-jump": (VoltageJump(), 4.0),
    "current-step": (CurrentStep(), 0.6),
    "exponential-current": (ExponentialCurrent(tau_ms=5.0), 0.1),
    "alpha-current": (AlphaCurrent(tau_ms=3.0), 0.1),
    "conductance": (ExponentialConductance(tau_ms=4.0, reversal_mV=-10.0), 2e-3),
    "classic-kernel": (ClassicKernel(), 1e-3),
}
"""Each with a largest weight, a few of which make a neuron spike."""
CONNECTIVITIES = ("all-to-all", "matrix", "list", "pairwise-bernoulli", "one-to-one", "in-degree")
DELAYS = ("none", "fixed", "long", "drawn", "each", "dendritic", "long dendritic")
STEPS_OF = {"none": 0, "fixed": 1, "long": 13, "dendritic": 1, "long dendritic": 7}


def connectivity(name, delay, sizes, low, high, seed):
    """Who connects to whom, and with which weight where that is not drawn."""
    sources, targets = sizes
    random = np.random.default_rng(seed)
    if name == "matrix":
        return AllToAll(random.uniform(low, high, (targets, sources))), None
    if name == "list":
        count = 2 * sources + 1  # some twice
        ends = random.integers(0, sizes, (count, 2)).tolist()
        weights = random.uniform(low, high, count).tolist()
        delays = random.integers(1, 9, count).tolist() if delay == "each" else ()
        return Listed(ends, weights=weights, delays_ms=delays), 0.0
    connect = {
        "all-to-all": AllToAll(),
        "pairwise-bernoulli": PairwiseBernoulli(0.5),
        "one-to-one": OneToOne(),
        "in-degree": FixedInDegree(min(2, sources - 1)),
    }[name]
    return connect, Uniform(low, high)


def projection(sizes, *, rule, synapse, connect, delay, precision, sign, seed, is_recurrent=False):
    """One from the presynaptic population to the other, or from that one to itself."""
    kind, size = SYNAPSES[synapse]
    w_max = size if synapse == "conductance" else sign * size
    source, sizes = (POST, (sizes[1], sizes[1])) if is_recurrent else (PRE, sizes)
    if connect == "one-to-one" and sizes[0] != sizes[1]:
        connect = "all-to-all"
    if connect == "in-degree" and sizes[0] < 2:
        connect = "pairwise-bernoulli"
    low, high = sorted((0.0, w_max))
    given, weight = connectivity(connect, delay, sizes, low, high, seed)
    delay_ms = float(STEPS_OF[delay]) if STEPS_OF.get(delay) else None
    if delay == "drawn" or (delay == "each" and connect != "list"):
        delay_ms = Uniform(1.0, 6.0)
    plasticity = None
    if rule is not None:
        is_dendritic = delay.endswith("dendritic") and not kind.acts_by_last_spike
        side = "dendritic" if is_dendritic else "axonal"
        plasticity = replace(RULES[rule], w_max=w_max, delay=side, precision=precision)
    return Projection(
        source=source,
        target=POST,
        synapse=kind,
        connect=given,
        weight=weight,
        delay_ms=delay_ms,
        plasticity=plasticity,
    )


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


def random_trains(count, seed):
    """Of some neurons many spikes, of others few."""
    random = np.random.default_rng(seed)
    rates = random.choice([0.03, 0.15, 0.5], count)
    return [np.flatnonzero(random.random(STEPS) < rate).tolist() for rate in rates]


def network_of(sizes, *projections, dt_ms=1.0, seed=3):
    """Random trains, neurons of both populations."""
    trains = random_trains(sum(sizes), seed)
    return driven(trains[: sizes[0]], trains[sizes[0] :], *projections, dt_ms=dt_ms, seed=seed)


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
