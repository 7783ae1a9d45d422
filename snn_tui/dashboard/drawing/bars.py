"""Bars: a histogram in lines of block characters."""

import numpy as np
from numpy.typing import NDArray

from snn_tui.dashboard.drawing.sparks import BLOCKS, EIGHTHS


def bar_lines(counts: NDArray[np.int64], columns: int, rows: int) -> tuple[list[str], int]:
    """So many lines of bars, as high as counts are dense; and the count of the highest bar."""
    of_bar = min(columns, counts.size)
    starts = np.arange(of_bar) * counts.size // of_bar
    of_column = np.add.reduceat(counts, starts)
    # Bars may have a bin more than others: they are as high as counts are dense.
    dense = of_column / np.diff([*starts, counts.size])
    most = int(of_column[dense.argmax()])
    dense = dense[np.arange(columns) * of_bar // columns]
    eighths = np.ceil(dense / max(dense.max(), 1e-300) * rows * EIGHTHS).astype(int)
    lines = []
    for row in range(rows):
        levels = np.clip(eighths - (rows - 1 - row) * EIGHTHS, 0, EIGHTHS)
        lines.append("".join(BLOCKS[level] for level in levels))
    return lines, most


def short_count(count: int) -> str:
    """A count of at most six characters."""
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e4, "k")):
        if count >= size:
            return f"{count / (1e3 if letter == 'k' else size):.3g} {letter}"
    return str(count)
