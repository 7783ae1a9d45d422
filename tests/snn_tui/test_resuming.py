"""`--resume`: what goes on, in text and on the screen, and what is no moment."""

import os
import re
from pathlib import Path

import click
import numpy as np
import pytest

from engine.checkpoints.file import read_arrays, write_arrays
from engine.live.commands import Inject, Save, SetCurrent
from engine.live.run_configuration import run_configuration
from engine.live.session import Session
from snn_tui import cli
from snn_tui.headless import spikes
from snn_tui.headless.networks import network_toml
from tests.snn_tui.dashboard.pseudo_terminal import PseudoTerminal

pytestmark = pytest.mark.compiled


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    """One whose moment was saved under pulses, a current of its own, and spikes under way."""
    configuration = run_configuration(size=20, seed=3)
    session = Session(configuration, None, lambda: 0.0)
    session.build(configuration)
    session._live.advance(200)
    session.obey(SetCurrent(3.7))
    session.obey(Inject(2.5, 1000.0, None))
    session.obey(Inject(-6.25, 3000.0, 4))
    session._live.advance(10)
    session.obey(Save("moment", tmp_path_factory.mktemp("kept"), "moment"))
    return session


@pytest.fixture(scope="module")
def moment(session):
    return session.frame(taken=True).status.saved.path


def test_the_spikes_that_follow_are_those_of_the_run_that_went_on(session, moment, tmp_path):
    file = tmp_path / "spikes.txt"
    arguments = ["--resume", str(moment), "--duration=20", "-o", str(file)]
    assert spikes.command.main(arguments, standalone_mode=False) == 0
    session.frame(taken=True)
    session._live.advance(2000)
    frame = session.frame(taken=True)
    assert frame.skipped == 0
    expected = zip(frame.spike_step * 10, frame.spike_neuron, strict=True)
    lines = [f"t={time}: neuron {neuron} is spiking" for time, neuron in expected]
    assert len(lines) > 20
    assert file.read_text().splitlines() == lines


@pytest.mark.parametrize("option", ["--size=5", "--seed=1", "--network=classic", "--current=1"])
def test_it_goes_with_nothing_that_a_moment_says(option, moment):
    name = option.partition("=")[0]
    with pytest.raises(click.UsageError, match=rf"--resume and {name} exclude each other\."):
        spikes.command.main(["--resume", str(moment), option], standalone_mode=False)


def test_nor_does_it_on_the_screen(moment):
    options = {"network_name": "classic", "size": None, "seed": None, "threads": 2}
    with pytest.raises(click.UsageError, match="--resume and --network exclude each other"):
        cli._moment_of(str(moment), **options)


def damaged(content):
    return content[:500] + bytes([content[500] ^ 1]) + content[501:]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (None, "cannot read checkpoint .*No such file"),
        (damaged, "is damaged"),
        (lambda content: content[:-1], "not a checkpoint"),
        (lambda content: b"name = 'a network'\n", "is not a checkpoint"),
        (lambda content: content.replace(b"checkpoint 5 ", b"checkpoint 6 "), "format 6, not 5"),
    ],
)
def test_what_is_no_moment_is_one_line_before_the_screen_opens(change, why, moment, tmp_path):
    path = tmp_path / "other.npz"
    if change is not None:
        path.write_bytes(change(moment.read_bytes()))
    with pytest.raises(click.UsageError, match=f"'--resume': .*{why}") as caught:
        cli._moment_of(str(path), network_name=None, threads=None)
    assert "\n" not in str(caught.value)


def test_one_that_fits_its_description_but_not_the_network_that_is_built(moment, tmp_path):
    path = tmp_path / "forged.npz"
    arrays = read_arrays(moment)
    write_arrays(path, arrays | {"store": np.zeros((3, 3))})
    with pytest.raises(click.UsageError, match="'--resume': its array store"):
        spikes.command.main(["--resume", str(path), "--duration=1"], standalone_mode=False)


def test_kept_repeated_and_gone_on_with_on_a_real_screen(tmp_path):
    with PseudoTerminal("--size=5", "--seed=7", cwd=tmp_path) as terminal:
        terminal.wait_for("running")
        terminal.press("y")
        terminal.wait_for(r"snn-tui --seed 7 --size 5 ")
        # base64 of that line.
        terminal.wait_for_written(b"\x1b]52;c;c25uLXR1aSAtLXNlZWQgNyAtLXNpemUgNQ==\x07", 1)
        terminal.press("y P")
        terminal.wait_for("paused")
        terminal.press("M")
        terminal.wait_for(r"Saved this moment, [\d.]+ kB")
        time_s = re.search(r"t ([\d.]+) s", "\n".join(terminal.lines())).group(1)
        terminal.press("S")
        terminal.wait_for(r"Saved the network[\s\S]* with\s")
        terminal.press("q")
        assert terminal.ended()[0] == 0
    (moment,), (network,) = tmp_path.glob("*.npz"), tmp_path.glob("*.toml")
    assert sorted(os.listdir(tmp_path)) == sorted([moment.name, network.name])
    with PseudoTerminal(f"--resume={moment.name}", cwd=tmp_path) as terminal:
        terminal.wait_for(rf"Goes on at {re.escape(time_s)} s from {moment.name}")
        terminal.press("y")
        terminal.wait_for(rf"snn-tui --resume {re.escape(moment.name)}")
        terminal.press("qr")
        terminal.wait_for(r"t 0\.\d\d s")
        terminal.press("q")
        assert terminal.ended()[0] == 0


def test_a_file_that_is_edited_while_it_runs(tmp_path: Path):
    text = network_toml("classic")
    mine = tmp_path / "mine.toml"
    mine.write_text(text)
    with PseudoTerminal("--network=mine.toml", "--seed=7", cwd=tmp_path) as terminal:
        terminal.wait_for(r"running .* N 10 ")
        beside = tmp_path / "mine.new"
        beside.write_text(text.replace("size = 10", "size = 15"))
        beside.replace(mine)
        terminal.wait_for(r"running .* N 15 ")
        mine.write_text(text.replace("size = 10", "sise = 10"))
        terminal.wait_for(r"mine.toml, line \d+: populations")
        terminal.wait_for(r"running .* N 15 ")
        mine.write_text(text.replace("size = 10", "size = 12"))
        terminal.wait_for(r"running .* N 12 ")
        terminal.wait_for(r"\A(?![\s\S]*line \d)")
        terminal.press("q")
        assert terminal.ended()[0] == 0
