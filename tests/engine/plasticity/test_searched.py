"""Incoming synapses that are searched for, against the same ones listed."""

import numpy as np
import pytest

from engine.connections.fixed_total_number import FixedTotalNumber
from engine.connections.projection_blocks import ProjectionBlock
from engine.distributions.uniform import Uniform
from engine.plasticity.pair_stdp import PairStdp
from engine.plasticity.reward_stdp import RewardStdp
from engine.simulation import Simulation
from engine.synapses.classic_kernel import ClassicKernel
from tests.engine.plasticity.driven import driven, to_post
from tests.engine.plasticity.learning_networks import random_trains
from tests.engine.plasticity.test_plastic_invariance import assert_equal, outcome

pytestmark = pytest.mark.xdist_group("plasticity")
"""With the other files that need the parts of all rules, so that each is compiled once."""

PAIRS = {"w_max": 1e-3, "a_plus": 0.1, "a_minus": 0.1}
SOURCES, TARGETS, SYNAPSES = 5, 9, 300


def network(rule, delay_ms):
    """Most pairs have several synapses, in several segments of targets."""
    one = to_post(
        ClassicKernel(),
        connect=FixedTotalNumber(SYNAPSES),
        weight=Uniform(1e-4, 9e-4),
        delay_ms=delay_ms,
        plasticity=rule,
    )
    return driven(random_trains(SOURCES, 1), random_trains(TARGETS, 2), one)


@pytest.mark.parametrize(
    "rule", [PairStdp(pairing="presynaptic-centred", **PAIRS), RewardStdp(tonic=1.0, **PAIRS)]
)
@pytest.mark.parametrize("delay_ms", [None, Uniform(1.0, 6.0)], ids=["none", "drawn"])
def test_they_are_those_that_are_listed(rule, delay_ms, monkeypatch):
    monkeypatch.setattr("engine.runtime.target_partition.SEGMENT", 4)
    monkeypatch.setattr("engine.runtime.target_partition.CUT", 1)
    searched = Simulation(network(rule, delay_ms))
    with monkeypatch.context() as patched:
        patched.setattr(ProjectionBlock, "is_searched", False)
        listed = Simulation(network(rule, delay_ms))
    assert searched._arrays.plastic.incoming.size == 0
    assert listed._arrays.plastic.incoming.size == SYNAPSES
    begun = searched.weights(0)
    assert_equal(outcome(searched, [50]), outcome(listed, [50]))
    assert (searched.weights(0) != begun).any()
    (one,), (other,) = searched.changing_synapses(), listed.changing_synapses()
    for target in range(TARGETS):
        assert_equal(one.onto(target), other.onto(target))
    assert sum(one.onto(target)[0].size for target in range(TARGETS)) == SYNAPSES
    assert np.unique(np.diff(one.onto(0)[0])).min() == 0
