"""What a neuron model is, in words and numbers that a user can read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.errors import UnknownNameError
from engine.limits import FARTHEST
from engine.models.phase_plane import PhasePlane

Values = Mapping[str, NDArray[np.float64]]
"""A value of each parameter for every neuron, shape (neurons,)."""


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of the state, where it starts, and between which bounds it is.

    usual: what an ordinary neuron's keeps to, from the least of these to the greatest; a name is of
    the parameter that says it. Empty where that can't be said.
    """

    name: str
    unit: str
    meaning: str
    start: float
    low: float = -FARTHEST
    high: float = FARTHEST
    usual: tuple[float | str, ...] = ()

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
class Kernel:
    """What a step does to neurons, as functions that are compiled into one part.

    before, after: the state at the beginning and the end of the step, shape (rows, neurons); one
    and the same array if the model is integrated in place. constants: as the model gives them,
    shape (constants, neurons), or (constants, 1) for a kernel of neurons that are all alike.

    integrate: (before, after, constants, current, conductance, low, high, now) takes neurons low
    to high through a step; current and conductance begin with neuron low.
    count_events: (before, after, constants, low, high) is 0 if nobody there spiked or strayed.
    integrate_counts: whether integrate returns that as well, for a model integrated in place.
    has_spiked: (before, after, constants, i). has_strayed: the same, from or to beyond what
    ordinary steps reach. reset: (after, constants, i, now), what a spike does to its own neuron.
    derivative: (state, constants, i, current, conductance, change) fills in what one neuron's
    state, shape (variables,), would change by in a whole step at its present slope; a step that
    strayed is redone with it in steps as fine as needed. None where nothing can be redone.
    prepare: (state) fills in further rows at the start, where zeros would not do.
    variant: names it beside other kernels of the same model. is_for_alike: whether all neurons must
    be alike, so that it takes the constants of one.
    """

    integrate: Callable[..., int | None]
    count_events: Callable[..., int]
    has_spiked: Callable[..., bool]
    has_strayed: Callable[..., bool]
    reset: Callable[..., None]
    derivative: Callable[..., None] | None = None
    integrate_counts: bool = False
    in_place: bool = False
    prepare: Callable[[NDArray[np.float64]], None] = lambda state: None
    variant: str = "any"
    is_for_alike: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A neuron model.

    equations, spike: as text. integrator: the scheme's name. dt_ms: usual step; max_dt_ms: the
    longest one. variables: the first is the membrane potential. current_unit,
    conductance_unit: as they end the names of keys, empty for none; a conductance_unit of None
    means that the model takes no conductances.

    constants: what the kernel needs, shape (constants, neurons), of parameters and dt_ms.
    kernel: for any neurons. special_kernel: (constants, conducts), a faster one for neurons that
    are all alike, of which the constants of one are enough, if there is one for these; `conducts`
    is false where all conductances are zero.
    hidden: further rows of the state that are nothing to look at; they start at 0.
    refractory_row: that of them which says from which step on the potential is free again, if it
    is held after a spike.
    starts: variables that start where the parameters say. check: what is wrong with parameters
    and dt_ms together, empty if nothing is. averaged_current: the constant currents that do over
    one step what exp(-t / tau) and (t / tau) exp(1 - t / tau) would, of parameters, dt_ms and
    tau_ms; None takes their means over the step.
    planes: of two variables each, with nullclines; the first is the one that tells most.
    is_light: whether a step without conductances is but a few multiplications.
    is_source: whether its neurons take no input, and spike as `spikes` of their population says.
    threshold: the variable that spikes are told by, and where it is then, as a number or by the
    name of a parameter.
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
    kernel: Kernel
    special_kernel: Callable[[NDArray[np.float64], bool], Kernel | None] = (
        lambda constants, conducts: None
    )
    hidden: int = 0
    refractory_row: int | None = None
    starts: Callable[[Values], Mapping[str, NDArray[np.float64]]] = lambda values: {}
    check: Callable[[Values, float], str] = lambda values, dt_ms: ""
    averaged_current: (
        Callable[[Values, float, float], tuple[NDArray[np.float64], NDArray[np.float64]]] | None
    ) = None
    planes: tuple[PhasePlane, ...] = ()
    is_light: bool = False
    is_source: bool = False
    threshold: tuple[str, float | str] | None = None

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
