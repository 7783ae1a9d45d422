"""Every rule with few spikes, beside what its equations say on paper."""

import math
from dataclasses import replace

import numpy as np
import pytest

from engine.connections.one_to_one import OneToOne
from engine.description.quantities import DescriptionError
from engine.kernels.plastic_arrays import LEFTS
from engine.plasticity.inhibitory_stdp import InhibitoryStdp
from engine.plasticity.pair_stdp import PairStdp
from engine.plasticity.triplet_stdp import HIPPOCAMPAL, TripletStdp
from engine.simulation import Simulation
from engine.synapses.voltage_jump import VoltageJump
from tests.engine.plasticity.driven import driven, to_post, trains_of

W_MAX = 2.0**-8
"""In mV: nothing that a synapse does is seen in when neurons spike."""
SHARE = 0.375
PAIRINGS = ("all-to-all", "nearest", "presynaptic-centred", "reduced")
WINDOW = (-170, -64, -20, -5, -2, -1, 1, 2, 7, 20, 41, 64, 170)
DT_MS = 0.5


def after(rule, pre, post, *, share=SHARE, delay_ms=None, dt_ms=DT_MS, steps=None):
    """The shares of the largest weight of synapses one to one, after these spikes."""
    projection = to_post(
        VoltageJump(),
        connect=OneToOne(),
        weight=share * rule.w_max,
        delay_ms=delay_ms,
        plasticity=rule,
    )
    simulation = Simulation(driven(pre, post, projection, dt_ms=dt_ms))
    last = max(max(train, default=0) for train in (*pre, *post))
    spikes = simulation.advance(steps or last + 30)
    assert trains_of(spikes, 2 * len(pre)) == [sorted(train) for train in (*pre, *post)]
    return simulation.connections(0).weight / rule.w_max


def assert_shares(found, expected):
    """Up to the last bits; what changes is compared, not only what stays."""
    np.testing.assert_allclose(found, expected, rtol=1e-12)


def apart(lags, first=200):
    """Pairs of a presynaptic spike and one so many steps later."""
    return [[first] for _ in lags], [[first + lag] for lag in lags]


def window(rule, lag, share=SHARE):
    """The closed form of a pair."""
    if lag > 0:
        grown = rule.a_plus * (1.0 - share) ** rule.mu_plus
        return share + grown * math.exp(-lag * DT_MS / rule.tau_plus_ms)
    fallen = rule.a_minus * share**rule.mu_minus
    return share - fallen * math.exp(lag * DT_MS / rule.tau_minus_ms)


MUS = [(0.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.4, 0.4), (0.02, 2.5)]


def pair_rule(mus=(0.0, 0.0), pairing="all-to-all", **more):
    given = {
        "w_max": W_MAX,
        "a_plus": 0.4,
        "a_minus": 0.3,
        "tau_plus_ms": 17.0,
        "tau_minus_ms": 34.0,
        "mu_plus": mus[0],
        "mu_minus": mus[1],
        "pairing": pairing,
        "precision": "double",
    }
    return PairStdp(**{**given, **more})


@pytest.mark.parametrize("pairing", PAIRINGS)
@pytest.mark.parametrize("mus", MUS)
@pytest.mark.parametrize("sign", [1, -1])
def test_the_window_of_pairs(mus, pairing, sign):
    rule = pair_rule(mus, pairing, w_max=sign * W_MAX)
    expected = [window(rule, lag) for lag in WINDOW]
    assert max(abs(share - SHARE) for share in expected) > 0.1
    assert_shares(after(rule, *apart(WINDOW)), expected)


@pytest.mark.parametrize("delay", ["axonal", "dendritic"])
@pytest.mark.parametrize("steps", [1, 6])
def test_a_delay_shifts_the_window(delay, steps):
    rule = pair_rule(delay=delay)
    shift = -steps if delay == "axonal" else steps
    lags = [lag for lag in WINDOW if lag + shift != 0]
    expected = [window(rule, lag + shift) for lag in lags]
    assert_shares(after(rule, *apart(lags), delay_ms=steps * DT_MS), expected)


@pytest.mark.parametrize("pairing", PAIRINGS)
@pytest.mark.parametrize(("delay", "steps"), [("axonal", 0), ("axonal", 4), ("dendritic", 4)])
def test_spikes_that_meet_do_not_see_each_other(pairing, delay, steps):
    lag = {"axonal": steps, "dendritic": -steps}[delay]
    rule = pair_rule(pairing=pairing, delay=delay)
    delay_ms = steps * DT_MS if steps else None
    assert after(rule, *apart([lag]), delay_ms=delay_ms).tolist() == [SHARE]


@pytest.mark.parametrize("pairing", PAIRINGS)
def test_of_spikes_that_meet_the_presynaptic_one_changes_the_weight_first(pairing):
    """One falls to 0, and grows from there; the other way round less would be left."""
    rule = pair_rule(pairing=pairing, a_plus=0.5, a_minus=1.0)
    pre, post = [[100, 104]], [[100, 104]]
    if pairing == "reduced":
        # The presynaptic spike counts as after the postsynaptic one of its step.
        assert_shares(after(rule, pre, post), [SHARE + 0.5 * math.exp(-4 * DT_MS / 17.0)])
    else:
        assert_shares(after(rule, pre, post), [0.5 * math.exp(-4 * DT_MS / 17.0)])


def test_which_pairs_count():
    """pre 100, 110, post 120, 130, pre 140: pairs as lags."""
    pre, post = [[100, 110, 140]], [[120, 130]]
    grow = {
        "all-to-all": (20, 10, 30, 20),
        "nearest": (10, 20),
        "presynaptic-centred": (20, 10),
        "reduced": (10,),
    }
    fall = {"all-to-all": (20, 10)}
    for pairing in PAIRINGS:
        rule = pair_rule(pairing=pairing, a_plus=0.06, a_minus=0.05)
        expected = SHARE
        expected += sum(0.06 * math.exp(-lag * DT_MS / 17.0) for lag in grow[pairing])
        expected -= sum(0.05 * math.exp(-lag * DT_MS / 34.0) for lag in fall.get(pairing, (10,)))
        assert_shares(after(rule, pre, post), [expected])


@pytest.mark.parametrize("pairing", PAIRINGS)
@pytest.mark.parametrize("mus", MUS)
def test_weights_stay_between_0_and_the_largest(mus, pairing):
    rule = pair_rule(mus, pairing, a_plus=1.0, a_minus=1.0, tau_plus_ms=1e6, tau_minus_ms=1e6)
    up, down = [[10 * k for k in range(1, 30)]], [[10 * k + 1 for k in range(1, 30)]]
    # Some powers only come near.
    (highest,) = after(replace(rule, a_minus=0.0), up, down)
    (lowest,) = after(replace(rule, a_plus=0.0), down, up)
    assert highest == 1.0 if mus[0] < 1.0 else 0.999 < highest <= 1.0
    assert lowest == 0.0 if mus[1] < 1.0 else 0.0 <= lowest < 0.1


@pytest.mark.parametrize("w_max", [0.1, 0.7e-3, -0.1])
def test_the_largest_weight_in_single_precision_is_still_no_more(w_max):
    """It is rounded up when it is stored; a power of what is left must not be one of less than
    nothing."""
    rule = pair_rule((0.4, 0.4), precision="single", w_max=w_max)
    pre, post = [[10, 20, 30]], [[11, 21, 31]]
    found = after(rule, pre, post, share=1.0)
    expected = after(replace(rule, precision="double"), pre, post, share=1.0)
    np.testing.assert_allclose(found, expected, rtol=1e-6)


@pytest.mark.parametrize("w_max", [0.1, -0.1])
def test_a_run_may_begin_with_the_largest_weight_as_another_stored_it(w_max):
    stored = float(np.float32(w_max))
    assert abs(stored) > abs(w_max)
    single, double = (pair_rule(precision=each, w_max=w_max) for each in ("single", "double"))
    single.require((), None, np.array([0.0, stored]), None, False, 1.0)
    for rule, weight in ((double, stored), (single, 1.000001 * stored), (single, -0.01 * stored)):
        with pytest.raises(DescriptionError, match="weights must begin between"):
            rule.require((), weight, np.empty(0), None, False, 1.0)


TRIPLET = {
    "w_max": W_MAX,
    "a2_plus": 0.05,
    "a3_plus": 0.2,
    "a2_minus": 0.06,
    "a3_minus": 0.15,
    "tau_plus_ms": 16.8,
    "tau_minus_ms": 33.7,
    "tau_x_ms": 101.0,
    "tau_y_ms": 125.0,
    "precision": "double",
}


@pytest.mark.parametrize("pairing", ["all-to-all", "nearest"])
def test_the_window_of_pairs_of_the_triplet_rule(pairing):
    """A pair alone is no triplet."""
    rule = TripletStdp(**{**TRIPLET, "pairing": pairing})
    expected = [
        SHARE + 0.05 * math.exp(-lag * DT_MS / 16.8)
        if lag > 0
        else SHARE - 0.06 * math.exp(lag * DT_MS / 33.7)
        for lag in WINDOW
    ]
    assert_shares(after(rule, *apart(WINDOW)), expected)
    assert after(rule, *apart([0])).tolist() == [SHARE]


@pytest.mark.parametrize("pairing", ["all-to-all", "nearest"])
def test_triplets(pairing):
    """pre-post-pre and post-pre-post, each with lags of its own."""
    rule = TripletStdp(**{**TRIPLET, "pairing": pairing})

    def left(steps, tau_ms):
        return math.exp(-steps * DT_MS / tau_ms)

    pre_post_pre = SHARE + 0.05 * left(9, 16.8)
    pre_post_pre -= left(14, 33.7) * (0.06 + 0.15 * left(23, 101.0))
    post_pre_post = SHARE - 0.06 * left(9, 33.7)
    post_pre_post += left(14, 16.8) * (0.05 + 0.2 * left(23, 125.0))
    pre, post = [[100, 123], [109]], [[109], [100, 123]]
    assert_shares(after(rule, pre, post), [pre_post_pre, post_pre_post])


def test_hippocampal_triplets_of_the_paper():
    """Of a fit with pairs and triplets: (dt1, dt2) = (5, 5) ms and (-5, -5) ms, 60 times."""
    rule = TripletStdp(w_max=W_MAX, precision="double", **HIPPOCAMPAL)
    pre, post = [[100, 120], [110]], [[110], [100, 120]]
    pre_post_pre = 5.3e-3 * math.exp(-5 / 16.8) - 3.5e-3 * math.exp(-5 / 33.7)
    post_pre_post = -3.5e-3 * math.exp(-5 / 33.7)
    post_pre_post += math.exp(-5 / 16.8) * (5.3e-3 + 8e-3 * math.exp(-10 / 40.0))
    assert_shares(after(rule, pre, post), [SHARE + pre_post_pre, SHARE + post_pre_post])


def inhibitory(**more):
    given = {"eta": 0.1, "target_rate_Hz": 5.0, "tau_ms": 20.0, "precision": "double"}
    return InhibitoryStdp(w_max=-W_MAX, **{**given, **more})


def test_the_window_of_the_inhibitory_rule():
    """The same on both sides; each presynaptic spike also costs eta alpha."""
    alpha = 2 * 5.0 * 0.020
    expected = [SHARE + 0.1 * (math.exp(-abs(lag) * DT_MS / 20.0) - alpha) for lag in WINDOW]
    assert_shares(after(inhibitory(), *apart(WINDOW)), expected)
    assert_shares(after(inhibitory(), *apart([0])), [SHARE - 0.1 * alpha])


def test_inhibitory_weights_stay_between_0_and_the_largest():
    strong, lonely = inhibitory(eta=1.0), inhibitory(eta=1.0, target_rate_Hz=100.0)
    assert after(strong, [[10, 20, 30]], [[11, 21, 31]]).tolist() == [1.0]
    assert after(lonely, [[10, 20, 30]], [[]]).tolist() == [0.0]


def test_postsynaptic_spikes_alone_change_nothing():
    for rule in (pair_rule(), TripletStdp(**TRIPLET), inhibitory()):
        assert after(rule, [[]], [[10, 20, 30]]).tolist() == [SHARE]
    for rule in (pair_rule(), TripletStdp(**TRIPLET)):
        assert after(rule, [[10, 20, 30]], [[]]).tolist() == [SHARE]


SILENCE = 200_000
SLOW_MS = 60_000.0


@pytest.mark.compiled
@pytest.mark.parametrize("silence", [LEFTS - 1, LEFTS, LEFTS + 1, 65_535, 65_536, SILENCE])
def test_a_long_silence_loses_nothing(silence):
    """Neither what is left of a trace nor the weight."""
    left = math.exp(-silence * DT_MS / SLOW_MS)
    slow = {"tau_plus_ms": SLOW_MS, "tau_minus_ms": SLOW_MS}
    pre, post = [[50], [50 + silence]], [[50 + silence], [50]]
    for pairing in PAIRINGS:
        found = after(pair_rule(pairing=pairing, **slow), pre, post)
        assert_shares(found, [SHARE + 0.4 * left, SHARE - 0.3 * left])
    triplet = TripletStdp(**{**TRIPLET, **slow})
    assert_shares(after(triplet, pre, post), [SHARE + 0.05 * left, SHARE - 0.06 * left])
    found = after(inhibitory(tau_ms=SLOW_MS, target_rate_Hz=0.0), pre, post)
    assert_shares(found, [SHARE + 0.1 * left, SHARE + 0.1 * left])


@pytest.mark.compiled
def test_after_a_long_silence_pairs_are_new():
    """What fast traces had is gone to the last bit."""
    early = ([10, 15, 20], [12, 17])
    pre = [[*early[0], SILENCE], [*early[0], SILENCE + 9]]
    post = [[*early[1], SILENCE + 9], [*early[1], SILENCE]]
    for pairing in PAIRINGS:
        rule = pair_rule(pairing=pairing, a_plus=0.1, a_minus=0.1)
        (before,) = after(rule, [early[0]], [early[1]])
        grown = 0.1 * math.exp(-9 * DT_MS / 17.0)
        fallen = 0.1 * math.exp(-9 * DT_MS / 34.0)
        assert_shares(after(rule, pre, post), [before + grown, before - fallen])
