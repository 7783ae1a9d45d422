"""Network: populations, the projections between them, and inputs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import get_args

from engine.description.inputs import (
    ConstantCurrent,
    CurrentPulses,
    Input,
    PoissonSpikes,
    require_input,
)
from engine.description.kept import kept_tuple
from engine.description.population import Population
from engine.description.projection import AllToAll, FixedInDegree, Listed, OneToOne, Projection
from engine.description.quantities import (
    DescriptionError,
    require_name,
    require_number,
    require_text,
    require_whole,
    take_numbers,
)
from engine.description.resizing import Coupling, Resizing, has_coupling, resized
from engine.description.synapse import ExponentialConductance, Synapse
from engine.description.units import current_unit, weight_unit
from engine.distributions.catalogue import Distribution, Drawn, bounds_of
from engine.distributions.given import Given
from engine.errors import UnknownNameError
from engine.limits import MAX_DELAY_STEPS, MAX_DT_MS, MAX_NEURONS, MAX_SEED, MAX_STEPS, MIN_DT_MS
from engine.quoting import shown, shown_key

_TEXTS = ("title", "description", "look_for", "source")
_PARTS: dict[str, tuple[type, ...]] = {
    "populations": (Population,),
    "projections": (Projection,),
    "inputs": get_args(Input),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """A network as it is described, in a file or by a program.

    dt_ms: the time step. populations, projections, inputs: kept as tuples. resizing: None if its
    size is fixed.

    Raises DescriptionError, naming table and key, for what can't be.
    """

    name: str
    dt_ms: float
    populations: Sequence[Population]
    projections: Sequence[Projection] = ()
    inputs: Sequence[Input] = ()
    title: str = ""
    description: str = ""
    look_for: str = ""
    source: str = ""
    seed: int = 0
    resizing: Resizing | None = None
    _named: dict[str, Population] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        take_numbers(self)
        require_name(("name",), self.name)
        for key in _TEXTS:
            require_text((key,), getattr(self, key))
        for key, kinds in _PARTS.items():
            object.__setattr__(self, key, kept_tuple((key,), getattr(self, key), kinds))
        if not isinstance(self.resizing, Resizing | None):
            raise DescriptionError(("resizing",), f"must be Resizing, not {shown(self.resizing)}")
        require_number(("dt_ms",), self.dt_ms, MIN_DT_MS, MAX_DT_MS)
        require_whole(("seed",), self.seed, 0, MAX_SEED)
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
            self._require_projection(("projections", index), projection)
        for index, given in enumerate(self.inputs):
            self._require_input(("inputs", index), given)

    @property
    def size(self) -> int:
        """Neurons of all populations."""
        return sum(population.size for population in self.populations)

    def population(self, name: str) -> Population:
        """The population of this name. Raises UnknownNameError."""
        if name not in self._named:
            raise UnknownNameError("population", name, self._named)
        return self._named[name]

    def steps(self, path: tuple[str | int, ...], time_ms: float) -> int:
        """A time as a number of steps. Raises DescriptionError if it is no multiple of dt_ms."""
        if time_ms > MAX_STEPS * self.dt_ms:
            raise DescriptionError(
                path, f"{time_ms:g} ms is more than {MAX_STEPS} steps of {self.dt_ms:g} ms"
            )
        steps = round(time_ms / self.dt_ms)
        if abs(steps * self.dt_ms - time_ms) > 1e-9 * max(1.0, time_ms):
            raise DescriptionError(
                path, f"{time_ms:g} ms is no multiple of dt_ms = {self.dt_ms:g} ms"
            )
        return steps

    @property
    def has_coupling(self) -> bool:
        """Whether `coupling` matters to `resized`: there are weights, and they follow the size."""
        return has_coupling(self)

    def resized(self, size: int, coupling: Coupling = "scaled") -> "Network":
        """The same network with about so many neurons, shared out as now.

        coupling: `scaled` lets weights follow the size as the description says, `raw` leaves
        them as they are. Weights that are given as a matrix are never scaled.

        Raises DescriptionError if the description does not say how, or gives values one by one,
        UnknownNameError for a coupling that there is not.
        """
        require_whole(("size",), size, 1, MAX_NEURONS)
        if coupling not in get_args(Coupling):
            raise UnknownNameError("coupling", str(coupling), get_args(Coupling))
        return self if size == self.size else resized(self, size, coupling)

    def _require_projection(self, path: tuple[str | int, ...], projection: Projection) -> None:
        self._require_populations((*path, "source"), projection.source)
        self._require_populations((*path, "target"), projection.target)
        projection.require(path)
        weight_unit(path, projection.synapse, map(self.population, projection.target))
        for name in projection.target:
            self._require_receptor(path, self.population(name), projection.synapse)
            for source in projection.source:
                self._require_pairs(path, projection, self.population(source), name)
        if projection.delay_ms is not None:
            self._require_delay((*path, "delay_ms"), projection.delay_ms)
        if isinstance(projection.connect, Listed):
            for delay_ms in dict.fromkeys(projection.connect.delays_ms):
                self._require_delay((*path, "delays_ms"), delay_ms)

    def _require_pairs(
        self,
        path: tuple[str | int, ...],
        projection: Projection,
        source: Population,
        target_name: str,
    ) -> None:
        target, connect = self.population(target_name), projection.connect
        if isinstance(connect, AllToAll):
            connect.require_shape((*path, "weights"), source.size, target.size)
        if isinstance(connect, OneToOne) and source.size != target.size:
            raise DescriptionError(
                (*path, "connect"),
                f"one-to-one needs populations of one size, but {shown_key(source.name)} has "
                f"{source.size} neurons and {shown_key(target.name)} {target.size}",
            )
        if isinstance(connect, FixedInDegree):
            others = source.size - (source is target and not projection.self_connections)
            if connect.in_degree > others:
                raise DescriptionError(
                    (*path, "in_degree"),
                    f"must be at most {others}, the neurons of {shown_key(source.name)} to "
                    f"choose from, not {shown(connect.in_degree)}",
                )
        if isinstance(connect, Listed):
            outside = connect.pair_outside(source.size, target.size)
            if outside is not None:
                pre, post = map(shown, outside)
                raise DescriptionError(
                    (*path, "pairs"),
                    f"[{pre}, {post}] is not within "
                    f"{shown_key(source.name)} (0 to {source.size - 1}) "
                    f"and {shown_key(target.name)} (0 to {target.size - 1})",
                )

    def _require_delay(self, path: tuple[str | int, ...], delay: Distribution) -> None:
        longest_ms = bounds_of(delay)[1]
        if longest_ms > MAX_DELAY_STEPS * self.dt_ms * (1 + 1e-9):
            raise DescriptionError(
                path,
                f"must be at most {MAX_DELAY_STEPS} steps of {self.dt_ms:g} ms, "
                f"but reaches {longest_ms:g} ms",
            )
        times = delay.require_delay(path, self.dt_ms) if isinstance(delay, Drawn) else (delay,)
        for time_ms in times:
            if self.steps(path, time_ms) < 1:
                raise DescriptionError(
                    path, f"must be at least dt_ms = {self.dt_ms:g} ms, not {time_ms:g}"
                )

    def _require_input(self, path: tuple[str | int, ...], given: Input) -> None:
        self._require_populations((*path, "target"), given.target)
        require_input(path, given, self.dt_ms)
        targets = list(map(self.population, given.target))
        if isinstance(given, ConstantCurrent) and isinstance(given.current, Given):
            for target in targets:
                given.current.require_size((*path, "current"), target.size)
        if isinstance(given, PoissonSpikes):
            weight_unit(path, given.synapse, targets)
        else:
            current_unit(path, targets)
        for name in given.target:
            if isinstance(given, PoissonSpikes):
                self._require_receptor(path, self.population(name), given.synapse)
            if isinstance(given, CurrentPulses) and given.neurons is not None:
                first, count = given.neurons
                size = self.population(name).size
                if not (first >= 0 and count >= 1 and first + count <= size):
                    raise DescriptionError(
                        (*path, "neurons"),
                        f"[first, count] must lie within the {size} neurons of {shown_key(name)}",
                    )
        if isinstance(given, CurrentPulses):
            for time_ms in given.times_ms:
                self.steps((*path, "times_ms"), time_ms)
            self.steps((*path, "duration_ms"), given.duration_ms)

    def _require_receptor(
        self, path: tuple[str | int, ...], target: Population, synapse: Synapse
    ) -> None:
        if (
            isinstance(synapse, ExponentialConductance)
            and target.described_model.conductance_unit is None
        ):
            raise DescriptionError(
                (*path, "synapse"), f"model {target.model} takes no conductances"
            )

    def _require_populations(self, path: tuple[str | int, ...], names: Sequence[str]) -> None:
        if not names:
            raise DescriptionError(path, "names no population")
        twice = _first_twice(names)
        if twice is not None:
            raise DescriptionError(path, f"names population {shown(twice)} more than once")
        for name in names:
            try:
                self.population(name)
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
