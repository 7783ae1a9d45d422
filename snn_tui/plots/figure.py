"""Figure: what a picture shows, as data; a terminal and an image draw the same."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from snn_tui.dashboard.drawing.axis import Axis


@dataclass(frozen=True, slots=True)
class Medium:
    """What a picture is drawn on: so many dots can be told apart.

    is_stacked: whether each population has a panel of its own. letter: dots across that each
    letter of a name at the side takes.
    """

    columns: int
    rows: int
    is_stacked: bool
    letter: int = 0


@dataclass(frozen=True, slots=True)
class Ruler:
    """An axis of a panel: what it measures with its unit, and from where to where.

    is_whole: whether there is nothing between whole numbers. names: of places that are one wide,
    from `low` on, where it measures nothing.
    """

    label: str
    low: float
    high: float
    is_whole: bool = False
    names: tuple[str, ...] = ()

    def named(self, most: int) -> list[tuple[float, str]]:
        """Every so many of the places, so that there are at most so many, and their names."""
        each = -(-len(self.names) // max(1, most))
        places = list(enumerate(self.names))[::each]
        return [(self.low + number + 0.5, name) for number, name in places]

    def ticks(self, most: int) -> list[float]:
        """Round values within, at most so many."""
        ticks = Axis(self.low, self.high).ticks(most)
        return [each for each in ticks if each == round(each)] if self.is_whole else ticks


@dataclass(frozen=True, slots=True)
class Dots:
    """A mark for each spike, `height` of the vertical axis high, around (x, y)."""

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    height: float


@dataclass(frozen=True, slots=True)
class Shades:
    """How many spikes there are in each place, shape (rows, columns), the first row lowest.

    low, high: of the vertical axis; columns go over all of the horizontal one. full: so many are
    drawn as dark as can be.
    """

    counts: NDArray[np.int64]
    low: float
    high: float
    full: int


@dataclass(frozen=True, slots=True)
class Bars:
    """Heights between edges that ascend, shapes (bars,) and (bars + 1,)."""

    edges: NDArray[np.float64]
    heights: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Curve:
    """A line through points; where x ascends, there may be more of them than can be drawn."""

    x: NDArray[np.float64]
    y: NDArray[np.float64]


Mark = Dots | Shades | Bars | Curve


@dataclass(frozen=True, slots=True)
class Series:
    """A mark with a colour by its number, and a name if there are others in its panel."""

    mark: Mark
    colour: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """Series over a vertical axis. heading: what they are. names: of places at its right side."""

    y: Ruler
    series: tuple[Series, ...]
    heading: str = ""
    names: tuple[tuple[float, str, int], ...] = ()
    """Where, what, and the number of its colour."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Panels above each other, over one horizontal axis. notes: a line each, below the title."""

    title: str
    x: Ruler
    panels: tuple[Panel, ...]
    notes: tuple[str, ...] = ()
