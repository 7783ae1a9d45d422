"""Phase: two of a neuron's variables against each other."""

import numpy as np
from numpy.typing import NDArray

from engine.errors import InvalidValueError
from snn_tui.plots.data import TraceData
from snn_tui.plots.figure import Curve, Figure, Medium, Panel, Series
from snn_tui.plots.trace import ruler


def phase(data: TraceData, medium: Medium, variables: tuple[str, ...] = ()) -> Figure:
    """Two variables, the first one horizontal; by default the first two.

    Raises UnknownNameError for one that there is not, InvalidValueError for another number.
    """
    if len(variables) not in (0, 2):
        raise InvalidValueError(f"a phase plane has two variables, not {len(variables)}")
    if len(data.columns) < 2:
        only = data.columns[0].key
        raise InvalidValueError(f"a phase plane has two variables, and there is only {only}")
    across, down = (data.number_of(word) for word in variables) if variables else (0, 1)
    x, y = ruler(data, across), ruler(data, down)
    first, last = float(data.time_ms[0]), float(data.time_ms[-1])
    values = data.values
    seen = _seen(
        (values[:, across] - x.low) / (x.high - x.low) * medium.columns,
        (values[:, down] - y.low) / (y.high - y.low) * medium.rows,
    )
    curve = Curve(values[seen, across], values[seen, down])
    notes = (f"from {first:.10g} to {last:.10g} ms", *data.notes)
    return Figure(data.title, x, (Panel(y, (Series(curve),)),), notes)


def _seen(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which points are in another dot than the one before, and the last."""
    place = np.stack([np.floor(x), np.floor(y)])
    moved = (place[:, 1:] != place[:, :-1]).any(axis=0)
    seen = np.concatenate([[True], moved])
    seen[-1] = True
    return seen
