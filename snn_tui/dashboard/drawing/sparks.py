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
        self._levels = np.clip(np.rint(share * top), 1, top).astype(np.int64)
        self._kinds = np.where(spiked, SPIKED, np.where(known, BAR, BLANK)).astype(np.int8)
        self.height = height

    def line(self, row: int, part: int, columns: int) -> list[Run]:
        """The newest columns of one line of a row, part 0 being its uppermost."""
        kinds = self._kinds[row, -columns:]
        below = EIGHTHS * (self.height - 1 - part)
        codes = _CODES[np.clip(self._levels[row, -columns:] - below, 0, EIGHTHS)]
        codes[kinds == SPIKED] = ord(SPIKE)
        codes[kinds == BLANK] = ord(UNKNOWN if part == self.height - 1 else " ")
        return _runs(codes, kinds)


def _runs(codes: NDArray[np.uint32], kinds: NDArray[np.int8]) -> list[Run]:
    if not codes.size:
        return []
    text = codes.tobytes().decode("utf-32-le")
    cuts = [0, *(np.flatnonzero(kinds[1:] != kinds[:-1]) + 1).tolist(), len(text)]
    return [(text[start:end], int(kinds[start])) for start, end in pairwise(cuts)]
