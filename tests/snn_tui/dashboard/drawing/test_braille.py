import numpy as np
from hypothesis import given, strategies as st
from hypothesis.extra.numpy import arrays

from snn_tui.dashboard.drawing.braille import braille_curve

EMPTY = "\u2800"


def dots(curve: list[str]) -> np.ndarray:
    """The curve as a matrix of dots."""
    places = [(0, 0, 0x01), (1, 0, 0x02), (2, 0, 0x04), (3, 0, 0x40)]
    places += [(0, 1, 0x08), (1, 1, 0x10), (2, 1, 0x20), (3, 1, 0x80)]
    matrix = np.zeros((4 * len(curve), 2 * len(curve[0])), bool)
    for row, text in enumerate(curve):
        for column, character in enumerate(text):
            for down, right, bit in places:
                matrix[4 * row + down, 2 * column + right] = bool(ord(character) & bit)
    return matrix


def test_a_rising_line_goes_from_bottom_left_to_top_right() -> None:
    assert braille_curve(np.arange(8.0), 4, 2, 0, 7) == ["⠀⠀⡠⠊", "⡠⠊⠀⠀"]


def test_a_jump_is_connected() -> None:
    assert braille_curve(np.array([0.0, 0, 1, 1]), 2, 1, 0, 1) == ["⣀⠏"]


def test_what_is_not_known_is_a_gap() -> None:
    curve = braille_curve(np.array([0.0, 0, np.nan, np.nan, 1, 1]), 3, 1, 0, 1)
    assert curve == ["⣀⠀⠉"]


def test_nothing_known_draws_nothing() -> None:
    assert braille_curve(np.full(5, np.nan), 3, 2, 0, 1) == [EMPTY * 3] * 2
    assert braille_curve(np.empty(0), 3, 2, 0, 1) == [EMPTY * 3] * 2
    assert braille_curve(np.arange(3.0), 0, 2, 0, 1) == ["", ""]
    assert braille_curve(np.arange(3.0), 4, 0, 0, 1) == []


@given(
    values=arrays(np.float64, st.integers(1, 300), elements=st.floats(-3, 3)),
    columns=st.integers(1, 40),
    rows=st.integers(1, 5),
)
def test_every_dot_column_has_one_connected_stroke(
    values: np.ndarray, columns: int, rows: int
) -> None:
    curve = braille_curve(values, columns, rows, -2, 2)
    assert [len(row) for row in curve] == [columns] * rows
    matrix = dots(curve)
    strokes = [np.flatnonzero(column) for column in matrix.T]
    for before, stroke in zip([strokes[0], *strokes], strokes, strict=False):
        assert len(stroke) == stroke[-1] - stroke[0] + 1
        assert stroke[0] - before[-1] <= 1
        assert before[0] - stroke[-1] <= 1


@given(values=arrays(np.float64, st.integers(20, 300), elements=st.floats(-1, 1)))
def test_no_extreme_is_lost_to_thinning(values: np.ndarray) -> None:
    values[len(values) // 2] = 5.0
    assert dots(braille_curve(values, 10, 2, -1, 5))[0].any()
