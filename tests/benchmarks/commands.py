"""How soon what is asked for is done: `python -m tests.benchmarks.commands [--network NAME]`.

Times from a command to the frame that acknowledges it, as fast as the engine can run; and from `q`
to the end of the program, in a terminal, while it builds.
"""

import argparse
import random
import statistics
import time
from collections.abc import Callable, Iterable

from engine import from_gallery
from engine.live.commands import SetCurrent, Watch, WatchSelected
from engine.live.frame import Frame
from engine.live.run_configuration import run_configuration
from engine.live.runner import LiveRunner
from tests.snn_tui.dashboard.pseudo_terminal import PseudoTerminal

LOOK_S, REST_S, PATIENCE_S = 0.001, 0.05, 120.0
STEP_NA = 0.001
"""What each command adds to the current, so that frames tell which one they acknowledge."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.commands")
    parser.description = __doc__
    parser.add_argument("--network", default="potjans-diesmann-2014", help="of the gallery")
    parser.add_argument("--size", type=int, help="neurons, by default as described")
    parser.add_argument("--current", type=float, default=0.0, help="into every neuron")
    parser.add_argument("--commands", type=int, default=40)
    parser.add_argument("--quits", type=float, nargs="*", default=(0.5, 1.0, 2.0, 4.0, 6.0),
                        help="seconds after the build began")  # fmt: skip
    given = parser.parse_args()
    tell("from a command to the frame that acknowledges it", commands(given))
    tell("from q to the end, while it builds", quits(given))


def commands(given: argparse.Namespace) -> list[float]:
    """Seconds of each command."""
    network = from_gallery(given.network)
    runner = LiveRunner(run_configuration(network, size=given.size, seed=1), speed=None)
    runner.start()
    try:
        runner.send(Watch(0, 20, 60))
        runner.send(WatchSelected(True))
        wait_for(runner, lambda frame: frame.status.step > 0)
        draw, seconds, current = random.Random(1), [], given.current
        for _ in range(given.commands):
            time.sleep(draw.uniform(0.0, REST_S))
            current = round(current + STEP_NA, 6)
            began = time.perf_counter()
            runner.send(SetCurrent(current))
            wait_for(runner, lambda frame, asked=current: frame.status.current == asked)
            seconds.append(time.perf_counter() - began)
    finally:
        runner.stop()
    return seconds


def wait_for(runner: LiveRunner, is_wanted: Callable[[Frame], bool]) -> None:
    """Take frames until one is wanted. Raises TimeoutError."""
    end = time.perf_counter() + PATIENCE_S
    while time.perf_counter() < end:
        frame = runner.take_frame()
        if frame is not None and is_wanted(frame):
            return
        time.sleep(LOOK_S)
    raise TimeoutError(f"no such frame in {PATIENCE_S:g} s")


def quits(given: argparse.Namespace) -> list[float]:
    """Seconds of each end."""
    words = ["--network", given.network]
    words += [] if given.size is None else [f"--size={given.size}"]
    seconds = []
    for after_s in given.quits:
        with PseudoTerminal(*words) as terminal:
            terminal.wait_for("Building")
            terminal.idle(after_s)
            terminal.press("q")
            code, took = terminal.ended()
            assert code == 0
            seconds.append(took)
    return seconds


def tell(what: str, seconds: Iterable[float]) -> None:
    """Print median and most."""
    milliseconds = [1000 * each for each in seconds]
    if milliseconds:
        middle, most = statistics.median(milliseconds), max(milliseconds)
        print(f"{what:50} {middle:7.1f} ms, at most {most:7.1f} of {len(milliseconds)}", flush=True)


if __name__ == "__main__":
    main()
