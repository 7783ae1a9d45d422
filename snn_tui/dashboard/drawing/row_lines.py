"""RowLines: on which line each row of a long picture is, and each heading between rows."""

from bisect import bisect_right
from collections.abc import Sequence

HEADING = -1
"""In place of a line of a row: the heading above it."""


class RowLines:
    """So many rows, each of so many lines, below headings of one line.

    headings: the rows that have one above them, ascending.
    """

    def __init__(self, rows: int, height: int, headings: Sequence[int] = ()) -> None:
        self._height = height
        self._headings = list(headings)
        self._lines = [row * height + above for above, row in enumerate(headings)]
        self.total = rows * height + len(self._headings)

    def top(self, row: int) -> int:
        """The first line of a row."""
        return row * self._height + bisect_right(self._headings, row)

    def top_with_heading(self, row: int) -> int:
        """The first line of a row, or of its heading if it has one."""
        return self.top(row) - int(row in self._headings)

    def at(self, line: int) -> tuple[int, int]:
        """The row on this line and which of its lines that is, or HEADING."""
        above = bisect_right(self._lines, line)
        if above and self._lines[above - 1] == line:
            return self._headings[above - 1], HEADING
        return divmod(line - above, self._height)
