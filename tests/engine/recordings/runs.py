"""Runs that are recorded in tests, and a program that records until it is killed."""

import os
import random
import signal
import sys
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.description.classic import ClassicNetwork
from engine.errors import RecordingError
from engine.live.by_hand import Hand
from engine.recordings.plan import RecordingPlan
from engine.recordings.writer import RecordingWriter

PLAN = RecordingPlan(neurons=(0, 4), every_steps=2)
DT_MS = ClassicNetwork().dt_ms
STEPS, SPIKES = 50, 700
"""Of a block."""


def block(number: int) -> tuple[int, NDArray[np.float64], NDArray[np.int64], NDArray[np.float64]]:
    """What the n-th block has in it: its end, times and neurons of spikes, samples."""
    draw = np.random.default_rng(number)
    steps = np.sort(draw.integers(number * STEPS, (number + 1) * STEPS, SPIKES))
    samples = draw.normal(size=(STEPS // 2, 2, 4))
    return (number + 1) * STEPS, steps * DT_MS, draw.integers(0, 10, SPIKES), samples


def record(path: Path, blocks: int) -> RecordingWriter:
    """Record so many blocks, and a hand in each."""
    writer = RecordingWriter.new(path, PLAN.fitted(ClassicNetwork(size=10, seed=3)), 0, 0)
    for number in range(blocks):
        end, times, neurons, samples = block(number)
        hands = [Hand(number * STEPS, "pulse", 2.0, 10, 3)]
        writer.put(end, times, neurons, samples, hands)
    return writer


def main(folder: Path, times: int) -> None:
    """Fork so many that record, and kill each at a random moment."""
    moments = random.Random(4)
    for number in range(times):
        child = os.fork()
        if child == 0:
            record(folder / f"{number}.h5", 10**9)
        path = folder / f"{number}.h5"
        while not path.exists() or path.read_bytes()[:4] != b"\x89HDF":
            time.sleep(0.001)
        time.sleep(moments.uniform(0.0, 0.05))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def fill(path: Path, limit: int) -> None:
    """Record until a file may grow no further; say how it ended."""
    import resource

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        record(path, 10**9)
    except RecordingError as error:
        print(error)


if __name__ == "__main__":
    if sys.argv[1] == "fill":
        fill(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        main(Path(sys.argv[2]), int(sys.argv[3]))
