"""Spark bars: a neuron's values as a row of block characters, spikes marked by shape."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

BLOCKS = " ▁▂▃▄▅▆▇█"
SPIKE = "┃"
UNKNOWN = "·"
EIGHTHS = 8

BAR, SPIKED, BLANK = 0, 1, 2
"""Kinds of character, for those who give them a style."""

Run = tuple[str, int]
"""Text of one kind of character, and that kind."""

_CODES = np.array([ord(block) for block in BLOCKS], dtype=np.uint32)


class Sparks:
    """Bars of several neurons over the same columns on one scale, each `height` lines high.

    x: shape (rows, columns), NaN where nothing is known.
    spiked: shape (rows, columns).
    """

    def __init__(
        self,
        x: NDArray[np.floating],
        spiked: NDArray[np.bool_],
        low: float,
        high: float,
        height: int = 1,
    ) -> None:
        known = np.isfinite(x)
        # The topmost eighth stays empty, so that neighbouring rows never touch.
        top = EIGHTHS * height - 1
        share = (np.where(known, x, low) - low) / (high - low)
        levels = np.clip(np.rint(share * top), 1, top).astype(np.int64)
        kinds = np.where(spiked, SPIKED, np.where(known, BAR, BLANK)).astype(np.int8)
        self.height = height
        self._kinds = kinds.tolist()
        self._cuts = _cuts(kinds)
        # Calls for each line would take longer than all the arithmetic together.
        lines = [_line(levels, kinds, EIGHTHS * below) for below in reversed(range(height))]
        self._texts = [[row.tobytes().decode("utf-32-le") for row in line] for line in lines]

    def line(self, row: int, part: int, columns: int) -> list[Run]:
        """The newest columns of one line of a row, part 0 being its uppermost."""
        text, kinds = self._texts[part][row], self._kinds[row]
        first = max(0, len(text) - columns)
        cuts = [first, *(cut for cut in self._cuts[row] if cut > first), len(text)]
        return [(text[start:end], kinds[start]) for start, end in pairwise(cuts) if start < end]


def _line(levels: NDArray[np.int64], kinds: NDArray[np.int8], below: int) -> NDArray[np.uint32]:
    """The characters of one line of each row, which has so many eighths below it."""
    codes = _CODES[np.clip(levels - below, 0, EIGHTHS)]
    codes[kinds == SPIKED] = ord(SPIKE)
    codes[kinds == BLANK] = ord(" " if below else UNKNOWN)
    return codes


def _cuts(kinds: NDArray[np.int8]) -> list[list[int]]:
    """Of each row the columns before which its kind changes."""
    rows, columns = np.nonzero(kinds[:, 1:] != kinds[:, :-1])
    cuts: list[list[int]] = [[] for _ in kinds]
    for row, column in zip(rows.tolist(), (columns + 1).tolist(), strict=True):
        cuts[row].append(column)
    return cuts
