"""What a model says of a plane of two of its variables: how fast a point in it moves."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Grid = NDArray[np.float64]
Slopes = tuple[Grid, Grid]


@dataclass(frozen=True, slots=True)
class PhasePlane:
    """Two variables of which nullclines are drawn.

    across, up: their names. slopes: (across, up, state, constants, current), how fast both change
    where they have these values, arrays that go together; in any unit of time, since it is the
    sign that counts. state: the neuron's present variables, shape (variables,); constants: its
    own, as the kernel has them, shape (constants, 1); current: all of its input.
    held: variables whose present values the slopes are of. others: what the variables have that
    are not drawn, in words; empty if there are none.
    """

    across: str
    up: str
    slopes: Callable[[Grid, Grid, Grid, Grid, float], Slopes]
    held: tuple[str, ...] = ()
    others: str = ""


@dataclass(frozen=True, slots=True)
class NeuronPlane:
    """The plane of one neuron, with its constants."""

    plane: PhasePlane
    constants: Grid
    """Never changed later, shape (constants, 1)."""

    def slopes(self, across: Grid, up: Grid, state: Grid, current: float) -> Slopes:
        """As `PhasePlane.slopes`."""
        return self.plane.slopes(across, up, state, self.constants, current)
