"""`--headless plot`: pictures of runs and of what is piped in."""

import os
import re
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import click
import pytest

from engine import ClassicNetwork, Simulation, from_gallery
from engine.statistics import interval_cvs, intervals_ms
from snn_tui.headless.command import headless
from snn_tui.headless.plot import drawing
from snn_tui.headless.plot.sources import run as running
from tests.snn_tui.program import COMMAND, PATIENCE_S, run, start, started_anew

LINE = b"t=10: neuron 3 is spiking\n"


@pytest.fixture(autouse=True)
def _without_talk(monkeypatch) -> None:
    """The program hears the engine for as long as its process lasts, which is that of the tests."""
    monkeypatch.setattr("snn_tui.engine_talk.tell_on_stderr", lambda: None)


def refusal(*arguments):
    """What is wrong with these arguments, found out in this process."""
    with pytest.raises(click.ClickException) as caught:
        headless.main(["plot", *arguments], standalone_mode=False)
    return caught.value.format_message()


def test_spikes_are_piped_into_a_raster():
    spikes = " ".join([*COMMAND, "--headless", "spikes", "--size=12", "--seed=4", "--duration=5"])
    plot = " ".join([*COMMAND, "--headless", "plot", "raster", "--height=20"])
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", f"{spikes} | {plot}"],
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    count = Simulation(ClassicNetwork(size=12, seed=4)).advance(500).neuron.size
    lines = done.stdout.splitlines()
    assert lines[:2] == ["Spikes", f"{count} spikes of 12 neurons"]
    assert len(lines) == 19
    assert re.search("[⠁-⣿]", done.stdout)
    assert "\x1b" not in done.stdout


def test_a_run_is_drawn_as_an_image(tmp_path):
    path = tmp_path / "intervals.svg"
    arguments = ("--size=12", "--seed=4", "--duration=20", "-o", str(path))
    done = run("--headless", "plot", "isi", *arguments)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert os.listdir(tmp_path) == [path.name]
    found = intervals_ms(Simulation(ClassicNetwork(size=12, seed=4)).advance(2000))
    cvs = interval_cvs(found)
    told = f"CV {cvs.mean():.2f} ({cvs.size} neurons), {found.interval_ms.size} intervals"
    assert told in path.read_text()
    assert "exists; use --force to replace it" in refusal("isi", *arguments)


def test_a_signal_ends_the_reading_and_what_came_is_drawn():
    process = start("--headless", "plot", "raster", stdin=subprocess.PIPE)
    # More than a pipe holds and is read at once: when all is written, the first of it was seen.
    rest = b"".join(b"t=%d0: neuron %d is spiking\n" % (k, k % 9) for k in range(80_000))
    while rest:
        rest = rest[process.stdin.write(rest) :]
    process.send_signal(signal.SIGINT)
    picture, talk = process.communicate(timeout=PATIENCE_S)
    assert (process.returncode, talk) == (130, b"")
    assert b"spikes of 9 neurons" in picture


def test_a_signal_before_there_is_a_line_is_silent():
    process = start("--headless", "plot", "raster", stdin=subprocess.PIPE)
    process.send_signal(signal.SIGTERM)
    assert process.communicate(timeout=PATIENCE_S) == (b"", b"")
    assert process.returncode in (143, -15)


def test_a_line_that_is_none_is_told_in_one():
    done = subprocess.run(
        [*COMMAND, "--headless", "plot", "raster"],
        input=LINE + b"\x1b[2Jnonsense\n",
        capture_output=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"snn-tui --headless plot raster: line 2 of the input: must be")
    assert done.stderr.count(b"\n") == 1
    assert b"\x1b" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "A picture is missing. Pictures: raster, rates, isi, trace, phase."),
        (["rasters"], "No such picture 'rasters'. Did you mean 'raster'?"),
        (["raster", "--from-ms=5", "--to-ms=5"], "'--to-ms': 5 is not above --from-ms, 5."),
        (["raster", "--seed=1", "--duration=1", "--to-ms=1100"], "the run ends at 1000 ms"),
        (["raster", "--seed=1", "--duration=1", "--from-ms=1000"], "the run ends at 1000 ms"),
        (["raster", "--seed=1", "--width=20"], "20 is not a whole number from 40 to 1000"),
        (["raster", "--seed=1", "-o", "x.jpg"], "x.jpg must end with .svg, .png, .pdf or, for"),
        (["rates", "--seed=1", "--bin=1e7"], "'--bin': must be from 0.01 to 10000 ms here"),
        (["raster", "--bin=1"], "No such option '--bin'"),
        (["trace", "--seed=1", "--variables=x,w"], "'--variables': unknown variable 'w'"),
        (["phase", "--seed=1", "--variables=x"], "a phase plane has two variables, not 1"),
        (["trace", "--neuron=1"], "--neuron needs --network"),
        (["trace", "--seed=1", "--height=10"], "'--height': 3 panels need 15 lines, not 10."),
        (["trace", "--seed=1", "--duration=1000000"], "100,000,000 steps is more than the"),
    ],
)
def test_bad_input_is_told(arguments, told):
    assert told in refusal(*arguments)


def test_more_spikes_than_are_kept_are_refused(monkeypatch):
    monkeypatch.setattr(running, "MOST_SPIKES", 10)
    assert "there are more than 10 spikes: choose a shorter --duration" in refusal(
        "raster", "--seed=1"
    )


def test_what_is_not_installed_is_told_before_anything_is_run(monkeypatch):
    monkeypatch.setattr(drawing, "find_spec", lambda name: None)
    arguments = ("raster", "--seed=1", "--duration=1000000", "-o", "x.pdf")
    assert refusal(*arguments).endswith("not installed: pip install 'snn-tui[plot]'")


def test_a_library_that_can_not_be_loaded_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "plotext", None)
    monkeypatch.setattr(drawing, "find_spec", lambda name: True)
    assert refusal("raster", "--seed=1").startswith("nothing can be drawn: import of plotext")


def test_a_window_of_a_run_is_what_the_run_has_there(capfdbinary):
    arguments = ["plot", "raster", "--network=two-cells", "--seed=3"]
    options = ["--from-ms=200", "--to-ms=300", "--width=60", "--height=20"]
    headless.main([*arguments, *options], standalone_mode=False)
    times = Simulation(replace(from_gallery("two-cells"), seed=3)).advance(3000).time_ms
    lines = capfdbinary.readouterr().out.decode().splitlines()
    count = int((times >= 200.0).sum())
    assert count > 3
    assert lines[:2] == ["Two cells that inhibit each other", f"{count} spikes of 2 neurons"]
    assert lines[-2].split()[0] == "200"
    assert lines[-2].split()[-1] == "300"


def test_the_trace_of_a_run_is_that_of_the_piped_lines(capfdbinary):
    which = ["--model=izhikevich", "--cell-type=CH", "--duration=0.1"]
    lines = run("--headless", "trace", *which, "--header").stdout
    piped = started_anew("--headless", "plot", "trace", stdin=None, input=lines).stdout.splitlines()
    headless.main(["plot", "trace", *which], standalone_mode=False)
    drawn = capfdbinary.readouterr().out.decode().splitlines()
    assert (piped[0], drawn[0]) == ("Trace", "izhikevich, CH")
    assert piped[1:] == drawn[1:]
    assert "v (mV)" in drawn


def test_colours_are_for_a_terminal_that_wants_them(monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    terminal = drawing.Drawing(None, None, None, force=False)
    assert terminal.page().has_colours
    assert not replace(terminal, output=Path("raster.txt")).page().has_colours
    for name, value in (("NO_COLOR", "1"), ("TERM", "dumb")):
        with monkeypatch.context() as patch:
            patch.setenv(name, value)
            assert not terminal.page().has_colours
