"""Keys, pastes, mouse reports and pieces of escape sequences, by the thousand, and resizes.

After the storm the program must still answer, and end when asked, with the terminal restored.
"""

import itertools
import os
import select
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from random import Random

from tests.snn_tui.dashboard.pseudo_terminal import PseudoTerminal
from tests.torture.oracle import environment, talk_faults
from tests.torture.trials import Trial

TITLE = "storms of keys, clicks, pastes and resizes"
SHORT = 2
SCREENS = [(120, 40), (80, 24), (60, 16), (40, 10), (200, 60)]
NETWORKS = [["--size=10"], ["--size=10"], ["--size=1000"], ["--network=brunel-2000-si-fast"]]
STROKES = [300, 1000, 10_000]
OF_DIALOGS = ["Esc cancels", "Esc closes", "Quit (q)"]
PATIENCE_S = 240.0
"""A storm on a machine that is busy with others may take minutes."""
REQUESTS = 4
"""To end: keys of the storm that are still on their way may make another key of the first ones."""
PACES = [(1, 0.002), (5, 0.002), (40, 0.01), (400, 0.05)]
"""Keys written at once, and the seconds until the next ones."""
QUITTING = "qQ\x03\x11"
"""Keys that may end the program, which a storm is not about."""
SAVING = "SM"
PLAIN = [chr(code) for code in range(32, 127) if chr(code) not in QUITTING + SAVING]
LIKELY = ["\r"] * 12 + ["\x1b"] * 8 + list("oeg?h") * 3 + ["\x10"] * 6 + ["\t", " ", "+", "-"] * 2
CONTROL = [chr(code) for code in range(1, 32) if chr(code) not in QUITTING + "\x13\x1a"]
"""All but those, and the ones that save a file and suspend."""
NAMED = [f"\x1b[{end}" for end in ("A", "B", "C", "D", "H", "F", "Z", "5~", "6~", "3~", "11~")]
FRAGMENTS = [
    "\x1b[",
    "\x1b[<",
    "\x1bO",
    "\x1b[200",
    "\x1b[1;",
    "\x1b[M",
    "\x1b]0;",
    "\x1bP",
    "\x9b",
]
FRAGMENTS += [
    "\x1b[99999999999u",
    "\x1b[<0;0;0M",
    "\x1b[<99;9999;9999M",
    "\x1b[?2026;9$y",
    "\x1b[I",
]
FRAGMENTS += [
    "\x1b[O",
    "\x1b[1;1R",
    "\x1b[48;1;1;1;1t",
    "\x1b[27;5;9~",
    "\x1b[57441;2u",
    "\x7f",
    "é",
    "字",
]
PASTES = ["q\nr\n", "6,5", "12", "\x07\x9b2J", "[/b][red]", "x" * 500, "", "\n", "\u202eabc", "🙂"]
PASTES = [f"\x1b[200~{text}\x1b[201~" for text in PASTES]
CLICKS = [0, 0, 0, 2, 32, 35, 64, 65]
"""Buttons, moves and wheels."""
LINES = sorted(set(range(1, 43)) - {height for _, height in SCREENS})
"""Where the mouse is; the last line has a button that quits."""


def trial(random: Random, folder: Path) -> Trial:
    """One storm, and what is left of the program."""
    strokes = random.choice(STROKES)
    arguments = [*random.choice(NETWORKS), f"--seed={random.randrange(100)}"]
    arguments += random.choice([[], ["--no-real-time"]])
    errors = folder / "stderr"
    settings = {"XDG_CONFIG_HOME": str(folder), "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    with (
        errors.open("wb") as stderr,
        PseudoTerminal(
            *arguments,
            size=random.choice(SCREENS[:3]),
            cwd=folder,
            stderr=stderr,
            env=environment(**settings),
        ) as terminal,
    ):
        terminal.wait_for("Membrane potential|Raster")
        before = _storm(random, terminal, strokes)
        faults = [before] if before else _aftermath(random, terminal)
    talk = errors.read_bytes()
    # The one line that may be there tells what became of a recording that the storm has begun.
    faults += [f"{fault}: {talk[-200:]!r}" for fault in talk_faults(talk, 1)]
    return Trial(
        f"{strokes} at {arguments[0]}", [f"{fault}: {' '.join(arguments)}" for fault in faults]
    )


def _storm(random, terminal, left):
    """Let it come down; what went wrong, or nothing."""
    while left > 0 and terminal.process.poll() is None:
        at_once, rest_s = random.choice(PACES)
        for _ in range(random.randint(1, 20)):
            count = min(at_once, left)
            keys = "".join(_stroke(random) for _ in range(count))
            if not _pour(terminal, keys.encode("utf-8", "surrogateescape")):
                return f"took no keys for {PATIENCE_S:.0f} s"
            left -= count
            time.sleep(rest_s)
        if random.random() < 0.2:
            terminal.resize(*random.choice(SCREENS))
    return ""


def _stroke(random):
    """One key, or what a mouse or a clipboard sends for one."""
    kinds = [LIKELY, PLAIN, NAMED, CONTROL, FRAGMENTS, PASTES, CLICKS]
    (kind,) = random.choices(kinds, weights=[35, 25, 10, 5, 4, 3, 18])
    if kind is not CLICKS:
        return random.choice(kind)
    report = f"\x1b[<{random.choice(CLICKS)};{random.randint(1, 125)};{random.choice(LINES)}"
    is_pressed = not report.startswith(("\x1b[<3", "\x1b[<6"))
    return f"{report}M{report}m" * random.choice([1, 2]) if is_pressed else f"{report}M"


def _pour(terminal, data):
    """Write it as fast as it is taken; whether it was in time."""
    deadline = time.monotonic() + PATIENCE_S
    while data and terminal.process.poll() is None:
        if select.select([], [terminal.master], [], 0.1)[1]:
            data = data[os.write(terminal.master, data[:512]) :]
        elif time.monotonic() > deadline:
            return False
    return True


def _aftermath(random, terminal):
    """Have it answer and end; what went wrong."""
    try:
        # The storm may have chosen to quit, by the palette.
        for _ in range(REQUESTS):
            if terminal.process.poll() is None:
                terminal.press("\x1b[201~")  # Ends a paste that the storm left open.
                _until_alone(terminal)
                terminal.press(random.choice("q\x03"))
            with suppress(subprocess.TimeoutExpired):
                code, _ = terminal.ended(PATIENCE_S / REQUESTS)
                break
        else:
            return ["does not end: " + " | ".join(terminal.lines()[-3:])]
    except AssertionError as error:
        return [f"does not answer: {str(error)[:200]}"]
    return [*([f"exit code {code}"] if code else []), *terminal.unrestored()]


def _until_alone(terminal):
    """Press Escape until the dashboard's own keys are those that work.

    The size is told anew each time: the storm may have lied about it, as terminals may report it.
    """
    deadline = time.monotonic() + PATIENCE_S
    for turn in itertools.count():
        terminal.resize(*SCREENS[turn % 2])
        terminal.press("\x1b")
        terminal.idle(0.5)
        *lines, last = terminal.lines()
        has_dialog = any(word in line for line in lines for word in OF_DIALOGS)
        if terminal.process.poll() is not None or ("space pause" in last and not has_dialog):
            return
        assert time.monotonic() < deadline, "\n".join(terminal.lines())
