"""The time axis that rows and curves of the overview share: ticks of round times before now."""

TICK = "▏"
"""Stands at the left edge of its column, where the column's time begins."""
NOW = "now"
APART = 12
"""Columns between ticks at least, so that their words fit."""
IN_SECONDS_MS = 1000.0


def axis_before_now(columns: int, column_ms: float) -> str:
    """So many characters: a tick and its time before now at the left edge of some columns."""
    if columns < len(NOW):
        return " " * columns
    every_ms = _round_above(APART * column_ms)
    line = [" "] * columns
    count = 1
    while (at := columns - round(count * every_ms / column_ms)) >= 0:
        words = TICK + _told(count * every_ms, in_seconds=columns * column_ms >= IN_SECONDS_MS)
        line[at : at + len(words)] = words
        count += 1
    line = line[:columns]
    line[-len(NOW) :] = NOW
    return "".join(line)


def _told(before_ms: float, *, in_seconds: bool) -> str:
    return f"-{before_ms / 1000:g} s" if in_seconds else f"-{before_ms:g} ms"


def _round_above(least: float) -> float:
    """The least of 1, 2 and 5 times a power of ten that is no smaller."""
    power = 10.0**-3
    while True:
        for each in (1, 2, 5):
            if each * power >= least * (1 - 1e-9):
                return each * power
        power *= 10
