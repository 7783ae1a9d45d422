"""Signals at random moments, from the first line of the program to its last."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.torture.oracle import GRACE_S, Outcome, environment, judge, wait
from tests.torture.trials import Trial

TITLE = "signals at random moments"
SHORT = 8
END_S = 20.0
"""Within which it must have ended, on a loaded machine too."""
MODES = {
    "trace": ["trace", "--seed=1", "--duration=1000"],
    "spikes": ["spikes", "--seed=1", "--size=50"],
    "in real time": ["spikes", "--seed=1", "--real-time"],
    "a network of the gallery": ["spikes", "--seed=1", "--network=izhikevich-2003"],
    "bench": ["bench", "--size=1000"],
    "models": ["models"],
}
NUMBERS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True)
class Plan:
    """What is sent and when. times_s: from the start of the process."""

    mode: str
    output: str
    numbers: tuple[signal.Signals, ...]
    times_s: tuple[float, ...]
    harmless: bool
    """Whether a broken pipe is signalled first, which is none of the program's business."""


def trial(random: Random, folder: Path) -> Trial:
    """One run and one to three signals."""
    count = random.choice((1, 1, 1, 2, 3))
    numbers = tuple(random.choice(NUMBERS) for _ in range(count))
    times = sorted(random.choice((0.5, 2.0, 4.0)) * random.random() for _ in range(count))
    outputs = ("file", "slow pipe", "stalled pipe", "-o")
    mode = random.choice(list(MODES))
    plan = Plan(mode, random.choice(outputs), numbers, tuple(times), random.random() < 0.2)
    outcome = _run(plan, folder)
    return Trial(_ending(outcome), [f"{fault} {plan}" for fault in _faults(outcome, plan, folder)])


def _run(plan: Plan, folder: Path) -> Outcome:
    """The program in a process whose first line of ours is waited for before signals are sent.

    What Python does before that line is not the program's to answer for.
    """
    ready, started = os.pipe()
    arguments = ["--headless", *MODES[plan.mode]]
    if plan.output == "-o" and plan.mode not in ("bench", "models"):
        arguments.append(f"--output={folder / 'out.csv'}")
    talk = folder / ".torture-stderr"
    with talk.open("wb") as stderr, _stdout(plan.output, folder) as stdout:
        begun = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "-c", _FIRST_LINES, str(started), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
            pass_fds=(started,),
            env=environment(),
            start_new_session=True,
        )
        os.close(started)
        os.read(ready, 1)
        os.close(ready)
        sender = threading.Thread(target=_send, args=(process, plan))
        sender.start()
        code, peak_bytes, timed_out = wait(process, plan.times_s[-1] + END_S)
        sender.join()
    data = folder / ".torture-stdout"
    written = data.read_bytes() if data.exists() else b""
    seconds = time.monotonic() - begun
    said = talk.read_bytes()
    return Outcome(tuple(arguments), code, written, said, seconds, peak_bytes, timed_out, False)


_FIRST_LINES = """
import os, sys
from snn_tui import __main__ as program
descriptor = int(sys.argv.pop(1))
listen = program.STOP.listen
def listen_and_tell():
    listen()
    os.write(descriptor, b"1")
    os.close(descriptor)
program.STOP.listen = listen_and_tell
program.main()
"""


def _send(process: "subprocess.Popen[bytes]", plan: Plan) -> None:
    start = time.monotonic()
    if plan.harmless:
        _signal(process, signal.SIGPIPE)
    for number, moment in zip(plan.numbers, plan.times_s, strict=True):
        time.sleep(max(0.0, start + moment - time.monotonic()))
        _signal(process, number)


def _signal(process: "subprocess.Popen[bytes]", number: signal.Signals) -> None:
    # Not by its own `send_signal`, which may reap what `wait` waits for.
    if process.returncode is None:
        with suppress(ProcessLookupError):
            os.kill(process.pid, number)


@contextmanager
def _stdout(kind: str, folder: Path) -> Iterator[int]:
    """A file, or a pipe that is read slowly or not at all until the end."""
    data = folder / ".torture-stdout"
    if "pipe" not in kind:
        with data.open("wb") as file:
            yield file.fileno()
        return
    reading, writing = os.pipe()
    over = threading.Event()

    def read() -> None:
        with data.open("wb") as file:
            if kind == "stalled pipe":
                over.wait(GRACE_S)
            while piece := os.read(reading, 50_000):
                file.write(piece)
                over.wait(0.01)
        os.close(reading)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        yield writing
    finally:
        over.set()
        os.close(writing)
        reader.join()


def _ending(outcome: Outcome) -> str:
    return "killed" if outcome.timed_out else f"exit code {outcome.code}"


def _faults(outcome: Outcome, plan: Plan, folder: Path) -> list[str]:
    """Codes of the signals that were sent, or 0 where it was done before; silence or one line."""
    legal = {0, *(128 + number for number in plan.numbers)}
    # A loaded machine falls behind real time, and that is said once a second.
    talk = 1 + int(plan.times_s[-1]) if plan.mode == "in real time" else 1
    faults = judge(outcome, legal=legal, talk_lines=talk)
    if outcome.code == 0 and plan.mode not in ("models", "trace", "bench"):
        faults.append("ended by itself")
    for path in folder.glob("out.csv*"):
        text = path.read_bytes()
        if text and not text.endswith(b"\n"):
            faults.append(f"{path.name} ends within a line")
        if path.suffix == ".partial" and str(path).encode() not in outcome.stderr:
            faults.append(f"{path.name} of {len(text)} bytes is not told of")
    return faults
