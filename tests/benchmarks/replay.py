"""What a replay costs: `python -m tests.benchmarks.replay [--spikes N] [--seconds S]`.

Writes a recording of so many spikes, evenly spread over 12,500 neurons and so many seconds, and
prints the medians: from the file's name to the first picture, from a time to another that was not
looked at before, a step back, and the engine's work for a picture of each view while it plays.
"""

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np

from engine.gallery import from_gallery
from engine.live.commands import (
    Command,
    GoTo,
    Pause,
    Select,
    Step,
    Watch,
    WatchRaster,
    WatchStatistics,
)
from engine.recordings.plan import RecordingPlan
from engine.recordings.recording import Recording
from engine.recordings.writer import RecordingWriter
from engine.replaying.replay_session import ReplaySession

NETWORK = from_gallery("brunel-2000-ai")
BLOCK = 100_000
TIMES = 21
VIEWS: dict[str, tuple[Command, ...]] = {
    "overview": (Watch(0, 30, 100), Select(7)),
    "raster": (WatchRaster(30, 220, 20), Watch(0, 0, 0)),
    "statistics": (WatchRaster(), WatchStatistics(True)),
}


def write(path: Path, spikes: int, seconds: float) -> None:
    """Spikes at random."""
    writer = RecordingWriter(path, RecordingPlan().fitted(NETWORK), 0, 0)
    draw, steps, before = np.random.default_rng(1), round(seconds * 1000 / NETWORK.dt_ms), 0
    for first in range(0, spikes, BLOCK):
        count = min(BLOCK, spikes - first)
        end = steps * (first + count) // spikes
        times = np.sort(draw.integers(before, end, count)) * NETWORK.dt_ms
        neurons = draw.integers(0, NETWORK.size, count)
        writer.put(end, times, neurons, np.empty((0, 0, 0)), [])
        before = end
    writer.close()


def measured_ms(act: Callable[[], object]) -> float:
    """How long it takes."""
    began_s = time.perf_counter()
    act()
    return (time.perf_counter() - began_s) * 1000


def opened(path: Path) -> ReplaySession:
    """A replay that shows its first picture."""
    session = ReplaySession(Recording(path), 1.0, time.perf_counter)
    for command in (Pause(True), *VIEWS["overview"], VIEWS["raster"][0]):
        session.obey(command)
    session.frame(taken=True)
    return session


def went(session: ReplaySession, command: Command) -> None:
    """It shows where it was sent."""
    session.obey(command)
    session.frame(taken=True)


def settled(session: ReplaySession) -> None:
    """All is told."""
    while session.turn() == 0.0:
        pass
    session.frame(taken=True)


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--spikes", type=int, default=10_000_000)
    parser.add_argument("--seconds", type=float, default=20.0)
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "run.h5"
        write(path, asked.spikes, asked.seconds)
        opening = median(measured_ms(lambda: opened(path)) for _ in range(TIMES))
        print(f"{asked.spikes:,} spikes in {asked.seconds:g} s, {path.stat().st_size / 1e6:.0f} MB")
        print(f"opened in {opening:.1f} ms")
        draw, end = np.random.default_rng(2), Recording(path).end_step
        seeks, backs = [], []
        for _ in range(TIMES):
            session = opened(path)
            step = int(draw.integers(0, end))
            seeks.append(measured_ms(lambda: went(session, GoTo(step))))  # noqa: B023
            backs.append(measured_ms(lambda: went(session, Step(-100))))  # noqa: B023
        print(f"at another time in {median(seeks):.1f} ms, at most {max(seeks):.1f} ms")
        print(f"a little back in {median(backs):.1f} ms")
        session = opened(path)
        went(session, GoTo(end // 2))
        for view, commands in VIEWS.items():
            for command in commands:
                session.obey(command)
            settled(session)
            frames = [measured_ms(lambda: went(session, Step(300))) for _ in range(TIMES)]
            print(f"{view}: a picture in {median(frames):.1f} ms")


if __name__ == "__main__":
    main()
