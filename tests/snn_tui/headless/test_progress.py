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
    with building("brain\x1b[2J", 77_169) as told:
        told(1, LARGE)
        assert capsys.readouterr().err == ""
        clock[0] += SILENCE_S
        told(2, LARGE)
        told(3, LARGE)
    err = capsys.readouterr().err
    assert err == "building network brain\\x1b[2J, 77169 neurons ...\n"


@pytest.mark.parametrize(("done", "of"), [(2, LARGE - 1), (LARGE, LARGE)])
def test_nothing_is_told_of_a_small_one_nor_of_one_that_is_done(clock, capsys, done, of):
    """A small one takes a while only where its kernels are compiled."""
    with building("brain", 77_169) as told:
        clock[0] += 10 * SILENCE_S
        told(done, of)
    assert capsys.readouterr().err == ""
