"""Runs that are recorded to be replayed, and a clock for whoever replays them."""

from pathlib import Path

from engine.gallery import from_gallery
from engine.live.by_hand import Hand
from engine.live.live_network import LiveNetwork
from engine.live.run_configuration import run_configuration
from engine.recordings.plan import RecordingPlan
from engine.recordings.recorder import Recorder

NETWORK = from_gallery("izhikevich-2003").resized(50)
"""Two populations, steps of a millisecond."""
SECOND = 1000
STEPS = 12_500
HANDS = [
    Hand(2000, "pulse", 10.0, 300, 3),
    Hand(4000, "current", 2.0),
    Hand(4000, "pulse", -5.0, 100),
    Hand(9000, "current", 0.0),
]


class Clock:
    """Stands still until it is turned."""

    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def record(path: Path, plan: RecordingPlan, steps: int = STEPS, late: int = 0) -> None:
    """Record the network in blocks of a second, with all that hands did."""
    live = LiveNetwork(run_configuration(NETWORK, threads=1), 1)
    live.advance(late)
    recorder = live.listener = Recorder(path, live.simulation, plan)
    for hand in HANDS:
        if hand.step <= steps:
            _advance(live, hand.step)
            live.do(hand)
    _advance(live, steps)
    recorder.close()


def _advance(live: LiveNetwork, step: int) -> None:
    while live.simulation.step < step:
        live.advance(min(SECOND, step - live.simulation.step))
