"""How slow a network will be, in words that fit."""

import pytest

from snn_tui.dashboard.forecast import how_slow, times_real_time
from snn_tui.dashboard.widgets.controls import LEGAL


@pytest.mark.parametrize(
    ("low", "high", "brief", "told"),
    [
        (0.7, 2.8, "maybe slow", "0.7 to 2.8 times real time"),
        (0.1, 0.4, "slow: 0.2x", "0.1 to 0.4 times real time"),
        (0.006, 0.024, "slow: 0.01x", "0.006 to 0.024 times real time"),
        (0.003, 0.012, "very slow", "0.003 to 0.012 times real time"),
        (0.0024, 0.0096, "very slow", "a simulated second takes 104 to 417 s"),
        (7e-5, 2.8e-4, "very slow", "a simulated second takes 60 to 238 minutes"),
        (1e-7, 4e-7, "very slow", "a simulated second takes 29 to 116 days"),
    ],
)
def test_slow_speeds_are_told(low: float, high: float, brief: str, told: str) -> None:
    assert how_slow(low, high) == brief
    assert len(brief) < LEGAL
    assert times_real_time(low, high) == f"{told}, as fast as it can be"
