"""What a sweep found: lines over one parameter, a map over two, the mean over all else."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from snn_tui.plots.figure import Curve, Figure, Panel, Ruler, Series, Shades

FAINT, FULL = 60, 1000
"""Shades of the lowest and the highest value; there is none where there is no number."""
ROOM = 0.05
"""Of the range of values, how much an axis goes beyond."""
MOST_PLACES = 40
"""Values along a side of a map; more are put together."""
MOST_NAMED = 12
"""So few are told each by itself."""
DIGITS = 6
Axis = NDArray[np.float64] | NDArray[np.str_]


@dataclass(frozen=True, slots=True)
class SweptColumn:
    """A column of numbers, NaN where there is none, shape (runs,)."""

    name: str
    values: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SweptData:
    """The runs of a sweep: the values of what is varied, one or two parameters, and columns."""

    title: str
    names: tuple[str, ...]
    varied: tuple[Axis, ...]
    columns: tuple[SweptColumn, ...]
    notes: tuple[str, ...] = ()


def swept(data: SweptData) -> Figure:
    """The picture."""
    return _lines(data) if len(data.varied) == 1 else _map(data)


def _lines(data: SweptData) -> Figure:
    """A panel for each column."""
    along = _Places.of(data.varied[0])
    panels = []
    for number, column in enumerate(data.columns):
        means = _means(column.values, (along.number,), (along.count,))
        known = np.isfinite(means)
        curve = Curve(along.middle[known], means[known])
        y = _ruler(column.name, means[known])
        panels.append(Panel(y, (Series(curve, number),), _told(means)))
    return Figure(data.title, along.ruler(data.names[0]), tuple(panels), data.notes)


def _map(data: SweptData) -> Figure:
    """A panel for each column, the second parameter upwards."""
    across, up = (_Places.of(each, is_map=True) for each in data.varied)
    panels = []
    for number, column in enumerate(data.columns):
        means = _means(column.values, (up.number, across.number), (up.count, across.count))
        low, high = _range(means)
        shades = np.nan_to_num(FAINT + (means - low) / (high - low or 1.0) * (FULL - FAINT))
        y = up.ruler(data.names[1])
        mark = Shades(shades.astype(np.int64), y.low, y.high, FULL)
        panels.append(Panel(y, (Series(mark, number),), f"{column.name}: {_told(means)}"))
    return Figure(data.title, across.ruler(data.names[0]), tuple(panels), data.notes)


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the values of a parameter are along an axis. number: of each run's place."""

    number: NDArray[np.int64]
    middle: NDArray[Any]
    low: float
    high: float
    names: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many there are."""
        return self.middle.size

    def ruler(self, name: str) -> Ruler:
        """The axis."""
        return Ruler(name, self.low, self.high, names=self.names)

    @staticmethod
    def of(values: Axis, *, is_map: bool = False) -> "_Places":
        """Numbers where they are; words, and in a map what is few or uneven, side by side."""
        distinct, number = np.unique(values, return_inverse=True)
        if distinct.dtype.kind != "f":
            return _Places._named(number, [str(each) for each in distinct])
        if is_map and distinct.size > MOST_PLACES:
            return _Places._together(values.astype(np.float64))
        gaps = np.diff(distinct)
        is_even = np.allclose(gaps, gaps[:1], rtol=1e-6)
        if is_map and (distinct.size <= MOST_NAMED or not is_even):
            return _Places._named(number, [f"{each:.{DIGITS}g}" for each in distinct])
        middle = distinct.astype(np.float64)
        half = gaps.min(initial=1.0) / 2 if is_map or distinct.size == 1 else 0.0
        return _Places(number, middle, float(middle[0] - half), float(middle[-1] + half))

    @staticmethod
    def _named(number: NDArray[np.int64], names: Sequence[str]) -> "_Places":
        count = len(names)
        return _Places(number, np.arange(count) + 0.5, 0.0, float(count), tuple(names))

    @staticmethod
    def _together(values: NDArray[np.float64]) -> "_Places":
        edges = np.linspace(values.min(), values.max(), MOST_PLACES + 1)
        number = np.clip(np.searchsorted(edges, values, "right") - 1, 0, MOST_PLACES - 1)
        middle = edges[:-1] + np.diff(edges) / 2
        return _Places(number, middle, float(edges[0]), float(edges[-1]))


def _means(
    values: NDArray[np.float64], places: Sequence[NDArray[np.int64]], shape: tuple[int, ...]
) -> NDArray[np.float64]:
    """The mean of the runs of each place; NaN where there is no number."""
    known = np.isfinite(values)
    flat = np.ravel_multi_index(tuple(each[known] for each in places), shape)
    size = int(np.prod(shape))
    counts = np.bincount(flat, minlength=size)
    sums = np.bincount(flat, values[known], size)
    with np.errstate(invalid="ignore"):
        return np.asarray(sums / counts).reshape(shape)


def _range(values: NDArray[np.float64]) -> tuple[float, float]:
    known = values[np.isfinite(values)]
    return (float(known.min()), float(known.max())) if known.size else (0.0, 0.0)


def _ruler(label: str, values: NDArray[np.float64]) -> Ruler:
    low, high = _range(values)
    room = ROOM * (high - low) or 0.5
    return Ruler(label, low - room, high + room)


def _told(means: NDArray[np.float64]) -> str:
    """From where to where, in words."""
    if not np.isfinite(means).any():
        return "no number"
    low, high = _range(means)
    return f"{low:.4g} to {high:.4g}"
