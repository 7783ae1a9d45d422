"""Raster: every neuron's spikes against time; where they are too many for that, their density."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from rich.cells import cell_len

from engine.quoting import cut
from snn_tui.counted import neurons
from snn_tui.dashboard.drawing.halftone import Density
from snn_tui.plots.data import Group, SpikeData, Train
from snn_tui.plots.figure import Dots, Figure, Medium, Panel, Ruler, Series, Shades

MOST_DOTS = 50_000
"""More spikes than that are counted in each place before they are drawn."""
TICK = 0.8
"""How much of a neuron's row its spikes take."""
MOST_OF_NAME = 20
"""Characters."""


def raster(data: SpikeData, medium: Medium) -> Figure:
    """A row for each neuron, the first lowest; populations by colour."""
    columns = max(1, medium.columns - medium.letter * side_width(data.groups))
    medium = replace(medium, columns=columns, rows=min(medium.rows, data.size))
    counts = [_counted(data, data.of(group), group, medium) for group in data.groups]
    density = Density()
    density.include(np.concatenate([each.counts for each in counts]).astype(np.int32))
    series = tuple(
        Series(_mark(data, group, shades, density.full), number)
        for number, (group, shades) in enumerate(zip(data.groups, counts, strict=True))
    )
    names = tuple(
        (group.first + (group.size - 1) / 2, _short(group), number)
        for number, group in enumerate(data.groups)
        if group.name
    )
    spikes = data.spikes.neuron.size
    notes = [f"{spikes:,} spikes of {neurons(data.size)}", *data.notes]
    if density.full > 1:
        notes.append(f"density, full at {density.full:,} in {_place(data, medium)}")
    elif spikes > MOST_DOTS:
        notes.append(f"spikes within {_place(data, medium)} are one dot")
    y = Ruler("neuron", -0.5, data.size - 0.5, is_whole=True)
    time = Ruler("time (ms)", data.from_ms, data.to_ms)
    return Figure(data.title, time, (Panel(y, series, names=names),), tuple(notes))


def side_width(groups: tuple[Group, ...]) -> int:
    """Cells that the names of populations take at the side, with a blank before them."""
    longest = max(cell_len(_short(group)) for group in groups)
    return longest + 1 if longest else 0


def _short(group: Group) -> str:
    """The population's name, as long as there is room for."""
    return cut(group.name, MOST_OF_NAME)


def _place(data: SpikeData, medium: Medium) -> str:
    """What the smallest place is that a medium can show."""
    neurons = data.size / medium.rows
    across = f" of {neurons:.4g} neurons" if neurons > 1 else ""
    return f"{(data.to_ms - data.from_ms) / medium.columns:.3g} ms{across}"


def _counted(data: SpikeData, train: Train, group: Group, medium: Medium) -> Shades:
    """A group's spikes in each place."""
    own = max(1, round(medium.rows * group.size / data.size))
    share = (train.time_ms - data.from_ms) / (data.to_ms - data.from_ms)
    column = np.minimum((share * medium.columns).astype(np.int64), medium.columns - 1)
    row = train.neuron * own // group.size
    counts = np.bincount(row * medium.columns + column, minlength=own * medium.columns)
    low = group.first - 0.5
    return Shades(counts.reshape(own, medium.columns), low, low + group.size, 1)


def _mark(data: SpikeData, group: Group, shades: Shades, full: int) -> Dots | Shades:
    """A dot for each spike, or for each place with spikes if they are very many, or a density."""
    if full > 1:
        return Shades(shades.counts, shades.low, shades.high, full)
    if data.spikes.neuron.size <= MOST_DOTS:
        train = data.of(group)
        return Dots(train.time_ms, (train.neuron + group.first).astype(np.float64), TICK)
    return _dots(data, shades)


def _dots(data: SpikeData, shades: Shades) -> Dots:
    rows, columns = shades.counts.shape
    row, column = np.nonzero(shades.counts)
    height = (shades.high - shades.low) / rows
    width = (data.to_ms - data.from_ms) / columns
    return Dots(_middle(column, data.from_ms, width), _middle(row, shades.low, height), height)


def _middle(number: NDArray[np.int64], low: float, width: float) -> NDArray[np.float64]:
    return np.asarray(low + (number + 0.5) * width, np.float64)
