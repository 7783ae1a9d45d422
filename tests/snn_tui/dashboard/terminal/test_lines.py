"""The program at the end of a line that is slow, stalls, is cut, or is used by others meanwhile."""

import os
import signal

import pytest

from tests.snn_tui.dashboard.pseudo_terminal import PseudoTerminal
from tests.snn_tui.program import environment

ARGUMENTS = ("--size=10", "--seed=7")
SOON_S = 2.0
"""What is asked for is a quarter of it; where a start takes long, so may an end."""
WARM_S = 1.5
ENTERED = b"\x1b[?1049h"


@pytest.fixture(scope="module", autouse=True)
def soon_s():
    """Twice what a start takes on this machine, and as busy as it is, or SOON_S."""
    with PseudoTerminal(*ARGUMENTS) as terminal:
        # The first one compiles, which is not what is measured here.
        terminal.wait_for("running")
    with PseudoTerminal(*ARGUMENTS) as terminal:
        return max(SOON_S, 2 * terminal.wait_for("running"))


@pytest.mark.parametrize("answers", [True, False])
def test_a_key_is_soon_seen_on_a_slow_line(answers, soon_s):
    with PseudoTerminal(*ARGUMENTS, rate=20_000, answers=answers) as terminal:
        terminal.wait_for("running.*fps, slow")
        for shown in ("paused", "running") * 2:
            terminal.press(" ")
            terminal.wait_for(shown, 2 * soon_s)
        terminal.press("q")
        code, seconds = terminal.ended()
        assert (code, terminal.unrestored()) == (0, [])
        assert seconds < soon_s


@pytest.mark.parametrize("what", ["slow", "stalled", "stalled without answers"])
def test_q_ends_it_on_the_slowest_line(what, soon_s):
    with PseudoTerminal(*ARGUMENTS, answers="without" not in what) as terminal:
        terminal.wait_for("running")
        if what == "slow":
            terminal.rate = 2000
        else:
            terminal.stall()
        terminal.idle(WARM_S)
        terminal.press("q")
        code, seconds = terminal.ended()
        assert (code, terminal.unrestored()) == (0, [])
        assert seconds < soon_s


@pytest.mark.parametrize("session", ["its own", "another's"])
def test_a_line_that_is_cut_ends_it(session, soon_s):
    """A terminal of another session sends no SIGHUP when it goes."""
    own = {} if session == "its own" else {"preexec_fn": None}
    with PseudoTerminal(*ARGUMENTS, **own) as terminal:
        terminal.wait_for("running")
        terminal.cut()
        code, seconds = terminal.ended()
        assert code == 128 + signal.SIGHUP
        assert seconds < soon_s


def test_a_line_that_is_cut_while_it_stalls_ends_it_though_sighup_is_ignored(soon_s):
    def ignore():
        signal.signal(signal.SIGHUP, signal.SIG_IGN)

    with PseudoTerminal(*ARGUMENTS, preexec_fn=ignore) as terminal:
        terminal.wait_for("running")
        terminal.stall()
        terminal.idle(WARM_S)
        terminal.cut()
        code, seconds = terminal.ended()
        assert code == 128 + signal.SIGHUP
        assert seconds < soon_s


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"])
@pytest.mark.parametrize("stalled", [False, True])
def test_signals_end_it_and_give_the_terminal_back(name, stalled, soon_s):
    number = signal.Signals[name]
    with PseudoTerminal(*ARGUMENTS) as terminal:
        terminal.wait_for("running")
        if stalled:
            terminal.stall()
        os.kill(terminal.process.pid, number)
        code, seconds = terminal.ended()
        assert (code, terminal.unrestored()) == (128 + number, [])
        assert seconds < soon_s


@pytest.mark.parametrize("stderr", ["/dev/null", "/dev/full"])
def test_the_screen_needs_no_terminal_at_stderr(stderr):
    with open(stderr, "wb") as file, PseudoTerminal(*ARGUMENTS, stderr=file) as terminal:
        terminal.wait_for("running")
        terminal.press("q")
        assert terminal.ended()[0] == 0
        assert terminal.unrestored() == []


def test_nobody_stops_it_who_could_not_let_it_go_on():
    """Its process group has no shell above it in its session: SIGTSTP does not stop such.

    Nor does a key that is for shells alone.
    """
    with PseudoTerminal(*ARGUMENTS) as terminal:
        terminal.wait_for("running")
        os.kill(terminal.process.pid, signal.SIGTSTP)
        terminal.wait_for_written(ENTERED, 2)
        terminal.press("\x1a ")
        terminal.wait_for("paused")
        terminal.wait_for("space pause")
        terminal.press("q")
        assert terminal.ended()[0] == 0
        assert terminal.unrestored() == []
        assert terminal.written.count(ENTERED) == 2


def test_stopped_by_force_it_shows_all_again_when_it_goes_on():
    with PseudoTerminal(*ARGUMENTS) as terminal:
        terminal.wait_for("space pause")
        os.kill(terminal.process.pid, signal.SIGSTOP)
        os.waitpid(terminal.process.pid, os.WUNTRACED)
        terminal.wipe()
        os.kill(terminal.process.pid, signal.SIGCONT)
        terminal.wait_for("space pause")
        terminal.wait_for("Controls")
        terminal.press("q")
        assert terminal.ended()[0] == 0
        assert terminal.unrestored() == []


def test_the_size_is_the_terminals_whatever_the_environment_says():
    lies = environment(TERM="xterm-256color", COLUMNS="70", LINES="20")
    with PseudoTerminal(*ARGUMENTS, env=lies) as terminal:
        terminal.wait_for("space pause")
        terminal.wait_for_written(b"\x1b[40;", 1)
        terminal.press("q")
        assert terminal.ended()[0] == 0


def test_resizes_come_through():
    with PseudoTerminal(*ARGUMENTS) as terminal:
        terminal.wait_for("running")
        for width, height in [(90, 30), (60, 16), (130, 45), (120, 40)]:
            terminal.resize(width, height)
            terminal.wait_for(r"quit|q\s")
        terminal.wait_for("space pause")
        terminal.wait_for("Spikes")
        terminal.press("q")
        assert terminal.ended()[0] == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("later_s", [0.0, 0.01, 0.03, 0.1])
def test_an_end_may_be_asked_for_while_the_screen_comes_up(number, later_s, soon_s):
    with PseudoTerminal(*ARGUMENTS) as terminal:
        terminal.wait_for_written(ENTERED, 1)
        terminal.idle(later_s)
        os.kill(terminal.process.pid, number)
        code, seconds = terminal.ended()
        assert (code, terminal.unrestored()) == (128 + number, [])
        assert b"Traceback" not in terminal.written
        assert seconds < 2 * soon_s
