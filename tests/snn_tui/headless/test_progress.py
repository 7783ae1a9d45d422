"""What is told of a build where nobody sees a bar."""

import pytest

from snn_tui.headless import progress
from snn_tui.headless.progress import LARGE, SILENCE_S, building


@pytest.fixture
def clock(monkeypatch):
    """The time, in a list of one."""
    now = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    return now


def test_a_large_build_that_takes_a_while_is_told_once(clock, capsys):
    with building("brain\x1b[2J", LARGE) as told:
        told(1, 10)
        assert capsys.readouterr().err == ""
        clock[0] += SILENCE_S
        told(2, 10)
        told(3, 10)
    err = capsys.readouterr().err
    assert err == f"building network brain\\x1b[2J, {LARGE} neurons ...\n"


@pytest.mark.parametrize(("size", "done"), [(LARGE - 1, 2), (LARGE, 10)])
def test_nothing_is_told_of_a_small_one_nor_of_one_that_is_done(clock, capsys, size, done):
    """A small one takes a while only where its kernels are compiled."""
    with building("brain", size) as told:
        clock[0] += 10 * SILENCE_S
        told(done, 10)
    assert capsys.readouterr().err == ""
