"""Words for how slow a network will be, as far as that can be said before it is built."""

import math

VERY_SLOW = 0.01
"""Times real time; below, how long a simulated second takes says more."""
UNITS = (("s", 1.0), ("minutes", 60.0), ("hours", 3600.0), ("days", 86_400.0))
FEWEST = 2.0
"""Of a unit, or it is told in a smaller one."""


def how_slow(low: float, high: float) -> str:
    """Of a speed between these, in the 11 columns that a control has."""
    about = math.sqrt(low * high)
    if about >= 1.0:
        return "maybe slow"
    return "very slow" if about < VERY_SLOW else f"slow: {about:.1g}x"


def times_real_time(low: float, high: float) -> str:
    """The same where there is room."""
    if high >= VERY_SLOW:
        return f"{low:.2g} to {high:.2g} times real time, as fast as it can be"
    least_s, most_s = 1.0 / high, 1.0 / low
    unit, seconds = [each for each in UNITS if least_s >= FEWEST * each[1]][-1]
    least, most = least_s / seconds, most_s / seconds
    return f"a simulated second takes {least:,.0f} to {most:,.0f} {unit}, as fast as it can be"
