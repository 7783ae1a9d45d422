"""Rewards by hand: how much they are, when they act, and what is told of them."""

from dataclasses import replace
from itertools import count

import numpy as np
import pytest

from engine.connections.all_to_all import AllToAll
from engine.gallery import from_gallery
from engine.inputs.dopamine_doses import DopamineDoses
from engine.inputs.reward import Reward as EarnedReward
from engine.live.commands import Learn, Pause, Rebuild, Reward, Step
from engine.live.dose import USUAL_DOSE, dose_of
from engine.live.frame import Dopamine
from engine.live.run_configuration import run_configuration
from engine.live.session import Session
from engine.plasticity.pair_stdp import PairStdp
from engine.plasticity.reward_stdp import RewardStdp
from engine.simulation import Simulation
from engine.synapses.voltage_jump import VoltageJump
from tests.engine.plasticity.driven import POST, PRE, driven, to_post

W_MAX = 1e-6
"""Too small to make anybody spike."""
RULE = RewardStdp(w_max=W_MAX, tonic=0.25)
DOSES = DopamineDoses(target=POST, amount=7.0, times_ms=[])
EARNED = EarnedReward(target=PRE, pair=(0, 1), amount=-3.0)


def network(rule=RULE, *inputs):
    """Two neurons, the first of which spikes before its target, and the second one after it."""
    synapses = to_post(VoltageJump(), connect=AllToAll(), weight=W_MAX / 2, plasticity=rule)
    described = driven([{5, 60}, {9, 70}], [{8, 63}], synapses)
    return replace(described, inputs=[*described.inputs, *inputs])


def session_of(described):
    ticks = count(100)
    configuration = run_configuration(described)
    session = Session(configuration, None, lambda: next(ticks) * 1e-3)
    session.build(configuration)
    session.obey(Pause(True))
    return session


def step(session, steps):
    session.obey(Step(steps))
    for _ in range(steps):
        session.turn()
    return session.frame(taken=True).status


@pytest.mark.parametrize(
    ("described", "dose"),
    [
        (network(RULE, DOSES, EARNED), -3.0),
        (network(RULE, DOSES), 7.0),
        (network(), USUAL_DOSE),
        (network(PairStdp(w_max=W_MAX), DOSES), None),
        (network(None), None),
        (from_gallery("izhikevich-2007"), 100.0),
    ],
)
def test_a_reward_is_as_much_as_the_network_gives_itself(described, dose):
    assert dose_of(described) == dose


def test_a_reward_is_what_a_program_would_give():
    session, alone = session_of(network()), Simulation(network())
    step(session, 40)
    alone.advance(40)
    session.obey(Reward(30.0))
    alone.reward(30.0)
    told = session.frame(taken=True).status.dopamine
    # It acts with the next step.
    assert told == Dopamine(USUAL_DOSE, 0.25, 1, 40.0)
    assert step(session, 1).dopamine.level == pytest.approx(30.25)
    step(session, 99)
    alone.advance(100)
    np.testing.assert_array_equal(session._live.simulation.weights(0), alone.weights(0))
    first, second = alone.weights(0) / W_MAX
    assert first > 0.55
    assert second < 0.45


def test_rewards_add_up_and_a_reset_forgets_them():
    session = session_of(network())
    for _ in range(2):
        session.obey(Reward(10.0))
    status = step(session, 1)
    assert status.dopamine == Dopamine(USUAL_DOSE, 20.25, 2, 0.0)
    session.obey(Rebuild())
    assert session.frame(taken=True).status.dopamine == Dopamine(USUAL_DOSE, 0.25)


def test_while_learning_is_off_there_is_dopamine_and_no_weight_changes():
    session = session_of(network())
    step(session, 40)
    session.obey(Learn(False))
    before = session._live.simulation.weights(0)
    session.obey(Reward(30.0))
    assert step(session, 1).dopamine.level == pytest.approx(30.25)
    np.testing.assert_allclose(session._live.simulation.weights(0), before, rtol=1e-12)


def test_the_level_is_the_highest_of_all_synapses():
    elsewhere = replace(
        network().projections[0], source=POST, target=PRE, plasticity=replace(RULE, tonic=2.0)
    )
    described = network(RULE, replace(DOSES, times_ms=[10.0]))
    described = replace(described, projections=[*described.projections, elsewhere])
    session = session_of(described)
    assert step(session, 10).dopamine.level == 2.0
    assert step(session, 1).dopamine.level == pytest.approx(7.25)


@pytest.mark.parametrize("rule", [None, PairStdp(w_max=W_MAX)])
def test_where_dopamine_changes_nothing_a_reward_does_nothing(rule):
    session = session_of(network(rule))
    session.obey(Reward(30.0))
    status = step(session, 3)
    assert (status.phase, status.step, status.dopamine) == ("paused", 3, None)


def test_before_there_is_a_network_a_reward_does_nothing():
    configuration = run_configuration(network())
    session = Session(configuration, None, lambda: 0.0)
    session.obey(Reward(30.0))
    assert session.frame(taken=True).status.dopamine == Dopamine(USUAL_DOSE)
