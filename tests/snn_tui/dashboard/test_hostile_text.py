"""Names, titles and files that hold what a terminal would obey: it is shown, never sent."""

import os
import signal
import time
from contextlib import suppress
from dataclasses import replace

import pytest
from rich.segment import Segment
from textual.color import Color

from engine import from_gallery, network_text
from snn_tui.dashboard.status_text import fit
from snn_tui.dashboard.terminal.plain_text import Printable, plain_status
from tests.snn_tui.dashboard.scripted_runner import first_status
from tests.snn_tui.dashboard.stage import dashboard
from tests.snn_tui.program import run, start

HOSTILE = "\x1b]0;PWN\x07\x1b[2J\x9b31m\u202e\n\r[bold]x[/] [@click=app.quit]"
TOLD = r"\x1b]0;PWN\x07\x1b[2J\x9b31m\u202e [bold]x[/] [@click=app.quit]"


async def test_a_title_is_shown_as_it_is_spelled():
    async with dashboard(title=HOSTILE, network=HOSTILE) as stage:
        assert TOLD in stage.text[0]
        assert all(line.isprintable() for line in stage.text)


async def test_a_populations_name_is_no_markup():
    name = "[bold]x[/] [/nonsense"
    async with dashboard() as stage:
        detail = stage.app.view.detail
        assert detail._selected is not None
        detail.show(replace(detail._selected, population=name), 50.0, 10.0)
        await stage.settle()
        assert any(f"· {name}" in line for line in stage.text)


async def test_a_failures_words_are_shown_as_they_are():
    async with dashboard() as stage:
        await stage.frame(phase="failed", error=HOSTILE)
        assert any(r"\x1b]0;PWN\x07" in line for line in stage.text)
        assert any("[bold]x[/]" in line for line in stage.text)
        assert all(line.isprintable() for line in stage.text)


async def test_what_the_user_is_told_is_short_and_plain():
    async with dashboard() as stage:
        stage.app.complain(HOSTILE * 1000)
        stage.app.notify(HOSTILE, title=HOSTILE)
        await stage.settle()
        for told in stage.told:
            assert told.isprintable()
            assert len(told) <= 500
        assert TOLD in stage.told[-1]


async def test_nothing_but_lines_is_copied():
    async with dashboard() as stage:
        stage.app.copy_to_clipboard(f"one\ntwo\x1b[201~;rm\r{HOSTILE}")
        assert all(line.isprintable() for line in stage.app.clipboard.split("\n"))


async def test_a_theme_that_there_is_not_is_told_shortly():
    async with dashboard(settings='theme = "' + r"\u001b[2J" * 1000 + '"') as stage:
        assert all(told.isprintable() and len(told) < 200 for told in stage.told)


def test_the_last_gate_keeps_every_character_in_its_place():
    segments = [Segment("fine"), Segment("a\x1bb\xa0c\xadd\u202ee")]
    filtered = Printable().apply(segments, Color(0, 0, 0))
    assert [segment.text for segment in filtered] == ["fine", "ab c\ufffdde"]
    assert Printable().apply(segments[:1], Color(0, 0, 0)) is not None


@pytest.mark.parametrize("width", range(20, 200, 7))
def test_wide_characters_fit_the_status_line(width):
    status = plain_status(first_status(title="大きな網" * 5, network="網" * 10))
    from rich.cells import cell_len

    texts = [text for text, _ in fit(status, 30, width)]
    shortest = sum(cell_len(text) for text in texts) + 2 * (len(texts) - 1) + 1
    assert shortest <= width or len(texts) <= 3


ARGUMENTS = [
    ["--headless", "spikes", f"--network={HOSTILE}"],
    ["--headless", "spikes", f"--network={HOSTILE}.toml"],
    ["--headless", "spikes", "--network=caf\udce9.toml"],
    ["--headless", "spikes", *["x" * 100_000, HOSTILE] * 3],
    ["--headless", "spikes", "--" + "x" * 100_000],
    ["--headless", "spikes", "--" + HOSTILE],
    ["--headless", "spikes", "--size=" + HOSTILE * 1000],
    ["--headless", "spikes", "--size=" + "9" * 100_000],
    ["--headless", "spikes", "--duration=" + "1" * 300],
    ["--headless", "spikes", "--coupling=" + HOSTILE * 1000],
    ["--headless", "trace", "--initial=" + ",".join(["1"] * 30_000)],
    ["--headless", "trace", "--model=" + HOSTILE],
    ["--headless", "models", HOSTILE * 1000],
    ["--headless", HOSTILE * 1000],
    [HOSTILE * 1000],
]


@pytest.mark.parametrize("arguments", ARGUMENTS, ids=lambda given: ascii(given)[:60])
def test_arguments_are_echoed_shortly_and_harmlessly(arguments):
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.endswith("\n")
    assert done.stderr[:-1].isprintable()
    assert len(done.stderr) < 450


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('model = "izhikevich"', '"\\u001b[2J\\u202e" = 1\nmodel = "izhikevich"'),
        ('model = "izhikevich"', 'model = "\\u001b]0;PWN\\u0007\\u2028"'),
        ("[populations.excitatory]", '[populations."\\u009b2J\\n\\u2066"]\nx = 1'),
        ("dt_ms = ", "dt_ms = " + "9" * 300),
        ("name = ", 'name = "\\u001b[2J"\nname = '),
    ],
)
def test_files_are_echoed_harmlessly(tmp_path, old, new):
    file = tmp_path / "a\x1b[2J\nb.toml"
    text = network_text(from_gallery("izhikevich-2003"))
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    done = run("--headless", "spikes", f"--network={file}")
    assert done.returncode == 2
    assert done.stderr.endswith("\n")
    assert done.stderr[:-1].isprintable()
    assert len(done.stderr) < 600


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs FIFOs")
def test_waiting_for_a_description_answers_ctrl_c(tmp_path):
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    with start("--headless", "spikes", f"--network={fifo}") as waiting:
        writer = None
        while writer is None:
            time.sleep(0.01)
            with suppress(OSError):  # nobody reads yet
                writer = os.open(fifo, os.O_WRONLY | os.O_NONBLOCK)
        waiting.send_signal(signal.SIGINT)
        assert waiting.wait(timeout=60) == 130
        assert waiting.stderr.read().count(b"\n") <= 1
        os.close(writer)
