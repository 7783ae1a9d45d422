"""What is said while there is nothing to draw: words in lines, and a bar of how much is done."""

from textwrap import wrap

from snn_tui.dashboard.drawing.sparks import EIGHTHS

WIDEST_WORDS = 60
"""Longer lines are hard to read."""
BAR_COLUMNS = 40


def progress_bar(share: float) -> str:
    """A line of blocks, of which this share is full."""
    eighths = round(min(max(share, 0.0), 1.0) * BAR_COLUMNS * EIGHTHS)
    full, rest = divmod(eighths, EIGHTHS)
    done = "█" * full + "▏▎▍▌▋▊▉"[rest - 1 : rest]
    return done + "░" * (BAR_COLUMNS - len(done))


def waiting_lines(words: str, width: int) -> list[str]:
    """These words on so many columns at most; what is a line of its own stays one."""
    widest = max(1, min(width, WIDEST_WORDS))
    return [line[:widest] for part in words.splitlines() for line in wrap(part, widest)]
