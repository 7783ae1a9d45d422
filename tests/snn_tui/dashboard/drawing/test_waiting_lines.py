"""Words and a bar, as text."""

import pytest
from hypothesis import given, strategies as st

from snn_tui.dashboard.drawing.waiting_lines import BAR_COLUMNS, progress_bar, waiting_lines


@pytest.mark.parametrize(
    ("share", "begins", "full"),
    [(0.0, "░░", 0), (0.5, "█", 20), (1.0, "█", 40), (1 / 80, "▌░", 0), (0.51, "█", 20)],
)
def test_so_much_of_the_bar_is_full(share: float, begins: str, full: int) -> None:
    bar = progress_bar(share)
    assert bar.startswith(begins)
    assert bar.count("█") == full


@given(st.floats(-1, 2))
def test_it_is_always_as_long(share: float) -> None:
    assert len(progress_bar(share)) == BAR_COLUMNS


@given(st.integers(-3, 90))
def test_lines_keep_to_the_width_and_a_bar_has_its_own(width: int) -> None:
    bar = progress_bar(0.4)
    lines = waiting_lines(f"Building 10 neurons: 40%.\n{bar}\nAnother ends this.", width)
    assert max(map(len, lines)) <= max(1, width)
    if width >= BAR_COLUMNS:
        assert lines == ["Building 10 neurons: 40%.", bar, "Another ends this."]


def test_nothing_to_say_is_no_line() -> None:
    assert waiting_lines("", 40) == []
