"""What a neuron model is, in words and numbers that a user can read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.errors import UnknownNameError

FARTHEST = 1e6
"""|v| of a neuron that is lost: no model comes near it."""
Values = Mapping[str, NDArray[np.float64]]
"""A value of each parameter for every neuron, shape (neurons,)."""


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of the state, where it starts, and between which bounds it may be started."""

    name: str
    unit: str
    meaning: str
    start: float
    low: float = -FARTHEST
    high: float = FARTHEST

    @property
    def key(self) -> str:
        """Its name with its unit, as it is called in descriptions: v_mV."""
        return f"{self.name}_{self.unit}" if self.unit else self.name


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: its unit is the end of its name, where it has one."""

    name: str
    default: float
    low: float
    high: float
    meaning: str


@dataclass(frozen=True, slots=True)
class CellType:
    """A named set of parameters from a paper, and the applied current that shows what it does."""

    name: str
    meaning: str
    current: float
    parameters: Mapping[str, float]
    source: str
    start: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A neuron model.

    equations, spike: as text. integrator: the scheme's name. dt_ms: usual step; max_dt_ms: the
    longest one. variables: the first is the membrane potential. current_unit,
    conductance_unit: as they end the names of keys, empty for none; a conductance_unit of None
    means that the model takes no conductances.

    constants: what the kernel needs, shape (constants, neurons), of parameters and dt_ms.
    hidden: further rows of the state that are nothing to look at; they start at 0.
    is_shared: whether the kernel takes constants of one neuron, where all have the same.
    starts: variables that start where the parameters say. check: what is wrong with parameters
    and dt_ms together, empty if nothing is. averaged_current: the constant currents that do over
    one step what exp(-t / tau) and (t / tau) exp(1 - t / tau) would, of parameters, dt_ms and
    tau_ms; None takes their means over the step.
    """

    name: str
    title: str
    equations: str
    spike: str
    integrator: str
    source: str
    dt_ms: float
    max_dt_ms: float
    current_unit: str
    conductance_unit: str | None
    variables: tuple[Variable, ...]
    parameters: tuple[Parameter, ...]
    cell_types: tuple[CellType, ...]
    constants: Callable[[Values, float], NDArray[np.float64]]
    hidden: int = 0
    is_shared: bool = False
    starts: Callable[[Values], Mapping[str, NDArray[np.float64]]] = lambda values: {}
    check: Callable[[Values, float], str] = lambda values, dt_ms: ""
    averaged_current: (
        Callable[[Values, float, float], tuple[NDArray[np.float64], NDArray[np.float64]]] | None
    ) = None

    def cell_type(self, name: str) -> CellType:
        """The cell type of this name. Raises UnknownNameError."""
        for cell_type in self.cell_types:
            if cell_type.name == name:
                return cell_type
        known = [cell_type.name for cell_type in self.cell_types]
        raise UnknownNameError(f"cell type of model {self.name}", name, known)

    def parameter(self, name: str) -> Parameter:
        """The parameter of this name. Raises UnknownNameError."""
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        known = [parameter.name for parameter in self.parameters]
        raise UnknownNameError(f"parameter of model {self.name}", name, known)

    def variable(self, key: str) -> Variable:
        """The variable of this key. Raises UnknownNameError."""
        for variable in self.variables:
            if variable.key == key:
                return variable
        known = [variable.key for variable in self.variables]
        raise UnknownNameError(f"variable of model {self.name}", key, known)
