"""The one oracle: runs the real program, and says what is wrong with how it ended."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COMMAND = (sys.executable, "-m", "snn_tui")
ROOT = Path(__file__).parents[2]
GRACE_S = 60.0
"""Far more than any run here takes by itself; on a loaded machine, too."""
LONGEST_LINE = 600
"""Of talk: a sentence, a path and two hundred characters of somebody's input."""
LOOK_S = 0.02
MOST_BYTES = 1_500_000_000
_CONTROL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)
_CRASHES = {-signal.SIGSEGV, -signal.SIGABRT, -signal.SIGBUS, -signal.SIGILL, -signal.SIGFPE}


@dataclass(frozen=True)
class Outcome:
    """How a run of the program ended. code: negative for a signal that ended it."""

    arguments: tuple[str, ...]
    code: int
    stdout: bytes
    stderr: bytes
    seconds: float
    peak_bytes: int
    timed_out: bool
    left_behind: bool
    """Whether processes that it started outlived it."""


def environment(**changes: str) -> dict[str, str]:
    """Where the program is found from any folder."""
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), **changes}


def run(
    arguments: Sequence[str],
    folder: Path,
    *,
    seconds: float = GRACE_S,
    command: Sequence[str] = COMMAND,
    **options: Any,
) -> Outcome:
    """Run the program in `folder` to its end, or kill it after so many seconds.

    options: as of `subprocess.Popen`; streams that are given there are not read here.
    """
    out, err = folder / ".torture-stdout", folder / ".torture-stderr"
    with out.open("wb") as stdout, err.open("wb") as stderr:
        given = {
            "stdin": subprocess.DEVNULL,
            "stdout": stdout,
            "stderr": stderr,
            "cwd": folder,
            "env": environment(),
            "start_new_session": True,
        } | options
        start = time.monotonic()
        process = subprocess.Popen([*command, *arguments], **given)
        ended, peak_bytes, timed_out = wait(process, seconds)
        taken = time.monotonic() - start
    return Outcome(
        tuple(arguments),
        ended,
        out.read_bytes(),
        err.read_bytes(),
        taken,
        peak_bytes,
        timed_out,
        _is_left_behind(process.pid),
    )


def wait(process: subprocess.Popen[bytes], seconds: float) -> tuple[int, int, bool]:
    """Its exit code, its peak of resident memory in bytes, and whether it had to be killed."""
    deadline = time.monotonic() + seconds
    peak_bytes, timed_out = 0, False
    while process.poll() is None:
        peak_bytes = max(peak_bytes, _peak_bytes(process.pid))
        if time.monotonic() >= deadline:
            timed_out = True
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            break
        time.sleep(LOOK_S)
    return process.returncode, peak_bytes, timed_out


def _peak_bytes(process: int) -> int:
    """So far; 0 once it ended. The system's own count at the end has its parent's peak in it."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    found = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
    return 1024 * int(found[1]) if found else 0


def _is_left_behind(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except (ProcessLookupError, PermissionError):
        return False
    os.killpg(group, signal.SIGKILL)
    return True


def judge(
    outcome: Outcome,
    *,
    legal: Collection[int] = (0, 1, 2),
    talk_lines: int = 2,
    most_bytes: int = MOST_BYTES,
    failure_is_told: bool = True,
) -> list[str]:
    """What is wrong with it; nothing if all is well.

    legal: exit codes that may be. talk_lines: lines on stderr at most. failure_is_told: whether
    exit codes 1 and 2 must come with a word on stderr.
    """
    faults = []
    if outcome.timed_out:
        faults.append(f"did not end within {outcome.seconds:.0f} s")
    elif outcome.code in _CRASHES:
        faults.append(f"crashed with {signal.Signals(-outcome.code).name}")
    elif outcome.code not in legal:
        faults.append(f"exit code {outcome.code}")
    if outcome.left_behind:
        faults.append("left processes behind")
    if outcome.peak_bytes > most_bytes:
        faults.append(f"took {outcome.peak_bytes / 1e6:.0f} MB")
    if failure_is_told and outcome.code in (1, 2) and not outcome.stderr.strip():
        faults.append(f"exit code {outcome.code} without a word")
    faults += talk_faults(outcome.stderr, talk_lines)
    faults += data_faults(outcome.stdout)
    shown = " ".join(map(_shortened, outcome.arguments))
    return [f"{fault}: snn-tui {shown}: {outcome.stderr[-300:]!r}" for fault in faults]


def talk_faults(stderr: bytes, lines: int) -> list[str]:
    """What is wrong with what was said on stderr."""
    text = stderr.decode("utf-8", "replace")
    faults = []
    if "Traceback (most recent call last)" in text:
        faults.append("a traceback")
    if text.count("\n") > lines:
        faults.append(f"{text.count(chr(10))} lines of talk")
    if any(len(line) > LONGEST_LINE for line in text.splitlines()):
        faults.append("a line of talk without end")
    if control := _CONTROL.search(text):
        faults.append(f"{control.group()!r} on stderr")
    return faults


def data_faults(stdout: bytes) -> list[str]:
    """What is wrong with data: control characters, or a last line that is cut."""
    control = _CONTROL.search(stdout.decode("utf-8", "replace"))
    faults = [f"{control.group()!r} on stdout"] if control else []
    if stdout and not stdout.endswith(b"\n"):
        faults.append("a last line without an end")
    return faults


def _shortened(argument: str) -> str:
    return repr(argument if len(argument) < 60 else f"{argument[:50]}... ({len(argument)})")
