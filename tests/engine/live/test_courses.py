"""The course of weights that is kept whoever looks, on a clock that goes by turns."""

import numpy as np
import pytest

from engine import AllToAll, InhibitoryStdp, PairStdp, Simulation, Uniform, VoltageJump
from engine.live import weight_scan
from engine.live.commands import Pause, WatchWeights
from engine.live.course_watch import EVERY_S, SHARE
from engine.live.run_configuration import run_configuration
from engine.live.session import Session
from engine.live.weight_scan import WeightScan
from tests.engine.plasticity.driven import driven, to_post

pytestmark = pytest.mark.compiled
TRAINS = [set(range(k + 1, 20_000, 40 + k)) for k in range(4)]


def network(*rules):
    synapses = [
        to_post(VoltageJump(), connect=AllToAll(), weight=Uniform(0.0, 1e-6), plasticity=rule)
        for rule in rules
    ]
    return driven(TRAINS, TRAINS[::-1], *synapses)


PAIRS = PairStdp(w_max=1e-6, a_plus=0.02, a_minus=0.01)
OTHER = InhibitoryStdp(w_max=1e-6, eta=0.01)


class Live:
    """A session, and a clock on which everything else of a turn takes a hundredth of a second."""

    def __init__(self, described):
        self.now_s = 0.0
        configuration = run_configuration(described)
        self.session = Session(configuration, 1.0, lambda: self.now_s)
        self.session.build(configuration)

    def run(self, seconds):
        for _ in range(round(seconds * 100)):
            self.now_s += 0.01
            self.session.turn()

    def course(self, number):
        self.session.obey(Pause(True))
        self.session.obey(WatchWeights(number))
        for _ in range(5):
            self.session.turn()
        course = self.session.frame(taken=True).weights.course
        self.session.obey(WatchWeights(None))
        self.session.obey(Pause(False))
        return course


def test_of_every_projection_a_course_is_kept_though_nobody_looks():
    live = Live(network(PAIRS, OTHER))
    live.run(12.0)
    for number in range(2):
        course, alone = live.course(number), Simulation(network(PAIRS, OTHER))
        assert (np.diff(course.time_ms) > 0).all()
        assert np.diff(course.time_ms).max() <= 1100 * EVERY_S
        assert course.time_ms.size >= 12
        for time_ms, mean, spread in zip(course.time_ms, course.mean, course.spread, strict=True):
            alone.advance(round(time_ms) - alone.step)
            weights = alone.weights(number)
            assert mean == pytest.approx(weights.mean(), rel=1e-9)
            assert spread == pytest.approx(weights.std(), rel=1e-6)


def test_a_view_that_opens_and_closes_leaves_a_course_in_order(monkeypatch):
    monkeypatch.setattr(weight_scan, "PORTION", 3)
    live = Live(network(PAIRS, OTHER))
    for seconds in (1.0, 0.03, 0.5, 0.02, 2.3):
        live.run(seconds)
        live.session.obey(WatchWeights(0))
        live.run(seconds)
        live.session.obey(WatchWeights(None))
    for number in range(2):
        assert (np.diff(live.course(number).time_ms) > 0).all()


def test_nobody_waits_for_a_course(monkeypatch):
    """A clock on which a portion takes 10 ms, as all else of a turn does."""
    monkeypatch.setattr(weight_scan, "PORTION", 3)
    live, busy = Live(network(PAIRS)), [0.0]
    go_on = WeightScan.go_on

    def slow(scan):
        go_on(scan)
        live.now_s += 0.01
        busy[0] += 0.01

    monkeypatch.setattr(WeightScan, "go_on", slow)
    live.run(150.0)
    assert 0.5 * SHARE < busy[0] / live.now_s < 1.5 * SHARE


def test_who_pauses_is_left_alone():
    live = Live(network(PAIRS))
    live.run(2.0)
    live.session.obey(Pause(True))
    live.run(3.0)
    scans, go_on = [], WeightScan.go_on
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WeightScan, "go_on", lambda scan: (scans.append(scan), go_on(scan)))
        live.run(5.0)
    assert scans == []
