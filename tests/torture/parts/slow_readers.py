"""Terminals that read slowly, stall or vanish while the dashboard draws; ended by key or signal."""

import os
import signal
import subprocess
from pathlib import Path
from random import Random

from tests.snn_tui.dashboard.pseudo_terminal import PseudoTerminal
from tests.torture.oracle import environment, talk_faults
from tests.torture.trials import Trial

TITLE = "slow, stalling and vanishing readers of the screen"
SHORT = 3
LATEST_S = 8.0
"""What is asked for is a sixteenth of it; machines that run tests are busy."""
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)
KEYS = " +-]pPfdTjkg\x1boT?\x1be\tc."


def trial(random: Random, folder: Path) -> Trial:
    """Some keys at some rate, a change of the reader, and an end."""
    errors = folder / "stderr"
    with errors.open("wb") as stderr:
        end, faults = _attempt(random, folder, stderr)
    return Trial(end, faults + talk_faults(errors.read_bytes(), 1))


def _attempt(random, folder, stderr):
    arguments = [f"--size={random.choice([1, 10, 1000])}", f"--seed={random.randrange(9)}"]
    if random.random() < 0.3:
        arguments.append("--no-real-time")
    size = random.choice([(120, 40), (80, 24), (200, 60), (60, 16), (20, 5)])
    rate = random.choice([None, 200_000, 20_000, 2_000, 300])
    changes = {"XDG_CONFIG_HOME": str(folder), "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    options = {"cwd": folder, "env": environment(**changes), "stderr": stderr}
    with PseudoTerminal(
        *arguments, size=size, rate=rate, answers=random.random() < 0.8, **options
    ) as terminal:
        terminal.wait_for_written(b"\x1b[?1049h", 1)
        terminal.idle(random.uniform(0, 3))
        for _ in range(random.randrange(6)):
            terminal.press(random.choice(KEYS))
            terminal.idle(random.uniform(0, 0.3))
        reader = random.choice(["reads on", "stalls", "slows", "is cut"])
        if reader == "stalls":
            terminal.stall()
        elif reader == "slows":
            terminal.rate = random.choice([50, 1000])
        terminal.idle(random.uniform(0, 1.5))
        return _end(random, terminal, reader, f"{reader}, {rate or 'any'} B/s, {arguments}")


def _end(random, terminal, reader, what):
    if reader == "is cut":
        terminal.cut()
        name, legal = "cut", (128 + signal.SIGHUP,)
    elif random.random() < 0.5:
        # Whatever dialog is open, this key leaves.
        terminal.press("\x03")
        name, legal = "key", (0,)
    else:
        number = random.choice(SIGNALS)
        os.kill(terminal.process.pid, number)
        name, legal = number.name, (128 + number,)
    try:
        code, seconds = terminal.ended(5 * LATEST_S)
    except subprocess.TimeoutExpired:
        return f"{reader}, {name}", [f"did not end: {what}"]
    faults = [] if code in legal else [f"exit code {code} after {name}: {what}"]
    if seconds > LATEST_S:
        faults.append(f"ended {seconds:.1f} s after {name}: {what}")
    if reader != "is cut":
        faults += [f"{fault} after {name}: {what}" for fault in terminal.unrestored()]
    return f"{reader}, {name}", faults
