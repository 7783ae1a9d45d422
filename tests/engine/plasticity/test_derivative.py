"""Weights that change at intervals, beside what the rule's equations say on paper."""

import math
from dataclasses import replace

import numpy as np
import pytest

from engine.connections.one_to_one import OneToOne
from engine.description.quantities import DescriptionError
from engine.plasticity.derivative_stdp import DerivativeStdp
from engine.simulation import Simulation
from engine.synapses.voltage_jump import VoltageJump
from tests.engine.plasticity.driven import driven, to_post, trains_of

W_MAX = 2.0**-8
"""In mV: nothing that a synapse does is seen in when neurons spike."""
SHARE, DT_MS, INTERVAL = 0.375, 0.5, 600
WINDOW = (-170, -64, -20, -5, -2, -1, 0, 1, 2, 7, 20, 41, 64, 170)
RULE = DerivativeStdp(
    w_max=W_MAX,
    a_plus=0.2,
    a_minus=0.1,
    tau_plus_ms=17.0,
    tau_minus_ms=34.0,
    interval_ms=INTERVAL * DT_MS,
    drift=0.01,
    retention=0.75,
    precision="double",
)


def begun(rule, pre, post, share=SHARE, delay_ms=None):
    """Synapses one to one, of neurons that will spike in these steps."""
    synapses = to_post(
        VoltageJump(),
        connect=OneToOne(),
        weight=share * rule.w_max,
        delay_ms=delay_ms,
        plasticity=rule,
    )
    return Simulation(driven(pre, post, synapses, dt_ms=DT_MS))


def shares_at(rule, pre, post, *steps, **more):
    """The shares of the largest weight after so many steps each."""
    simulation, found, trains = begun(rule, pre, post, **more), [], [[] for _ in (*pre, *post)]
    for step in steps:
        spikes = trains_of(simulation.advance(step - simulation.step), len(trains))
        trains = [train + more for train, more in zip(trains, spikes, strict=True)]
        found.append(simulation.weights(0) / rule.w_max)
    assert trains == [[s for s in sorted(train) if s < steps[-1]] for train in (*pre, *post)]
    return found


def derivative(rule, lag):
    """What a pair leaves in the closed form."""
    if lag == 0:
        return 0.0
    if lag > 0:
        return rule.a_plus * math.exp(-lag * DT_MS / rule.tau_plus_ms)
    return -rule.a_minus * math.exp(lag * DT_MS / rule.tau_minus_ms)


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(("delay", "shift"), [("axonal", 0), ("axonal", -6), ("dendritic", 6)])
def test_the_window_of_pairs_at_each_update(delay, shift, sign):
    rule = replace(RULE, delay=delay, w_max=sign * W_MAX)
    pre, post = [[200] for _ in WINDOW], [[200 + lag] for lag in WINDOW]
    delay_ms = abs(shift) * DT_MS or None
    just_before = [k * INTERVAL - 1 for k in (1, 2, 3)]
    at = sorted([*just_before, *(step + 1 for step in just_before)])
    found = shares_at(rule, pre, post, *at, delay_ms=delay_ms)
    expected, left = np.full(len(WINDOW), SHARE), np.ones(len(WINDOW))
    gathered = np.array([derivative(rule, lag + shift) for lag in WINDOW])
    for before, after in zip(found[::2], found[1::2], strict=True):
        np.testing.assert_allclose(before, expected, rtol=1e-12)
        expected = expected + rule.drift + gathered * left
        np.testing.assert_allclose(after, expected, rtol=1e-12)
        left = left * rule.retention


def test_what_a_pair_brings_in_the_end():
    rule = replace(RULE, a_plus=0.02, drift=0.0, interval_ms=DT_MS, retention=0.9)
    (found,) = shares_at(rule, [[20]], [[27]], 700)
    assert found[0] == pytest.approx(SHARE + 10 * derivative(rule, 7), rel=1e-12)


@pytest.mark.parametrize("sign", [1, -1])
def test_weights_drift_to_a_bound_and_stay_there(sign):
    for drift, bound in ((0.2, 1.0), (-0.2, 0.0)):
        rule = replace(RULE, w_max=sign * W_MAX, drift=drift, interval_ms=2 * DT_MS)
        once, last = shares_at(rule, [[]], [[]], 2, 100)
        assert once == pytest.approx(SHARE + drift, rel=1e-15)
        assert last == bound


def test_bounds_matter_at_updates_alone():
    """What came to more than the largest weight in between is still there to be taken away."""
    rule = replace(RULE, a_plus=0.8, a_minus=0.5, tau_plus_ms=1e6, tau_minus_ms=1e6, drift=0.0)
    pre, post = [[100, 104]], [[102]]
    assert shares_at(rule, pre, post, INTERVAL)[0][0] == pytest.approx(SHARE + 0.3, rel=1e-4)
    late = replace(rule, interval_ms=103 * DT_MS, retention=0.25)
    first, second = shares_at(late, pre, post, 103, 206)
    assert first[0] == 1.0
    assert second[0] == pytest.approx(1.0 + 0.25 * 0.8 - 0.5, rel=1e-4)


def test_which_pairs_count():
    """pre 100, 110, post 120, 130, pre 140: pairs as lags."""
    pre, post = [[100, 110, 140]], [[120, 130]]
    for pairing, lags in (
        ("nearest", (10, 20, -10)),
        ("all-to-all", (20, 10, 30, 20, -20, -10)),
    ):
        rule = replace(RULE, pairing=pairing)
        (found,) = shares_at(rule, pre, post, INTERVAL)
        expected = SHARE + rule.drift + sum(derivative(rule, lag) for lag in lags)
        assert found[0] == pytest.approx(expected, rel=1e-12)


def test_where_learning_is_off_weight_and_derivative_stay():
    simulation = begun(RULE, [[20, 700]], [[27, 705]])
    simulation.advance(500)
    simulation.learning = False
    simulation.advance(INTERVAL)
    assert simulation.weights(0)[0] == SHARE * W_MAX
    simulation.learning = True
    simulation.advance(100)
    expected = SHARE + RULE.drift + derivative(RULE, 7)
    assert simulation.weights(0)[0] / W_MAX == pytest.approx(expected, rel=1e-12)


def test_a_derivative_that_is_nearly_nothing_becomes_nothing():
    """Numbers near the smallest ones would make each update slow for ever."""
    simulation = begun(replace(RULE, interval_ms=DT_MS, retention=0.25), [[20]], [[27]])
    simulation.advance(60)
    assert simulation._arrays.double.kept[0] != 0.0
    simulation.advance(60)
    assert simulation._arrays.double.kept[0] == 0.0


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"interval_ms": 0.7}, "interval_ms.*0.7 ms is no multiple of dt_ms = 0.5 ms"),
        ({"interval_ms": 0.0}, "interval_ms"),
        ({"retention": 1.5}, "retention"),
        ({"drift": -2.0}, "drift"),
        ({"pairing": "reduced"}, "pairing"),
    ],
)
def test_what_can_not_be_is_refused(wrong, told):
    with pytest.raises(DescriptionError, match=told):
        begun(replace(RULE, **wrong), [[1]], [[2]])
