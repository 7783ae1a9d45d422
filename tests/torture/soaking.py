"""A live runner under random commands, for long: `python -m tests.torture.soaking SEED COMMANDS`.

Prints, as JSON, what went wrong and the resident memory after each round.
"""

import ctypes
import gc
import json
import random
import re
import sys
import time
from collections.abc import Callable

from engine.gallery import from_gallery
from engine.live import LiveRunner
from engine.live.commands import (
    Command,
    Inject,
    Load,
    Pause,
    Rebuild,
    Select,
    SetColumn,
    SetCurrent,
    SetSpeed,
    Step,
    Watch,
    WatchSelected,
)
from engine.live.frame import Frame
from engine.live.run_configuration import run_configuration

ROUNDS = 8
PATIENCE_S = 120.0
NETWORKS = ("izhikevich-2003",)
SIZES = (1, 2, 10, 100, 700, 3000)
LOADED_SIZES = (60, 400)
SETTLING_STEPS = 1000
_OF_PYTHON = re.compile(r"[A-Z]\w*(Error|Exception|Warning)\b")
"""How a failure begins that is not one of the engine's own."""


def command(draw: random.Random) -> Command:
    """Any command, most with values that may be, some of neurons that are not."""
    makers = (
        lambda: Rebuild(size=draw.choice(SIZES)),
        lambda: Rebuild(seed=draw.randrange(2**64)),
        lambda: Rebuild(coupling=draw.choice(("scaled", "raw"))),
        Rebuild,
        lambda: Load(from_gallery(draw.choice(NETWORKS)).resized(draw.choice(LOADED_SIZES))),
        lambda: Load(from_gallery("classic")),
        *[lambda: SetCurrent(draw.uniform(-5, 12))] * 4,
        *[lambda: Inject(draw.uniform(-9, 9), draw.choice((10, 100, 5000)), _neuron(draw))] * 6,
        *[lambda: Pause(draw.random() < 0.3)] * 4,
        *[lambda: Step(draw.choice((1, 2, 50)))] * 2,
        *[lambda: SetSpeed(draw.choice((None, None, 0.1, 1.0, 50.0)))] * 3,
        *[lambda: Watch(draw.randrange(4000), draw.randrange(60), draw.randrange(300))] * 5,
        *[lambda: SetColumn(draw.choice((1, 2, 10, 100)))] * 2,
        *[lambda: Select(_neuron(draw))] * 4,
        *[lambda: WatchSelected(draw.random() < 0.7)] * 2,
    )
    made: Command = draw.choice(makers)()
    return made


def _neuron(draw: random.Random) -> int | None:
    return draw.choice((None, 0, draw.randrange(4000)))


class Soak:
    """A runner, the commands it is sent, and what its frames show."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self.faults: list[str] = []
        self.runner = LiveRunner(run_configuration(None, size=10, seed=1), speed=None)
        self.runner.start()

    def settle(self) -> None:
        """Build and run everything that commands may ask for once: what that allocates is kept.

        The C library keeps the stacks of threads that ended, 40 MB of them at most.
        """
        builds: list[Command] = [Load(from_gallery("classic"))]
        builds += [Rebuild(size=size) for size in SIZES]
        builds += [Load(from_gallery(name).resized(k)) for name in NETWORKS for k in LOADED_SIZES]
        for sent in (*builds, *builds):
            for each in (sent, Select(0), WatchSelected(True), Watch(0, 60, 300)):
                self.runner.send(each)
            self._look(sent, until=lambda frame: frame.status.step >= SETTLING_STEPS)

    def round(self, commands: int) -> int:
        """So many commands, then the smallest network; resident bytes with nothing but that."""
        for _ in range(commands):
            sent = command(self.draw)
            self.runner.send(sent)
            if self.draw.random() < 0.5:
                self._look(sent)
        for sent in (Load(from_gallery("classic")), Select(None), Watch(0, 10, 50), Pause(False)):
            self.runner.send(sent)
        self._look("a round's end", until=lambda frame: frame.status.phase == "running")
        gc.collect()
        give_back_what_is_free()
        return resident_bytes()

    def _look(
        self, sent: object, until: Callable[[Frame], bool] = lambda frame: frame.sequence > 0
    ) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            frame = self.runner.take_frame()
            if frame is not None:
                self._judge(frame, sent)
                if until(frame):
                    return
            time.sleep(0.001)
        self.faults.append(f"no answer to {sent}")

    def _judge(self, frame: Frame, sent: object) -> None:
        error = frame.status.error
        if error and _OF_PYTHON.match(error):
            self.faults.append(f"after {sent}: {error[:200]}")
        if frame.status.phase == "running" and frame.rows.x.shape[0] > frame.status.size:
            self.faults.append(f"after {sent}: more rows than neurons")


def give_back_what_is_free() -> None:
    """Let the C library return what was freed: each thread's arena keeps some, for good."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def resident_bytes() -> int:
    """Of this process, now."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * 4096


def main() -> None:
    """Soak, and print what came of it."""
    seed, commands = map(int, sys.argv[1:])
    soak = Soak(seed)
    soak.settle()
    resident = [soak.round(commands // ROUNDS) for _ in range(ROUNDS)]
    soak.runner.stop()
    print(json.dumps({"faults": soak.faults[:20], "resident": resident}))


if __name__ == "__main__":
    main()
