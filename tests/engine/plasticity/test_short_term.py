"""Short-term plasticity beside its equations: in closed form, and integrated in tiny steps."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from engine.connections.all_to_all import AllToAll
from engine.connections.listed import Listed
from engine.connections.one_to_one import OneToOne
from engine.plasticity.pair_stdp import PairStdp
from engine.plasticity.short_term import ShortTerm
from engine.simulation import Simulation
from engine.synapses.alpha_current import AlphaCurrent
from engine.synapses.current_step import CurrentStep
from engine.synapses.exponential_conductance import ExponentialConductance
from engine.synapses.exponential_current import ExponentialCurrent
from engine.synapses.voltage_jump import VoltageJump
from tests.engine.plasticity.driven import driven, to_post, trains_of
from tests.engine.plasticity.naive_plasticity import changes

WEIGHT = 32.0
"""In mV, and exact in single precision, in which weights are kept."""
PASSIVE = {"threshold_mV": 200.0, "rest_mV": 0.0}
"""A target that never spikes by itself; the potential is what synapses have made of it."""


def jumps_of(trace, delay_steps, dt_ms, tau_m_ms=20.0, rest_mV=0.0):  # noqa: N803 - a unit
    """How far the potential jumped in each step: at its end, or without a delay at the beginning
    of the next one."""
    v, decay = np.concatenate([[rest_mV], trace[:, 0]]), math.exp(-dt_ms / tau_m_ms)
    driven_to = rest_mV + 100.0 * trace[:, 1]
    jumps = v[1:] - driven_to - (v[:-1] - driven_to) * decay
    return jumps if delay_steps else np.append(jumps[1:] / decay, 0.0)


def releases(short_term, train, *, dt_ms=1.0, delay_steps=2, weight=WEIGHT):
    """What each spike of a train releases, u x, as it acts on a passive target."""
    projection = to_post(
        VoltageJump(),
        connect=OneToOne(),
        weight=weight,
        delay_ms=delay_steps * dt_ms if delay_steps else None,
        short_term=short_term,
    )
    network = driven([train], [[]], projection, dt_ms=dt_ms, post_parameters=PASSIVE)
    spikes, trace = Simulation(network).advance_traced(max(train) + delay_steps + 2, 1)
    assert spikes.step.tolist() == sorted(train)
    assert (spikes.neuron == 0).all()
    jumps = jumps_of(trace, delay_steps, dt_ms)
    at = np.array(sorted(train)) + delay_steps
    others = np.delete(jumps, at)
    np.testing.assert_allclose(others, 0.0, atol=1e-12)
    return jumps[at] / weight


def assert_releases(found, expected):
    """As well as a potential of up to some 100 mV tells a jump of some 10 mV."""
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=2e-14)


def regular(interval, count):
    return [3 + interval * k for k in range(count)]


@pytest.mark.parametrize("delay_steps", [0, 1, 2, 17])
def test_a_spike_acts_at_exactly_its_delay(delay_steps):
    """The first one releases `use`; `releases` sees that nothing happens at any other step."""
    found = releases(ShortTerm(use=0.35), [4], delay_steps=delay_steps)
    assert_releases(found, [0.35])


@pytest.mark.parametrize("delay_steps", [0, 3])
def test_depression_alone(delay_steps):
    """x_(n+1) = 1 - (1 - x_n (1 - use)) exp(-T / tau)."""
    use, tau_ms, interval = 0.45, 130.0, 20
    expected, x = [], 1.0
    for _ in range(30):
        expected.append(use * x)
        x = 1.0 - (1.0 - x * (1.0 - use)) * math.exp(-interval / tau_ms)
    short_term = ShortTerm(use=use, tau_recovery_ms=tau_ms)
    found = releases(short_term, regular(interval, 30), delay_steps=delay_steps)
    assert_releases(found, expected)
    assert (np.diff(found)[:10] < 0).all()
    left = math.exp(-interval / tau_ms)
    assert found[-1] == pytest.approx(use * (1 - left) / (1 - (1 - use) * left), rel=1e-6)


def test_facilitation_alone():
    """With a recovery that is over at once u is a geometric sum."""
    use, tau_ms, interval = 0.06, 400.0, 15
    short_term = ShortTerm(use=use, tau_recovery_ms=0.01, tau_facilitation_ms=tau_ms)
    q = (1.0 - use) * math.exp(-interval / tau_ms)
    found = releases(short_term, regular(interval, 40))
    assert_releases(found, [use * (1.0 - q**n) / (1.0 - q) for n in range(1, 41)])
    assert (np.diff(found) > 0).all()


def steady_release(short_term, interval_ms):
    """Of a constant rate, from the condition that a period brings everything back.

    u: before a spike u = u+ exp(-T / tau_f), after it u+ = u + use (1 - u). With k = u+ / (1 - e_a)
    y+ = k x, z+ = 1 - (1 - u+) x - y+, and x = x+ + (1 - e_r) z+ + y+ p, p being the share of what
    was active that has gone through z to x.
    """
    s = short_term

    def left(tau_ms):
        return math.exp(-interval_ms / tau_ms) if tau_ms > 0 else 0.0

    u = s.use / (1.0 - (1.0 - s.use) * left(s.tau_facilitation_ms))
    e_r, e_a = left(s.tau_recovery_ms), left(s.tau_active_ms)
    if s.tau_active_ms == s.tau_recovery_ms:
        p = 1.0 - e_r * (1.0 + interval_ms / s.tau_recovery_ms)
    else:
        apart = s.tau_recovery_ms - s.tau_active_ms
        p = 1.0 - (s.tau_recovery_ms * e_r - s.tau_active_ms * e_a) / apart
    k = u / (1.0 - e_a)
    x = (1.0 - e_r) / (1.0 - (1.0 - u) + (1.0 - e_r) * ((1.0 - u) + k) - k * p)
    return u * x


KINDS = {
    "depression": ShortTerm(use=0.5, tau_recovery_ms=80.0),
    "facilitation": ShortTerm(use=0.1, tau_recovery_ms=10.0, tau_facilitation_ms=120.0),
    "both": ShortTerm(use=0.25, tau_recovery_ms=60.0, tau_facilitation_ms=45.0),
    "active": ShortTerm(use=0.5, tau_recovery_ms=70.0, tau_active_ms=3.0),
    "long active": ShortTerm(
        use=0.3, tau_recovery_ms=30.0, tau_active_ms=55.0, tau_facilitation_ms=20.0
    ),
    "as long active": ShortTerm(
        use=0.3, tau_recovery_ms=40.0, tau_active_ms=40.0, tau_facilitation_ms=20.0
    ),
}


@pytest.mark.parametrize("interval", [4, 25, 100])
@pytest.mark.parametrize("kind", KINDS)
def test_the_steady_state_at_a_constant_rate(kind, interval):
    count = 20 + 2000 // interval
    found = releases(KINDS[kind], regular(interval, count))
    assert found[-1] == pytest.approx(steady_release(KINDS[kind], interval), rel=1e-9)
    assert found[-1] != pytest.approx(found[0], rel=0.01) or interval == 100


def test_the_steady_state_of_the_papers_depressing_synapse():
    """At a high rate the release falls as 1 / rate: what it brings a second stays the same."""
    short_term = ShortTerm(use=0.5, tau_recovery_ms=800.0, tau_active_ms=3.0)
    a_second = []
    for interval in (10, 20):
        (found,) = releases(short_term, regular(interval, 5000 // interval))[-1:]
        assert found == pytest.approx(steady_release(short_term, interval), rel=1e-6)
        a_second.append(found * 1000 / interval)
    assert a_second == pytest.approx([1000 / 800.0] * 2, rel=0.05)


def integrated(short_term, train, dt_ms, parts=40):
    """The releases by the equations of x, y, z and u, by Runge and Kutta's method."""
    s = short_term

    def slope(state):
        _, y, z, u = state
        fade = u / s.tau_facilitation_ms if s.tau_facilitation_ms else 0.0
        inactive = y / s.tau_active_ms if s.tau_active_ms else 0.0
        return np.array([z / s.tau_recovery_ms, -inactive, inactive - z / s.tau_recovery_ms, -fade])

    state, found, before = np.array([1.0, 0.0, 0.0, 0.0]), [], None
    for step in sorted(train):
        if before is not None:
            h = dt_ms / parts
            for _ in range(parts * (step - before)):
                k1 = slope(state)
                k2 = slope(state + h / 2 * k1)
                k3 = slope(state + h / 2 * k2)
                k4 = slope(state + h * k3)
                state = state + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
        x, y, z, u = state
        u = u + s.use * (1 - u) if s.tau_facilitation_ms else s.use
        released = u * x
        found.append(released)
        active = y + released if s.tau_active_ms else 0.0
        inactive = z if s.tau_active_ms else z + released
        state, before = np.array([x - released, active, inactive, u]), step
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_the_equations_integrated_in_tiny_steps(kind):
    train = [2, 3, 4, 9, 11, 30, 31, 45, 46, 47, 60]
    expected = integrated(KINDS[kind], train, 1.0)
    np.testing.assert_allclose(releases(KINDS[kind], train), expected, rtol=2e-8)


TAUS = st.floats(2.0, 100.0)


@pytest.mark.compiled
@settings(max_examples=25, deadline=None)
@given(
    st.floats(0.01, 1.0),
    TAUS,
    st.one_of(st.just(0.0), TAUS),
    st.one_of(st.just(0.0), TAUS),
    st.sets(st.integers(2, 40), min_size=2, max_size=9),
    st.sampled_from([0.1, 1.0]),
)
def test_any_parameters_and_trains(use, recovery, facilitation, active, train, dt_ms):
    short_term = ShortTerm(
        use=use,
        tau_recovery_ms=recovery,
        tau_facilitation_ms=facilitation,
        tau_active_ms=active,
    )
    expected = integrated(short_term, train, dt_ms, parts=10)
    found = releases(short_term, sorted(train), dt_ms=dt_ms)
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-8)


def exponential(x, terms=60):
    """e^x for a fraction, to far more digits than a float has."""
    halvings = max(0, math.ceil(abs(x))).bit_length() + 2
    x = x / 2**halvings
    total = term = Fraction(1)
    for n in range(1, terms):
        term = (term * x / n).limit_denominator(10**60)
        total += term
    for _ in range(halvings):
        total = (total * total).limit_denominator(10**60)
    return total


@pytest.mark.parametrize("apart", [0.0, 1e-12, 3e-9, 1e-7, 1e-5, 1e-3, 0.09, 0.11, 0.9])
@pytest.mark.parametrize("sign", [1, -1])
def test_time_constants_that_are_nearly_the_same(apart, sign):
    """The closed form is a difference of what is nearly equal there."""
    use, recovery, interval = 0.5, 40.0, 12
    active = recovery * (1.0 + sign * apart)
    short_term = ShortTerm(use=use, tau_recovery_ms=recovery, tau_active_ms=active)
    e_r, e_a = (exponential(Fraction(-interval) / Fraction(tau)) for tau in (recovery, active))
    # What is left of y after T; what of it is in z, as an integral of the difference.
    if active == recovery:
        waiting = Fraction(interval) / Fraction(recovery) * e_r
    else:
        rates = 1 / Fraction(recovery), 1 / Fraction(active)
        waiting = rates[1] / (rates[0] - rates[1]) * (e_a - e_r)
    x = 1 - Fraction(1, 2) * (e_a + waiting)
    found = releases(short_term, [3, 3 + interval])
    assert found[1] == pytest.approx(float(x) * use, rel=1e-13)


@pytest.mark.compiled
@pytest.mark.parametrize("kind", KINDS)
def test_after_a_long_silence_it_is_recovered(kind):
    found = releases(KINDS[kind], [3, 4, 9, 200_000])
    assert_releases(found[[0, -1]], [KINDS[kind].use] * 2)


def test_each_terminal_has_its_own():
    """Two neurons, and one neuron with two delays, share nothing; the spikes of a terminal act on
    all its targets alike."""
    short_term = ShortTerm(use=0.5, tau_recovery_ms=50.0)
    pairs = [(0, 0), (0, 0), (1, 0), (0, 1)]
    projection = to_post(
        VoltageJump(),
        connect=Listed(pairs, weights=[8.0, 16.0, 32.0, 8.0], delays_ms=[2, 5, 2, 2]),
        weight=0.0,
        short_term=short_term,
    )
    trains = [[3, 10], [11]]
    network = driven(trains, [[], []], projection, post_parameters=PASSIVE)
    second = 0.5 * (1.0 - 0.5 * math.exp(-7 / 50.0))
    for neuron, expected in (
        (2, {5: 4.0, 8: 8.0, 12: 8.0 * second, 15: 16.0 * second, 13: 16.0}),
        (3, {5: 4.0, 12: 8.0 * second}),
    ):
        _, trace = Simulation(network).advance_traced(30, neuron)
        jumps = jumps_of(trace, 2, 1.0)
        wanted = [expected.get(step, 0.0) for step in range(30)]
        np.testing.assert_allclose(jumps, wanted, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("delay", ["axonal", "dendritic"])
def test_together_with_a_rule_both_count(delay):
    """The weight after the spike's own change, times u x; it takes the delay either way."""
    rule = PairStdp(
        w_max=8.0, a_plus=0.2, a_minus=0.3, delay=delay, precision="double", tau_plus_ms=9.0
    )
    short_term = ShortTerm(use=0.5, tau_recovery_ms=30.0, tau_facilitation_ms=25.0)
    more = {"connect": OneToOne(), "weight": 4.0, "delay_ms": 3.0, "plasticity": rule}
    pre, post = [5, 9, 14, 30, 33, 47], [7, 12, 26, 31, 45]
    projection = to_post(VoltageJump(), short_term=short_term, **more)
    simulation = Simulation(driven([pre], [post], projection))
    spikes, trace = simulation.advance_traced(60, 1)
    assert trains_of(spikes, 2) == [pre, post]
    ahead, behind = (3, 0) if delay == "axonal" else (0, 3)
    at, meets = [step + ahead for step in pre], [step + behind for step in post]
    found = changes(rule, 4.0, at, meets, 1.0)
    acting = {change.step: change.acting for change in found}
    released = integrated(short_term, pre, 1.0)
    jumps = jumps_of(trace, 3, 1.0, rest_mV=-70.0)
    for step, share in zip(pre, released, strict=True):
        if step + 3 not in post:
            assert jumps[step + 3] == pytest.approx(acting[step + ahead] * share, rel=1e-7)
    assert simulation.connections(0).weight[0] == pytest.approx(found[-1].weight, rel=1e-12)


SYNAPSES = {
    "voltage-jump": (VoltageJump(), 4.0),
    "current-step": (CurrentStep(), 0.5),
    "exponential-current": (ExponentialCurrent(tau_ms=5.0), 0.0625),
    "alpha-current": (AlphaCurrent(tau_ms=3.0), 0.0625),
    "conductance": (ExponentialConductance(tau_ms=4.0, reversal_mV=60.0), 2.0**-9),
}


@pytest.mark.parametrize("delay_steps", [0, 1, 4])
@pytest.mark.parametrize("synapse", SYNAPSES)
def test_synapses_of_every_kind_act_as_fixed_ones_with_the_weight_that_is_released(
    synapse, delay_steps
):
    """Each spike from a neuron of its own, with u x in its weight."""
    kind, weight = SYNAPSES[synapse]
    train = [3, 5, 6, 20, 31]
    short_term = ShortTerm(use=0.5, tau_recovery_ms=40.0, tau_facilitation_ms=30.0)
    more = {"delay_ms": float(delay_steps) if delay_steps else None}
    plastic = to_post(kind, connect=AllToAll(), weight=weight, short_term=short_term, **more)
    scale = [weight * share for share in integrated(short_term, train, 1.0)]
    fixed = to_post(kind, connect=AllToAll([scale]), **more)
    _, found = Simulation(driven([train], [[]], plastic, post_parameters=PASSIVE)).advance_traced(
        50, 1
    )
    _, expected = Simulation(
        driven([[step] for step in train], [[]], fixed, post_parameters=PASSIVE)
    ).advance_traced(50, len(train))
    assert np.ptp(found[:, 0]) > 0.1
    np.testing.assert_allclose(found[:, 0], expected[:, 0], rtol=1e-7, atol=1e-9)
