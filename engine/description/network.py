"""Network: populations, the projections between them, and inputs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated, get_args

from engine.connections.ends import Ends
from engine.description.fields import Range, require_fields, take_fields
from engine.description.kept import kept_tuple
from engine.description.mean_input import require_mean_inputs
from engine.description.population import Population
from engine.description.projection import Projection
from engine.description.quantities import DescriptionError, Path, require_name, require_whole
from engine.description.resizing import Coupling, Resizing, has_coupling, resized
from engine.description.view import View
from engine.errors import UnknownNameError
from engine.inputs.catalogue import Input
from engine.limits import MAX_DT_MS, MAX_NEURONS, MAX_SEED, MIN_DT_MS
from engine.quoting import shown

_PARTS: dict[str, tuple[type, ...]] = {
    "populations": (Population,),
    "projections": (Projection,),
    "inputs": get_args(Input),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """A network as it is described, in a file or by a program.

    dt_ms: the time step. populations, projections, inputs: kept as tuples. resizing: None if its
    size is fixed. view: how a screen best shows it; None leaves that to the screen.

    Raises DescriptionError, naming table and key, for what can't be.
    """

    name: str
    dt_ms: Annotated[float, Range(MIN_DT_MS, MAX_DT_MS)]
    populations: Sequence[Population]
    projections: Sequence[Projection] = ()
    inputs: Sequence[Input] = ()
    title: str = ""
    description: str = ""
    look_for: str = ""
    source: str = ""
    seed: Annotated[int, Range(0, MAX_SEED)] = 0
    resizing: Resizing | None = None
    view: View | None = None
    _named: dict[str, Population] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        take_fields(self)
        require_name(("name",), self.name)
        require_fields((), self)
        for key, kinds in _PARTS.items():
            object.__setattr__(self, key, kept_tuple((key,), getattr(self, key), kinds))
        if not isinstance(self.resizing, Resizing | None):
            raise DescriptionError(("resizing",), f"must be Resizing, not {shown(self.resizing)}")
        if not isinstance(self.view, View | None):
            raise DescriptionError(("view",), f"must be View, not {shown(self.view)}")
        if self.view is not None:
            self.view.require_dt(("view",), self.dt_ms)
        if not self.populations:
            raise DescriptionError(("populations",), "there must be at least one")
        named = {population.name: population for population in self.populations}
        object.__setattr__(self, "_named", named)
        twice = _first_twice([population.name for population in self.populations])
        if twice is not None:
            raise DescriptionError(("populations", twice), "there are two of this name")
        if self.size > MAX_NEURONS:
            raise DescriptionError(("populations",), f"at most {MAX_NEURONS} neurons together")
        for population in self.populations:
            population.require_dt(self.dt_ms)
        for index, projection in enumerate(self.projections):
            path: Path = ("projections", index)
            sources = self._populations((*path, "source"), projection.source)
            targets = self._populations((*path, "target"), projection.target)
            ends = Ends(sources, targets, projection.self_connections, self.dt_ms)
            projection.require(path, ends)
        for index, given in enumerate(self.inputs):
            path = ("inputs", index)
            targets = self._populations((*path, "target"), given.target)
            require_fields(path, given)
            given.require(path, targets, self.dt_ms)
        if self.resizing is not None and self.resizing.mean_input == "kept":
            require_mean_inputs(self)

    @property
    def size(self) -> int:
        """Neurons of all populations."""
        return sum(population.size for population in self.populations)

    def population(self, name: str) -> Population:
        """The population of this name. Raises UnknownNameError."""
        if name not in self._named:
            raise UnknownNameError("population", name, self._named)
        return self._named[name]

    @property
    def is_plastic(self) -> bool:
        """Whether there are synapses that change."""
        return any(projection.is_plastic for projection in self.projections)

    @property
    def learns(self) -> bool:
        """Whether there are synapses whose weights change for good."""
        return any(projection.plasticity is not None for projection in self.projections)

    @property
    def has_coupling(self) -> bool:
        """Whether `coupling` matters to `resized`: there are weights, and they follow the size."""
        return has_coupling(self)

    def resized(self, size: int, coupling: Coupling = "scaled") -> "Network":
        """The same network with about so many neurons, shared out as now.

        coupling: `scaled` lets weights follow the size as the description says, `raw` leaves
        them as they are. Weights that are given one by one are never scaled.

        Raises DescriptionError if the description does not say how, or gives values one by one,
        UnknownNameError for a coupling that there is not.
        """
        require_whole(("size",), size, 1, MAX_NEURONS)
        if not isinstance(coupling, str) or coupling not in get_args(Coupling):
            raise UnknownNameError("coupling", str(coupling), get_args(Coupling))
        return self if size == self.size else resized(self, size, coupling)

    def _populations(self, path: Path, names: Sequence[str]) -> list[Population]:
        """The populations of these names. Raises DescriptionError."""
        if not names:
            raise DescriptionError(path, "names no population")
        twice = _first_twice(names)
        if twice is not None:
            raise DescriptionError(path, f"names population {shown(twice)} more than once")
        try:
            return [self.population(name) for name in names]
        except UnknownNameError as error:
            raise DescriptionError(path, str(error)) from error


def _first_twice(names: Sequence[str]) -> str | None:
    """The first name that is there more than once."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            return name
        seen.add(name)
    return None


def integrators(network: Network) -> str:
    """The schemes that its models are integrated by."""
    schemes = dict.fromkeys(p.described_model.integrator for p in network.populations)
    return ", ".join(schemes)
