"""Pairs at several rates: what the triplet rule is for, and what pairs alone can't do.

Sixty pairs with t_post - t_pre = 10 or -10 ms, repeated at 0.1 to 50 Hz, in visual cortex: P. J.
Sjostrom, G. G. Turrigiano and S. B. Nelson, Neuron 32 (2001) 1149-1164; the changes and their
standard errors, as J.-P. Pfister and W. Gerstner 2006 fit them.
"""

import math

import numpy as np
import pytest

from engine.connections.one_to_one import OneToOne
from engine.plasticity.pair_stdp import PairStdp
from engine.plasticity.triplet_stdp import VISUAL_CORTEX, TripletStdp
from engine.simulation import Simulation
from engine.synapses.voltage_jump import VoltageJump
from tests.engine.plasticity.driven import driven, to_post, trains_of

RATES_HZ = (0.1, 10, 20, 40, 50)
PAIRS, LAG = 60, 10
MEASURED = {
    LAG: ((-0.04, 0.14, 0.29, 0.53, 0.56), (0.05, 0.10, 0.14, 0.11, 0.26)),
    -LAG: ((-0.29, -0.41, -0.34, 0.56, 0.75), (0.08, 0.11, 0.10, 0.32, 0.19)),
}
PART = 0.25
"""Of the amplitudes: weights only go from 0 to the largest, and changes are added up."""


def changed(rule):
    """The change of the weight by rate, for both lags, as a multiple of what weights begin with."""
    pre, post = [], []
    for lag in (LAG, -LAG):
        for rate in RATES_HZ:
            pre.append([100 + round(1000 / rate) * k for k in range(PAIRS)])
            post.append([step + lag for step in pre[-1]])
    projection = to_post(
        VoltageJump(), connect=OneToOne(), weight=0.5 * rule.w_max, plasticity=rule
    )
    simulation = Simulation(driven(pre, post, projection, dt_ms=1.0))
    spikes = simulation.advance(max(pre[0]) + 100)
    assert trains_of(spikes, 2 * len(pre)) == [*pre, *post]
    shares = simulation.connections(0).weight / rule.w_max - 0.5
    assert (np.abs(shares) < 0.5).all(), "no weight is at its bounds"
    forwards, backwards = shares.reshape(2, -1) / PART
    return {LAG: forwards, -LAG: backwards}


def in_part(parameters):
    """The same with a part of the amplitudes."""
    return {
        key: value * PART if key.startswith("a") else value for key, value in parameters.items()
    }


@pytest.fixture(scope="module")
def triplets():
    rule = TripletStdp(w_max=2.0**-8, precision="double", **in_part(VISUAL_CORTEX))
    return changed(rule)


def paired(lag, rate):
    """The same by the sums of the paper's equations, pair by pair."""
    p, period = VISUAL_CORTEX, round(1000 / rate)
    total = 0.0
    for n in range(PAIRS):
        pre, post = n * period, n * period + lag
        before_pre = [m * period + lag for m in range(PAIRS) if m * period + lag < pre]
        before_post = [m * period for m in range(PAIRS) if m * period < post]
        o1 = sum(math.exp(-(pre - m) / p["tau_minus_ms"]) for m in before_pre)
        r1 = sum(math.exp(-(post - m) / p["tau_plus_ms"]) for m in before_post)
        o2 = sum(math.exp(-(n - m) * period / p["tau_y_ms"]) for m in range(n))
        total += r1 * (p["a2_plus"] + p["a3_plus"] * o2) - o1 * p["a2_minus"]
    return total


@pytest.mark.compiled
def test_the_changes_are_the_sums_of_the_equations(triplets):
    for lag, found in triplets.items():
        expected = [paired(lag, rate) for rate in RATES_HZ]
        np.testing.assert_allclose(found, expected, rtol=1e-10, atol=1e-12)


@pytest.mark.compiled
def test_potentiation_grows_with_the_rate(triplets):
    """As in the figure: forwards nothing happens at 0.1 Hz, and ever more at higher rates;
    backwards depression becomes potentiation between 20 and 40 Hz."""
    forwards, backwards = triplets[LAG], triplets[-LAG]
    assert abs(forwards[0]) < 0.01
    assert (np.diff(forwards) > 0).all()
    assert (backwards[:3] < -0.2).all()
    assert (backwards[3:] > 0.1).all()
    assert (np.diff(backwards[2:]) > 0).all()


@pytest.mark.compiled
def test_the_changes_are_those_that_were_measured(triplets):
    for lag, (means, errors) in MEASURED.items():
        distance = (triplets[lag] - means) / errors
        assert (np.abs(distance) < 2.0).all(), (lag, triplets[lag])


@pytest.mark.compiled
def test_pairs_alone_can_not_do_that():
    """Backwards they depress all the more at higher rates."""
    rule = PairStdp(
        w_max=2.0**-8,
        precision="double",
        tau_plus_ms=16.8,
        tau_minus_ms=33.7,
        a_plus=PART * 5e-3,
        a_minus=PART * 5e-3,
    )
    found = changed(rule)
    assert (found[-LAG] < 0).all()
    assert found[LAG][-1] < found[LAG][0]
