"""Projections that are kept as one, since they differ in nothing but their neighbouring targets."""

from dataclasses import replace

import numpy as np
import pytest

from engine.connections.all_to_all import AllToAll
from engine.description.projection import Projection
from engine.plasticity.short_term import ShortTerm
from engine.simulation import Simulation
from engine.synapses.current_step import CurrentStep
from tests.engine.plasticity.driven import POST, pulses
from tests.engine.plasticity.learning_networks import (
    DELAYS,
    STEPS,
    network_of,
    projection,
    random_trains,
)
from tests.engine.plasticity.test_plastic_invariance import (
    assert_equal,
    outcome,
    several,
    state,
)
from tests.engine.plasticity.test_plasticity_oracle import assert_naive

pytestmark = pytest.mark.xdist_group("plasticity")
"""With the other files that need the parts of all rules, so that each is compiled once."""

NEXT = "next"


def beside(network):
    """With a second population like the other one, onto which all projections go too."""
    after = replace(network.populations[1], name=NEXT)
    trains = random_trains(after.size, network.seed + 1)
    projections = [replace(each, target=[POST, NEXT]) for each in network.projections]
    return replace(
        network,
        populations=[*network.populations, after],
        projections=projections,
        inputs=[*network.inputs, *pulses(NEXT, trains, network.dt_ms)],
    )


def one(rule="additive, all-to-all", connect="list", delay="each", **more):
    given = {"synapse": "current-step", "precision": "double", "sign": 1, "seed": 4, **more}
    return projection((4, 3), rule=rule, connect=connect, delay=delay, **given)


def kept_rows(network):
    return len(Simulation(network)._arrays.plastic.layout)


@pytest.mark.parametrize("rule", ["additive, all-to-all", "derivative, nearest", "inhibitory"])
@pytest.mark.parametrize("delay", DELAYS)
def test_weights_are_those_of_the_definition(rule, delay):
    network = beside(network_of((4, 3), one(rule, delay=delay)))
    assert kept_rows(network) == 1
    assert assert_naive(network, (30, STEPS - 30)) > 6


def test_what_is_not_alike_is_kept_apart():
    alike = beside(network_of((4, 3), one(connect="pairwise-bernoulli", delay="fixed")))
    first, second = (replace(alike.projections[0], target=name) for name in (POST, NEXT))
    assert kept_rows(replace(alike, projections=[first, second])) == 1
    assert kept_rows(replace(alike, projections=[second, first])) == 2
    rule = replace(second.plasticity, a_plus=0.5)
    assert kept_rows(replace(alike, projections=[first, replace(second, plasticity=rule)])) == 2
    assert kept_rows(replace(alike, projections=[first, replace(second, source=POST)])) == 2
    apart = [alike.populations[1], alike.populations[0], alike.populations[2]]
    assert kept_rows(replace(alike, populations=apart)) == 2
    assert kept_rows(beside(network_of((4, 3), one("triplet")))) == 2


def test_others_follow():
    """Also such as are found by which they are of all that learn."""
    both = beside(network_of((4, 3), one(), one("triplet", synapse="classic-kernel")))
    first, second = (replace(both.projections[0], target=name) for name in (POST, NEXT))
    late = both.projections[1]
    together = replace(both, projections=[first, second, late])
    assert kept_rows(together) == 3
    assert assert_naive(together) > 6
    idle = Projection(
        source=NEXT, target=NEXT, connect=AllToAll(), synapse=CurrentStep(), weight=0.0
    )
    apart = replace(both, projections=[first, idle, second, late])
    assert kept_rows(apart) == 4
    kept, found = (Simulation(each) for each in (together, apart))
    for simulation in (kept, found):
        simulation.advance(STEPS)
    for number, other in enumerate((0, 2, 3)):
        np.testing.assert_array_equal(kept.weights(number), found.weights(other))


def test_each_is_told_of_on_its_own():
    alike = beside(network_of((4, 3), one(connect="all-to-all", delay="drawn")))
    apart = [replace(alike.projections[0], target=name) for name in (POST, NEXT)]
    simulation = Simulation(replace(alike, projections=apart))
    assert len(simulation._arrays.plastic.layout) == 1
    assert simulation.synapses == 24
    simulation.advance(STEPS)
    for number, (synapses, first) in enumerate(
        zip(simulation.changing_synapses(), (4, 7), strict=True)
    ):
        found = simulation.connections(number)
        assert (np.unique(found.target) == np.arange(first, first + 3)).all()
        np.testing.assert_array_equal(simulation.weights(number), found.weight)
        np.testing.assert_array_equal(np.sort(synapses.weights), np.sort(found.weight))
        np.testing.assert_array_equal(synapses.sample(12)(), synapses.weights)
        for target in range(3):
            sources, weights = synapses.onto(target)
            order, of_target = np.argsort(sources), found.target == first + target
            np.testing.assert_array_equal(sources[order], found.source[of_target])
            np.testing.assert_array_equal(weights[order], found.weight[of_target])


@pytest.mark.compiled
@pytest.mark.parametrize(("budget", "segment"), [(3000, 50), (2**40, 2**16)])
def test_portions_threads_and_checkpoints_change_no_bit(budget, segment, monkeypatch):
    monkeypatch.setattr("engine.runtime.threads.NEURONS_PER_THREAD", 1)
    network = beside(several((8, 260), 5))
    expected = outcome(Simulation(network, threads=1), [37])
    monkeypatch.setattr("engine.runtime.stepping.SYNAPSES_PER_CALL", budget)
    monkeypatch.setattr("engine.runtime.target_partition.SEGMENT", segment)
    monkeypatch.setattr("engine.runtime.target_partition.CUT", 1)
    monkeypatch.setattr("engine.connections.plastic_rows.PAGE", segment)
    for threads, portions in ((1, [1, 29, 7]), (2, [30, 7])):
        simulation = Simulation(network, threads=threads)
        assert simulation.threads == threads
        assert_equal(outcome(simulation, portions), expected)
    first = Simulation(network, threads=2)
    first.advance(20)
    second = Simulation.restore(first.checkpoint(), threads=1)
    second.advance(17)
    assert_equal(state(second), expected[3:])


def test_short_term_plasticity_is_that_of_each(monkeypatch):
    short_term = ShortTerm(use=0.4, tau_recovery_ms=20.0, tau_facilitation_ms=15.0)
    alike = beside(network_of((4, 3), replace(one(), short_term=short_term)))
    monkeypatch.setattr("engine.connections.plastic_projections.are_alike", lambda *_: False)
    apart = Simulation(alike)
    monkeypatch.undo()
    assert [kept_rows(alike), len(apart._arrays.plastic.layout)] == [1, 2]
    assert_equal(outcome(Simulation(alike), [STEPS]), outcome(apart, [STEPS]))
