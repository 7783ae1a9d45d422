"""Trace: a neuron's variables against time, each on an axis of its own."""

import numpy as np

from snn_tui.dashboard.drawing.axis import grown
from snn_tui.plots.data import TraceData
from snn_tui.plots.figure import Curve, Figure, Panel, Ruler, Series


def trace(data: TraceData, variables: tuple[str, ...] = ()) -> Figure:
    """These variables, by default all that are not the same throughout.

    Raises UnknownNameError for one that there is not.
    """
    numbers = [data.number_of(word) for word in variables]
    notes = list(data.notes)
    if not numbers:
        is_constant = np.ptp(data.values, axis=0) == 0.0
        numbers = np.flatnonzero(~is_constant).tolist() or list(range(len(data.columns)))
        notes += [
            f"{data.columns[number].label} is {data.values[0, number]:.6g} throughout"
            for number in range(len(data.columns))
            if number not in numbers
        ]
    panels = tuple(
        Panel(
            ruler(data, number),
            (Series(Curve(data.time_ms, data.values[:, number]), place),),
        )
        for place, number in enumerate(numbers)
    )
    first, last = float(data.time_ms[0]), float(data.time_ms[-1])
    time = Ruler("time (ms)", first, last if last > first else first + 1.0)
    return Figure(data.title, time, panels, tuple(notes))


def ruler(data: TraceData, number: int) -> Ruler:
    """The range of a variable, with a little room."""
    axis = grown(None, data.values[:, number])
    assert axis is not None, "values are finite"
    return Ruler(data.columns[number].label, axis.low, axis.high)
