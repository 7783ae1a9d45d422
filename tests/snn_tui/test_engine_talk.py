"""What the engine says is a line on stderr, or is kept while a screen is up."""

import io
import logging
import sys

import pytest

from snn_tui.engine_talk import LOGGER, keep, say, tell_on_stderr

LOG = logging.getLogger("engine.kernels")


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture(autouse=True)
def _as_before():
    logger = logging.getLogger(LOGGER)
    before = logger.handlers, logger.propagate, logger.level
    yield
    logger.handlers, logger.propagate, logger.level = before


def test_a_warning_is_a_line_wherever_stderr_goes(capsys):
    tell_on_stderr()
    tell_on_stderr()
    LOG.warning("the folder %s is full", "/tmp/\x1b]0;x\x07\n")
    LOG.info("compiling")
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "snn-tui: the folder /tmp/\\x1b]0;x\\x07 is full\n"


def test_that_it_compiles_is_for_somebody_who_looks(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    tell_on_stderr()
    LOG.info("compiling")
    assert terminal.getvalue() == "compiling\n"


def test_without_stderr_nothing_gets_into_the_data(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stderr", None)
    tell_on_stderr()
    LOG.warning("full")
    LOG.info("compiling")
    assert capsys.readouterr().out == ""


def test_a_bar_is_not_torn(monkeypatch):
    from tqdm import tqdm

    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with tqdm(total=10, file=terminal, leave=False):
        say("a line")
    assert "it/s]a line" not in terminal.getvalue()
    assert terminal.getvalue().count("a line\n") == 1


def test_under_a_screen_warnings_are_kept(capsys):
    lines = keep()
    LOG.warning("full")
    LOG.info("compiling")
    assert lines == ["snn-tui: full"]
    assert capsys.readouterr() == ("", "")


def test_a_stream_that_is_gone_ends_nothing(monkeypatch):
    class Gone(io.StringIO):
        def write(self, text):
            raise BrokenPipeError

    monkeypatch.setattr(sys, "stderr", Gone())
    say("a line")
