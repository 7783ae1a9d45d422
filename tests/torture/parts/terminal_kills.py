"""The terminal is killed at a random moment: a closed window, a cut line, a killed session."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from random import Random
from uuid import uuid4

from tests.snn_tui.dashboard.pseudo_terminal import PseudoTerminal
from tests.snn_tui.program import COMMAND
from tests.torture.oracle import environment, talk_faults
from tests.torture.trials import Trial

TITLE = "the terminal killed at random moments"
SHORT = 3
LATEST_S = 8.0
"""What is asked for is a sixteenth of it; machines that run tests are busy."""
LOADED_S = 30.0
BEFORE_HANDLERS = {128 + signal.SIGHUP, -signal.SIGHUP}
"""While Python starts, the system's own way ends it."""
REFUSED = {2}
"""What has gone before anybody looks is no terminal."""
TICK_S = 0.02


def trial(random: Random, folder: Path) -> Trial:
    """Start it somewhere, wait, and take the terminal away."""
    ways = [
        "closed",
        "closed without a signal",
        "SIGHUP",
        *["tmux"] * (shutil.which("tmux") is not None),
    ]
    way = random.choice(ways)
    arguments = [f"--size={random.choice([1, 10, 1000])}", *random.choice([[], ["--no-real-time"]])]
    settings = {"XDG_CONFIG_HOME": str(folder), "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    moment_s = random.choice([random.uniform(0, 0.5), random.uniform(0.5, 4)])
    attempt = _in_tmux if way == "tmux" else _in_pty
    faults = attempt(way, arguments, moment_s, folder, environment(**settings))
    return Trial(way, [f"{fault}: {way} after {moment_s:.2f} s" for fault in faults])


def _in_pty(way, arguments, moment_s, folder, env):
    errors = folder / "stderr"
    session = {"preexec_fn": None} if way == "closed without a signal" else {}
    with (
        errors.open("wb") as stderr,
        PseudoTerminal(*arguments, cwd=folder, env=env, stderr=stderr, **session) as terminal,
    ):
        terminal.idle(moment_s)
        # What is cut off while it loads ends when it has loaded.
        latest_s = LATEST_S if b"\x1b[?1049h" in terminal.written else LOADED_S
        if way == "SIGHUP":
            os.kill(terminal.process.pid, signal.SIGHUP)
        else:
            terminal.cut()
        try:
            code, seconds = terminal.ended(2 * LOADED_S)
        except subprocess.TimeoutExpired:
            return ["stayed"]
        faults = [f"took {seconds:.1f} s to end"] if seconds > latest_s else []
        if code not in BEFORE_HANDLERS | REFUSED:
            faults.append(f"exit code {code}")
        if way == "SIGHUP" and code > 0:
            faults += terminal.unrestored()
    return faults + talk_faults(errors.read_bytes(), 1)


def _in_tmux(_way, arguments, moment_s, folder, env):
    server = ["tmux", "-L", f"torture-{uuid4().hex}", "-f", "/dev/null"]
    window = ["new-session", "-d", "-x", "120", "-y", "40", "-c", str(folder)]
    subprocess.run([*server, *window, *COMMAND, *arguments], env=env, check=True)
    shown = subprocess.run(
        [*server, "display-message", "-p", "#{pane_pid}"],
        capture_output=True,
        text=True,
        check=True,
    )
    process = int(shown.stdout)
    time.sleep(moment_s)
    subprocess.run([*server, "kill-server"], check=True)
    deadline = time.monotonic() + LATEST_S
    while _is_running(process) and time.monotonic() < deadline:
        time.sleep(TICK_S)
    if not _is_running(process):
        return []
    os.kill(process, signal.SIGKILL)
    return [f"still there after {LATEST_S} s"]


def _is_running(process):
    """Whether it is there, and more than an entry that nobody has asked after yet."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
