"""Streams closed, full, cut off, slow; files that cannot be written; limits of size and memory."""

import os
import resource
import stat
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from tests.snn_tui.program import obey_permissions
from tests.torture.oracle import Outcome, judge, run
from tests.torture.places import CODES, PLACES, PRECIOUS
from tests.torture.trials import Trial

TITLE = "streams and disks"
SHORT = 12
MODES = {
    "trace": ["trace", "--seed=1", "--duration=5"],
    "spikes": ["spikes", "--seed=1", "--duration=20"],
    "talkative spikes": ["spikes", "--duration=5"],
    "models": ["models"],
    "model": ["models", "izhikevich"],
    "networks": ["networks"],
    "network": ["networks", "brunel-2000-ai"],
    "help": ["trace", "--help"],
    "mistake": ["spikes", "--size=none"],
}
RUNS = ("trace", "spikes", "talkative spikes")
Prepare = Callable[[], None]


@dataclass(frozen=True)
class Stream:
    """What one of the three streams is; `held` is closed after the run."""

    what: str
    given: Any = None
    closed: bool = False
    fails: bool = False
    """Whether data written to it must be missed."""


def trial(random: Random, folder: Path) -> Trial:
    """One run with odd streams, with an odd `-o`, or within odd limits."""
    kind = random.choice((_odd_streams, _odd_output, _odd_limits))
    return kind(random, folder)


def _odd_streams(random: Random, folder: Path) -> Trial:
    mode = random.choice(list(MODES))
    with ExitStack() as stack:
        streams = {
            name: stack.enter_context(_stream(random, folder, name))
            for name in ("stdin", "stdout", "stderr")
        }
        options = {name: each.given for name, each in streams.items() if each.given is not None}
        closed = [number for number, each in enumerate(streams.values()) if each.closed]
        outcome = run(["--headless", *MODES[mode]], folder, preexec_fn=_closing(closed), **options)
    what = f"{streams['stdout'].what} stdout"
    told = streams["stderr"].given is None and not streams["stderr"].closed
    faults = judge(outcome, failure_is_told=told)
    expected = 2 if mode == "mistake" else 1 if streams["stdout"].fails else 0
    if outcome.code != expected:
        faults.append(f"exit code {outcome.code}, not {expected}")
    known = {name: each.what for name, each in streams.items()}
    return Trial(f"{what}: {outcome.code}", [f"{fault} {mode} {known}" for fault in faults])


def _closing(descriptors: list[int]) -> Prepare:
    def close() -> None:
        for descriptor in descriptors:
            os.close(descriptor)

    return close


@contextmanager
def _stream(random: Random, folder: Path, name: str) -> Iterator[Stream]:
    """A stream of some kind, ready for the program."""
    kinds = ["usual", "closed", "empty", "full", "cut", "slow", "file"]
    if name == "stdin":
        kinds = ["usual", "closed", "empty"]
    kind = random.choice(kinds)
    if kind == "usual":
        yield Stream(kind)
    elif kind == "closed":
        yield Stream(kind, closed=True, fails=True)
    elif kind == "empty":
        with open(os.devnull, "r+b") as device:
            yield Stream(kind, device)
    elif kind == "full":
        with open("/dev/full", "wb") as device:
            yield Stream(kind, device, fails=True)
    elif kind == "file":
        with (folder / f"own-{name}").open("wb") as file:
            yield Stream(kind, file)
    else:
        with _pipe(cut_after=random.choice((0, 1, 5000)) if kind == "cut" else None) as writing:
            yield Stream(kind, writing)


@contextmanager
def _pipe(cut_after: int | None) -> Iterator[int]:
    """The writing end of a pipe whose reader leaves after so many bytes, or reads slowly."""
    reading, writing = os.pipe()

    def read() -> None:
        left = cut_after
        while left is None or left > 0:
            piece = os.read(reading, 20_000 if left is None else left)
            if not piece:
                break
            left = None if left is None else left - len(piece)
            time.sleep(0.001 if left is None else 0)
        os.close(reading)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        yield writing
    finally:
        os.close(writing)
        reader.join()


def _odd_output(random: Random, folder: Path) -> Trial:
    mode = random.choice(RUNS)
    place = random.choice(list(PLACES))
    force = random.random() < 0.3
    with PLACES[place](folder) as output:
        before = _state(folder)
        arguments = ["--headless", *MODES[mode], f"--output={output}", *["--force"] * force]
        outcome = run(arguments, folder, preexec_fn=obey_permissions)
        after = _state(folder)
    faults = judge(outcome) + _lost(before, after, forced=force)
    faults += _output_faults(outcome, after, place)
    return Trial(f"-o {place}{' --force' * force}: {outcome.code}", faults)


def _state(folder: Path) -> dict[str, str]:
    """What every file of the user's is, links not followed."""
    state = {}
    for path in folder.rglob("*"):
        status = path.lstat()
        if path.name.startswith(".torture") or stat.S_ISDIR(status.st_mode):
            continue
        name = str(path.relative_to(folder))
        if path.is_symlink():
            state[name] = f"-> {os.readlink(path)}"
        elif stat.S_ISREG(status.st_mode):
            state[name] = path.read_text(errors="replace")
        else:
            state[name] = "device"
    return state


def _lost(before: dict[str, str], after: dict[str, str], *, forced: bool) -> list[str]:
    """What the user had and has no longer; with --force, a file's text may be another."""
    return [
        f"{name} was {text[:40]!r}, is {after.get(name, 'gone')[:40]!r}"
        for name, text in before.items()
        if after.get(name) != text
        and not (forced and text == PRECIOUS and after.get(name, "").endswith("\n"))
    ]


def _output_faults(outcome: Outcome, after: dict[str, str], place: str) -> list[str]:
    faults = []
    for name, text in after.items():
        if not name.endswith(".partial") or text == PRECIOUS:
            continue
        if Path(name).name.encode() not in outcome.stderr:
            faults.append(f"{name} is not told of")
        if not text.endswith("\n"):
            faults.append(f"{name} ends within a line")
    expected = CODES.get(place)
    if expected is not None and outcome.code not in expected:
        faults.append(f"{place}: exit code {outcome.code}: {outcome.stderr!r}")
    return faults


def _odd_limits(random: Random, folder: Path) -> Trial:
    """Limits of file size and of memory, near what the run needs."""
    mode = random.choice(RUNS)
    arguments = ["--headless", *MODES[mode]]
    if random.random() < 0.5:
        name, number, most = "file size", resource.RLIMIT_FSIZE, random.randrange(1, 60_000)
        if random.random() < 0.5:
            arguments.append("--output=out.csv")
    else:
        name, number = "address space", resource.RLIMIT_AS
        most = int(10 ** random.uniform(8, 9.7))
        if mode != "trace":
            arguments.append(f"--size={int(10 ** random.uniform(0, 7.3))}")
            arguments.append("--duration=0.02")

    def limit() -> None:
        resource.setrlimit(number, (most, most))

    outcome = run(arguments, folder, preexec_fn=limit)
    faults = judge(outcome) + _output_faults(outcome, _state(folder), name)
    return Trial(f"limit of {name}: {outcome.code}", [f"{each} at {most}" for each in faults])
