"""The plane of a model of one variable: its potential, and by how much that changes in a step."""

from dataclasses import replace
from functools import cache

import numpy as np

from engine.live.frame import Selected
from engine.models.phase_plane import Grid, NeuronPlane, PhasePlane, Slopes

CHANGE_OF = "Δ"


def with_change(selected: Selected) -> Selected:
    """The same with the change as a second variable, where it is told."""
    if selected.change is None:
        return selected
    (name,), (unit,) = selected.names, selected.units
    return replace(
        selected,
        names=(name, CHANGE_OF + name),
        units=(unit, unit),
        values=np.insert(selected.values, 1, selected.change, axis=1),
        planes=(_plane(name),),
    )


def is_of_change(plane: PhasePlane) -> bool:
    """Whether it is such a plane."""
    return plane.up == CHANGE_OF + plane.across


@cache
def _plane(name: str) -> NeuronPlane:
    return NeuronPlane(PhasePlane(name, CHANGE_OF + name, _slopes), np.empty((0, 1)))


def _slopes(across: Grid, up: Grid, state: Grid, constants: Grid, current: float) -> Slopes:
    """The potential rises where its change is above 0; of the change itself nothing is known."""
    return up, np.full_like(up, np.nan)
