"""A time axis: ticks at round times below columns of dots."""

import math

from snn_tui.dashboard.drawing.braille import DOTS_ACROSS

APART = 12
"""Characters between two ticks at least."""
_TICK = "└"


def time_axis(end_ms: float, column_ms: float, columns: int) -> str:
    """Ticks and times, in seconds, below so many columns of dots the last of which ends then."""
    cells = columns // DOTS_ACROSS
    text = [" "] * cells
    start_ms = end_ms - columns * column_ms
    tick_ms = round_up(APART * DOTS_ACROSS * column_ms)
    digits = max(0, -math.floor(math.log10(tick_ms / 1000)))
    for number in range(max(0, math.ceil(start_ms / tick_ms - 1e-9)), _end(end_ms, tick_ms)):
        # The nudge keeps a tick in its column in spite of rounding.
        column = math.floor((number * tick_ms - start_ms) / column_ms + 1e-6)
        at = column // DOTS_ACROSS
        label = f"{_TICK}{number * tick_ms / 1000:,.{digits}f} s"
        if at + len(label) <= cells:
            text[at : at + len(label)] = label
    return "".join(text)


def round_up(value: float, digits: tuple[int, ...] = (1, 2, 5)) -> float:
    """The next of these digits, times 1, 10, 100 and so on, that is not less."""
    power = 10.0 ** math.floor(math.log10(value))
    steps = (*digits, 10 * digits[0])
    return next(step * power for step in steps if step * power >= value * (1 - 1e-9))


def _end(end_ms: float, tick_ms: float) -> int:
    """The number of the first tick that is not before the end."""
    return math.ceil(end_ms / tick_ms - 1e-9)
