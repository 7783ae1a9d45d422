"""The real program in a real terminal."""

import os
import re
import shlex
import shutil
import signal
import subprocess
import time
from pathlib import Path
from uuid import uuid4

import pytest

from engine.recordings.plan import RecordingPlan
from tests.engine.replaying.runs import record
from tests.snn_tui.program import COMMAND, environment

PATIENCE_S = 90.0
pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")


class Terminal:
    """A shell in tmux, on a server of its own."""

    def __init__(self, folder, width, height):
        self._server = ["tmux", "-L", f"snn-tui-{uuid4().hex}", "-f", "/dev/null"]
        size = ["-x", str(width), "-y", str(height)]
        shell = ["env", "PS1=$ ", "bash", "--norc", "--noprofile"]
        self._tmux("new-session", "-d", *size, "-c", str(folder), *shell)

    def _tmux(self, *arguments):
        done = subprocess.run(
            [*self._server, *arguments],
            env=environment(XDG_CONFIG_HOME="/nonexistent/snn-tui", COLORTERM="truecolor"),
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def type(self, text):
        self._tmux("send-keys", "-l", text)

    def press(self, *keys):
        self._tmux("send-keys", *keys)

    def resize(self, width, height):
        self._tmux("resize-window", "-x", str(width), "-y", str(height))

    def screen(self):
        return self._tmux("capture-pane", "-p")

    def flag(self, name):
        return self._tmux("display-message", "-p", f"#{{{name}}}").strip()

    def tty(self):
        return self._tmux("display-message", "-p", "#{pane_tty}").strip()

    def child(self):
        """The process id of what the shell runs."""
        shell = self._tmux("display-message", "-p", "#{pane_pid}").strip()
        return int(Path(f"/proc/{shell}/task/{shell}/children").read_text().split()[0])

    def wait_for(self, pattern):
        """The match once the screen shows the pattern."""
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            if match := re.search(pattern, self.screen()):
                return match
            time.sleep(0.02)
        raise AssertionError(f"{pattern!r} did not appear on\n{self.screen()}")

    def close(self):
        self._tmux("kill-server")


@pytest.fixture
def terminal(tmp_path):
    terminal = Terminal(tmp_path, 120, 40)
    yield terminal
    terminal.close()


def start(terminal, *arguments):
    """Start the dashboard, and say how it ended and what became of the terminal."""
    line = shlex.join([*COMMAND, *arguments])
    terminal.type(
        f'before=$(stty -g); {line}; echo code $?; test "$before" = "$(stty -g)" && echo same\n'
    )


def assert_restored(terminal, code=0):
    terminal.wait_for(rf"code {code}\nsame\n")
    assert terminal.flag("alternate_on") == "0"
    assert terminal.flag("cursor_flag") == "1"
    assert terminal.flag("mouse_any_flag") == "0"


def simulated_s(terminal):
    return float(terminal.wait_for(r"t ([\d.]+) s").group(1).replace(",", ""))


def test_watch_steer_and_leave(terminal):
    start(terminal, "--size", "20", "--seed", "7")
    terminal.wait_for(r"running .* N 20 ")
    terminal.wait_for(r"│ +1 [▁▂▃▄▅▆▇█┃]*┃[▁▂▃▄▅▆▇█┃]*")
    terminal.wait_for(r"t=\d+: neuron \d+ is spiking")
    terminal.press("+")
    terminal.wait_for(r"Current +(5\.\d+|6)")
    terminal.press("]")
    terminal.wait_for(r"running .* N (2[1-9]|[3-9]\d) ")
    terminal.press("Space")
    terminal.wait_for("paused")
    before = simulated_s(terminal)
    terminal.press(".")
    terminal.wait_for(rf"t {before + 0.01:.2f} s")
    terminal.press("q")
    assert_restored(terminal)


def test_a_resized_terminal(terminal):
    start(terminal, "--size", "5", "--seed", "7")
    terminal.wait_for("running")
    terminal.resize(50, 10)
    terminal.wait_for("too small")
    terminal.resize(80, 24)
    terminal.wait_for(r"running[\s\S]*neuron \d")
    terminal.press("C-q")
    assert_restored(terminal)


def test_a_large_network_opens_as_a_raster(terminal):
    start(terminal, "--network", "izhikevich-2003", "--seed", "7")
    terminal.wait_for("Raster · neurons 0…999 of 1,000")
    terminal.wait_for(r"excitatory .*[⠁-⣿]│")
    terminal.press("Down")
    terminal.wait_for(r"Raster · neurons 0…\d+ · excitatory · (not known|\d+ ms · \d+ spike)")
    terminal.press("1")
    terminal.wait_for("Membrane potential")
    terminal.press("q")
    assert_restored(terminal)


def test_how_a_neuron_bursts_is_one_key_in_the_gallery(terminal):
    start(terminal, "--seed", "7")
    terminal.wait_for("Membrane potential")
    terminal.press("o")
    terminal.wait_for("One neuron that bursts")
    terminal.press("2")
    terminal.wait_for("running +bursting-neuron")
    # Spikes one after the other, and the silence after them.
    terminal.wait_for(r"▶ +0 .*(┃ {0,9}[▁-█]?){3}.*[ ▁]{20}")
    terminal.press("q")
    assert_restored(terminal)


def test_the_busiest_of_a_thousand_neurons_is_one_key(terminal):
    start(terminal, "--size", "1000", "--seed", "7")
    terminal.wait_for("Raster · neurons 0…999 of 1,000")
    terminal.press("b")
    busiest = terminal.wait_for(r"Neuron (\d+) is the busiest: [\d.]+ Hz in [\d.]+ s").group(1)
    terminal.press("1")
    terminal.wait_for(rf"Neuron {busiest} · ")
    terminal.press("q")
    assert_restored(terminal)


@pytest.mark.parametrize(
    ("regime", "peak_hz"), [("slow", r"(1[89]|2[0-6])"), ("fast", r"1[6-9]\d")]
)
def test_brunels_regimes_are_told_apart_by_their_spectra(terminal, regime, peak_hz):
    start(terminal, "--network", f"brunel-2000-si-{regime}", "--seed", "7")
    terminal.wait_for("Raster · neurons")
    terminal.press("4")
    terminal.wait_for(rf"excitatory +10,000 .* {peak_hz}(\.\d)? Hz")
    terminal.press("q")
    assert_restored(terminal)


@pytest.mark.parametrize("arguments", [["--size=30000"], ["--size=1000", "--no-real-time"]])
def test_leaving_at_the_first_sight_of_the_screen(terminal, arguments):
    start(terminal, *arguments)
    terminal.wait_for("Raster")
    terminal.press("q")
    assert_restored(terminal)


def test_a_recording_is_watched_forwards_and_backwards(terminal, tmp_path):
    record(tmp_path / "run.h5", RecordingPlan(neurons=(0, 3)))
    start(terminal, "--replay", "run.h5")
    terminal.wait_for(r"▶ running +REPLAY run\.h5 .* t [\d.]+ of 12\.50 s")
    terminal.press("Space")
    terminal.wait_for("‖ paused")
    for typed, pattern in (
        ("4.5", r" t 4\.50 of [\s\S]*Current +2 +recorded"),
        ("2.001", r" t 2\.00 of [\s\S]*» t=2000: neuron 3: I\+10 for 300 ms"),
        ("900 ms", r" t 0\.90 of [\s\S]*Current +0 +recorded"),
    ):
        terminal.press("G")
        terminal.wait_for("Go to time 0…12.5 s")
        terminal.type(typed)
        terminal.press("Enter")
        terminal.wait_for(pattern)
    terminal.press("2", "v", "Space")
    terminal.wait_for(r"‖ at the start +REPLAY.* t 0\.00 of[\s\S]*Raster · neurons 0…49 of 50")
    terminal.press("C-End")
    terminal.wait_for(r" t 12\.50 of 12\.50 s")
    terminal.press("q")
    assert_restored(terminal)


def test_ended_by_the_system(terminal):
    start(terminal, "--size", "5", "--seed", "7")
    terminal.wait_for("running")
    os.kill(terminal.child(), signal.SIGTERM)
    assert_restored(terminal, code=128 + signal.SIGTERM)


@pytest.mark.parametrize("how", ["key", "signal"])
def test_suspended_and_back(terminal, how):
    start(terminal, "--size", "5", "--seed", "7")
    terminal.wait_for("running")
    child = terminal.child()
    if how == "key":
        terminal.press("C-z")
    else:
        os.kill(child, signal.SIGTSTP)
    terminal.wait_for("Stopped")
    assert terminal.flag("alternate_on") == "0"
    assert terminal.flag("mouse_any_flag") == "0"
    terminal.type("fg; echo back $?\n")
    terminal.wait_for(r"Controls[\s\S]*neuron \d[\s\S]*q quit")
    terminal.press("Space")
    terminal.wait_for("paused")
    terminal.press("q")
    terminal.wait_for(r"\nback 0")
    assert terminal.flag("alternate_on") == "0"
    assert terminal.flag("cursor_flag") == "1"


def test_what_others_wrote_over_the_screen_goes(terminal):
    start(terminal, "--size", "5", "--seed", "7")
    terminal.wait_for("running")
    terminal.press("Space")
    terminal.wait_for("paused")
    tty = terminal.tty()
    with open(tty, "w", encoding="ascii") as screen:
        screen.write("\x1b[1;1HBroadcast message\x1b[2;1Hfrom somebody")
    terminal.wait_for("Broadcast")
    terminal.press("C-l")
    terminal.wait_for(r"\A[^\n]*paused[^\n]*\n[^\n]*Membrane potential")
    terminal.press("q")
    assert_restored(terminal)


@pytest.mark.parametrize("number", [signal.SIGQUIT, signal.SIGINT, signal.SIGHUP])
def test_ended_by_other_signals(terminal, number):
    start(terminal, "--size", "5", "--seed", "7")
    terminal.wait_for("running")
    os.kill(terminal.child(), number)
    assert_restored(terminal, code=128 + number)
