import numpy as np
import pytest
from hypothesis import given, strategies as st
from hypothesis.extra.numpy import arrays

from snn_tui.dashboard.drawing.sparks import BAR, BLANK, EIGHTHS, SPIKE, SPIKED, UNKNOWN, Sparks


def lines(
    x: list[float], spikes: tuple[int, ...] = (), height: int = 1, columns: int = 99
) -> list[str]:
    values = np.array([x])
    spiked = np.isin(np.arange(len(x)), spikes)[None, :]
    sparks = Sparks(values, spiked, low=0.0, high=6.0, height=height)
    return ["".join(text for text, _ in sparks.line(0, part, columns)) for part in range(height)]


def test_bars_rise_with_the_value_and_leave_the_topmost_eighth_free() -> None:
    assert lines([0, 1, 2, 3, 4, 5, 6]) == ["▁▁▂▄▅▆▇"]


def test_values_outside_the_scale_are_drawn_at_its_ends() -> None:
    assert lines([-100, 100]) == ["▁▇"]


def test_spikes_have_their_own_shape_and_what_is_unknown_too() -> None:
    assert lines([3, 3, np.nan], spikes=(1,)) == [f"▄{SPIKE}{UNKNOWN}"]


def test_a_taller_row_stacks_its_bars_and_its_spikes_go_through() -> None:
    assert lines([0, 6, 3, np.nan], spikes=(2,), height=2) == [f" ▇{SPIKE} ", f"▁█{SPIKE}{UNKNOWN}"]


def test_only_the_newest_columns_are_drawn() -> None:
    assert lines([0, 0, 0, 6], columns=2) == ["▁▇"]


def test_a_run_is_of_one_kind() -> None:
    sparks = Sparks(np.array([[np.nan, 0, 0, 0]]), np.array([[False, False, True, False]]), 0, 1)
    assert sparks.line(0, 0, 4) == [(UNKNOWN, BLANK), ("▁", BAR), (SPIKE, SPIKED), ("▁", BAR)]


def test_no_columns_make_no_runs() -> None:
    assert Sparks(np.empty((1, 0)), np.empty((1, 0), bool), 0, 1).line(0, 0, 5) == []


@given(
    x=arrays(np.float64, (2, 9), elements=st.floats(-5, 5) | st.just(np.nan)),
    height=st.integers(1, 5),
)
def test_the_blocks_of_a_column_add_up_to_its_level(x: np.ndarray, height: int) -> None:
    sparks = Sparks(x, np.zeros(x.shape, bool), -2.0, 2.0, height)
    for row, values in enumerate(x):
        drawn = ["".join(text for text, _ in sparks.line(row, p, 9)) for p in range(height)]
        assert {len(line) for line in drawn} == {9}
        for column, value in enumerate(values):
            if np.isfinite(value):
                eighths = sum(" ▁▂▃▄▅▆▇█".index(line[column]) for line in drawn)
                share = np.clip((value + 2) / 4, 0, 1) * (EIGHTHS * height - 1)
                assert eighths == pytest.approx(max(1, share), abs=0.5001)
