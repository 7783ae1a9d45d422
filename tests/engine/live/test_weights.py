"""Summaries of weights that change, beside naive ones made of the list of all synapses."""

from itertools import count

import numpy as np
import pytest

from engine import (
    AllToAll,
    ConstantCurrent,
    FixedInDegree,
    Given,
    InhibitoryStdp,
    Network,
    OneToOne,
    PairStdp,
    Population,
    Projection,
    RewardStdp,
    ShortTerm,
    Simulation,
    Uniform,
    VoltageJump,
)
from engine.live import weight_scan, weight_watch
from engine.live.commands import Learn, Load, Pause, Rebuild, Select, Step, WatchWeights
from engine.live.run_configuration import run_configuration
from engine.live.session import Session
from engine.live.weight_scan import BINS, MOST_POINTS, ChangeMeter, CourseKeeper, WeightScan
from engine.live.weights import groups

pytestmark = pytest.mark.compiled
LEAKY, IZHIKEVICH = "leaky-integrate-and-fire", "izhikevich"
SIZES = {"first": 12, "other": 3, "second": 9}
FIRST = {"first": 0, "other": 12, "second": 15}


def projection(**changes):
    given = {
        "source": "first",
        "target": "second",
        "synapse": VoltageJump(),
        "weight": Uniform(0.0, 0.6),
        "delay_ms": 1.0,
        "plasticity": PairStdp(w_max=0.8, a_plus=0.05, a_minus=0.04),
    }
    return Projection(**(given | changes))


def network(*projections, **changes):
    models = {"first": LEAKY, "other": IZHIKEVICH, "second": LEAKY}
    populations = [
        Population(name=name, size=size, model=models[name]) for name, size in SIZES.items()
    ]
    drive = [
        ConstantCurrent(target=name, current=Given(np.linspace(0.5, 2.0, SIZES[name])))
        for name in ("first", "second")
    ]
    given = {"name": "n", "dt_ms": 0.5, "seed": 3}
    parts = {"populations": populations, "projections": projections, "inputs": drive}
    return Network(**(given | parts | changes))


CASES = {
    "dense": projection(),
    "given": projection(
        connect=AllToAll(np.arange(108.0).reshape(9, 12) / 200), weight=None, delay_ms=None
    ),
    "sparse": projection(connect=FixedInDegree(5)),
    "delays": projection(connect=FixedInDegree(7), delay_ms=Uniform(0.5, 4.0)),
    "double": projection(plasticity=PairStdp(w_max=0.8, precision="double")),
    "inhibitory": projection(
        weight=Uniform(-0.5, -0.1), plasticity=InhibitoryStdp(w_max=-0.5, eta=0.05)
    ),
    "pairs of populations": projection(
        source=["first", "second"], target=["second", "first"], connect=FixedInDegree(4)
    ),
    "rewarded": projection(
        connect=FixedInDegree(7),
        delay_ms=Uniform(0.5, 4.0),
        plasticity=RewardStdp(
            w_max=0.8, a_plus=0.05, a_minus=0.04, tau_eligibility_ms=20.0, tonic=8.0
        ),
    ),
    "few": projection(connect=OneToOne(), source="first", target="first"),
}


def listed(simulation, synapses):
    """The synapses, of all that the simulation has, that are between two populations."""
    kept = simulation.connections(0)
    pre, post = synapses.source, synapses.target
    inside = (kept.source >= pre.first) & (kept.source < pre.first + pre.population.size)
    inside &= (kept.target >= post.first) & (kept.target < post.first + post.population.size)
    return kept.source[inside], kept.target[inside], kept.weight[inside]


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("case", CASES)
def test_a_scan_is_what_a_naive_count_says(case, threads, monkeypatch):
    monkeypatch.setattr(weight_scan, "PORTION", 10)
    simulation = Simulation(network(CASES[case]), threads=threads)
    simulation.advance(400)
    described = CASES[case]
    assert len(simulation.changing_synapses()) == len(described.source) * len(described.target)
    for synapses in simulation.changing_synapses():
        sources, targets, weights = listed(simulation, synapses)
        scan, portions = WeightScan(synapses, 4, 5), 0
        while not scan.is_done:
            scan.go_on()
            portions += 1
        assert portions > 1
        assert scan.counts.sum() == weights.size == synapses.weights.size
        every = synapses.sample(weights.size)()
        np.testing.assert_array_equal(np.sort(every), np.sort(weights))
        low, high = synapses.bounds
        bins = np.clip(((weights - low) * (BINS / (high - low))).astype(int), 0, BINS - 1)
        np.testing.assert_array_equal(scan.counts, np.bincount(bins, minlength=BINS))
        assert scan.mean == pytest.approx(weights.mean(), abs=1e-12)
        assert scan.spread == pytest.approx(weights.std(), abs=1e-8)
        rows = (targets - synapses.target.first) * 4 // synapses.target.population.size
        columns = (sources - synapses.source.first) * 5 // synapses.source.population.size
        for row, column in np.ndindex(4, 5):
            here = weights[(rows == row) & (columns == column)]
            assert scan.synapses[row, column] == here.size
            assert scan.sums[row, column] == pytest.approx(here.sum(), abs=1e-12)


@pytest.mark.parametrize("case", CASES)
def test_synapses_onto_a_neuron_are_those_of_the_list(case):
    simulation = Simulation(network(CASES[case]))
    simulation.advance(200)
    for synapses in simulation.changing_synapses():
        sources, targets, weights = listed(simulation, synapses)
        for target in range(synapses.target.population.size):
            onto = sorted(zip(*synapses.onto(target), strict=True))
            here = targets == synapses.target.first + target
            assert onto == sorted(zip(sources[here], weights[here], strict=True))


def test_weights_that_dopamine_changes_are_seen_as_they_are_now_and_left_as_they_were():
    described = network(CASES["rewarded"])
    seen, unseen = Simulation(described), Simulation(described)
    for simulation in (seen, unseen):
        simulation.advance(301)
        simulation.reward(40.0)
        simulation.advance(40)
    (synapses,) = seen.changing_synapses()
    as_kept = synapses.weights.copy()
    scan = WeightScan(synapses, 1, 1)
    scan.go_on()
    present = seen.weights(0)
    # The dose is on the way to most synapses, whose neurons were silent since.
    assert np.abs(np.sort(present) - np.sort(as_kept)).max() > 0.01
    assert scan.mean == pytest.approx(present.mean(), abs=1e-12)
    assert scan.spread == pytest.approx(present.std(), abs=1e-8)
    np.testing.assert_array_equal(synapses.weights, as_kept)
    for simulation in (seen, unseen):
        simulation.advance(500)
    np.testing.assert_array_equal(seen.weights(0), unseen.weights(0))


def test_a_map_has_no_more_groups_than_neurons_and_groups_are_about_equal():
    (synapses,) = Simulation(network(CASES["dense"])).changing_synapses()
    assert WeightScan(synapses, 100, 100).sums.shape == (9, 12)
    assert WeightScan(synapses, 0, 0).sums.shape == (1, 1)
    sizes = np.bincount(groups(1000, 48))
    assert sizes.size == 48
    assert sizes.max() - sizes.min() <= 1


def test_a_course_is_bounded_and_keeps_its_ends():
    keeper = CourseKeeper()
    for k in range(10 * MOST_POINTS):
        keeper.add(k, k / 10, k / 100)
        course = keeper.course()
        assert len(course.time_ms) <= MOST_POINTS
        assert (np.diff(course.time_ms) > 0).all()
        assert (course.time_ms[0], course.time_ms[-1]) == (0, k)
    np.testing.assert_array_equal(course.mean, course.time_ms / 10)
    np.testing.assert_array_equal(course.spread, course.time_ms / 100)
    assert len(course.time_ms) > MOST_POINTS // 3


def test_change_is_of_either_sign_and_by_the_second():
    weights = np.zeros(100_000, np.float32)
    meter = ChangeMeter(weights.copy)
    assert meter.per_s(0.0) is None
    weights[::2], weights[1::2] = 0.25, -0.25
    assert meter.per_s(500.0) == pytest.approx(0.5)
    assert meter.per_s(1000.0) == pytest.approx(0.25)
    assert meter.per_s(1500.0) == pytest.approx(1 / 6)
    # What is two seconds ago is forgotten.
    assert meter.per_s(2000.0) == 0.0


def session_of(described):
    """In real time, by a clock that goes on by a millisecond whenever somebody looks at it.

    As fast as possible would be without bounds: on such a clock no step ever takes longer.
    """
    ticks = count(100)
    configuration = run_configuration(described)
    session = Session(configuration, 1.0, lambda: next(ticks) * 1e-3)
    session.build(configuration)
    return session


def run(session, turns=300):
    for _ in range(turns):
        session.turn()
    return session.frame(taken=True)


def test_only_who_watches_gets_weights():
    session = session_of(network(CASES["dense"]))
    assert run(session).weights is None
    session.obey(WatchWeights(0, 3, 4))
    weights = run(session).weights
    assert (weights.number, weights.of, weights.rule) == (0, 1, "pair-stdp")
    assert (weights.source.population, weights.source.first, weights.source.last) == (
        "first",
        0,
        11,
    )
    assert (weights.target.population, weights.target.first) == ("second", 15)
    assert weights.sums.shape == weights.pairs.shape == (3, 4)
    assert weights.unit == "mV"
    assert weights.count == weights.first_counts.sum() == weights.pairs.sum() == 108
    assert weights.is_dense
    assert (weights.counts != weights.first_counts).any()
    assert weights.course.time_ms[0] == 0
    session.obey(WatchWeights(None))
    assert run(session).weights is None


def test_what_it_began_with_is_known_whenever_somebody_looks():
    described = network(CASES["dense"])
    (synapses,) = Simulation(described).changing_synapses()
    scan = WeightScan(synapses, 1, 1)
    scan.go_on()
    session = session_of(described)
    run(session)
    session.obey(WatchWeights(0))
    weights = run(session).weights
    np.testing.assert_array_equal(weights.first_counts, scan.counts)
    assert weights.course.mean[0] == pytest.approx(scan.mean)


def test_incoming_weights_are_the_strongest_first(monkeypatch):
    monkeypatch.setattr(weight_watch, "MOST_INCOMING", 6)
    session = session_of(network(CASES["dense"]))
    session.obey(WatchWeights(0))
    assert run(session).weights.incoming is None
    session.obey(Select(17))
    frame = run(session)
    incoming = frame.weights.incoming
    assert (incoming.neuron, incoming.synapses, incoming.weights.size) == (17, 12, 6)
    session.obey(Pause(True))
    incoming = run(session).weights.incoming
    _, _, weights = (kept := session._live.simulation.connections(0))[:3]
    here = np.flatnonzero(kept.target == 17)
    strongest = here[np.argsort(-weights[here], kind="stable")][:6]
    np.testing.assert_array_equal(incoming.sources, kept.source[strongest])
    np.testing.assert_array_equal(incoming.weights, weights[strongest])
    session.obey(Select(3))
    assert session.frame(taken=True).weights.incoming is None


def test_of_equally_strong_synapses_those_of_lower_sources_are_told(monkeypatch):
    monkeypatch.setattr(weight_watch, "MOST_INCOMING", 5)
    equal = projection(weight=0.4, plasticity=PairStdp(w_max=0.8, a_plus=0.0, a_minus=0.0))
    session = session_of(network(equal))
    session.obey(WatchWeights(0))
    session.obey(Select(17))
    assert run(session).weights.incoming.sources.tolist() == [0, 1, 2, 3, 4]


def test_of_inhibitory_weights_the_most_negative_is_the_strongest():
    session = session_of(network(CASES["inhibitory"]))
    session.obey(WatchWeights(0))
    session.obey(Select(15))
    incoming = run(session).weights.incoming
    assert (np.diff(incoming.weights) >= 0).all()
    assert incoming.weights[0] < 0


def test_a_paused_network_is_looked_through_to_its_end_and_then_left_alone():
    session = session_of(network(CASES["dense"]))
    session.obey(WatchWeights(0, 9, 12))
    session.obey(Pause(True))
    session.obey(Step(40))
    frame = run(session)
    weights = session._live.simulation.weights(0).reshape(12, 9)
    np.testing.assert_allclose(frame.weights.sums, weights.T, atol=1e-12)
    moment = session.moment()
    assert session.turn() > 0
    assert session.moment() == moment


def test_learning_is_turned_off_and_on_and_weights_stay():
    session = session_of(network(CASES["dense"]))
    assert run(session).status.learning is True
    session.obey(Learn(False))
    assert session.frame(taken=True).status.learning is False
    before = session._live.simulation.weights(0)
    assert run(session).status.step > 0
    np.testing.assert_array_equal(session._live.simulation.weights(0), before)
    session.obey(Rebuild())
    assert session.frame(taken=True).status.learning is False
    session.obey(Learn(True))
    before = session._live.simulation.weights(0)
    assert run(session).status.learning is True
    assert (session._live.simulation.weights(0) != before).any()


def test_another_network_learns_as_it_is_described():
    session = session_of(network(CASES["dense"]))
    session.obey(WatchWeights(0))
    session.obey(Learn(False))
    session.obey(Load(network(CASES["sparse"], name="another")))
    frame = run(session)
    assert frame.status.learning is True
    assert frame.weights.count == 45


@pytest.mark.parametrize(
    "still",
    [(), (projection(plasticity=None),), (projection(plasticity=None, short_term=ShortTerm()),)],
)
def test_where_nothing_learns_there_is_nothing_to_watch(still):
    session = session_of(network(*still))
    session.obey(WatchWeights(0))
    session.obey(Learn(False))
    frame = run(session)
    assert frame.weights is None
    assert frame.status.learning is None
    assert frame.status.phase == "running"


def test_each_projection_that_learns_has_its_number():
    others = projection(plasticity=None), projection(target="first", delay_ms=None)
    session = session_of(network(CASES["dense"], *others))
    session.obey(WatchWeights(1))
    weights = run(session).weights
    assert (weights.number, weights.of, weights.target.population) == (1, 2, "first")
    session.obey(WatchWeights(7))
    assert run(session).weights.number == 1


def test_a_scan_takes_a_small_share_of_the_time(monkeypatch):
    """A clock on which a portion takes 10 ms, and all else of a turn as well."""
    monkeypatch.setattr(weight_scan, "PORTION", 10)
    session = session_of(network(CASES["dense"]))
    clock, busy = [0.0], [0.0]
    session._clock = lambda: clock[0]
    go_on = WeightScan.go_on

    def slow(scan):
        go_on(scan)
        clock[0] += 0.01
        busy[0] += 0.01

    monkeypatch.setattr(WeightScan, "go_on", slow)
    session.obey(WatchWeights(0))
    longest = 0.0
    for _ in range(5000):
        clock[0] += 0.01
        before = busy[0]
        session.turn()
        longest = max(longest, busy[0] - before)
    assert 0.015 < busy[0] / clock[0] < 0.025
    assert longest < 0.015
    assert session.frame(taken=True).weights is not None
