import numpy as np

from snn_tui.dashboard.drawing.scale import MEMORY, CommonScale


def scale() -> CommonScale:
    return CommonScale(-2.0, 2.0, grain=0.5)


def test_it_grows_at_once_by_whole_grains() -> None:
    grown = scale()
    grown.include(np.linspace(-2.2, 2.7, 50))
    assert (grown.low, grown.high) == (-2.5, 3.0)


def test_one_outlier_among_many_flattens_nothing() -> None:
    grown = scale()
    grown.include(np.append(np.zeros(999), 1e6))
    assert (grown.low, grown.high) == (-2.0, 2.0)


def test_what_is_unknown_does_not_count() -> None:
    grown = scale()
    grown.include(np.array([np.nan, np.inf, 1.0]))
    grown.include(np.empty((0, 0)))
    assert (grown.low, grown.high) == (-2.0, 2.0)


def test_it_shrinks_only_after_the_range_was_long_not_needed() -> None:
    grown = scale()
    grown.include(np.full(9, 4.0))
    for _ in range(MEMORY - 1):
        assert grown.high == 4.0
        grown.include(np.zeros(9))
    for _ in range(MEMORY):
        grown.include(np.zeros(9))
    assert (grown.low, grown.high) == (-2.0, 2.0)


def test_it_forgets() -> None:
    grown = scale()
    grown.include(np.full(9, 4.0))
    grown.forget()
    assert (grown.low, grown.high) == (-2.0, 2.0)
