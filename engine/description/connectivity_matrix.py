"""ConnectivityMatrix: projections between many populations, told by tables of numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypeAlias

from engine.connections.catalogue import CONNECTIVITIES, Connectivity
from engine.description.cells import Cells, require_pairs, rows_of
from engine.description.fields import (
    InUnitOf,
    OneOf,
    Range,
    TableOf,
    given_fields,
    require_fields,
    require_kind,
    take_fields,
)
from engine.description.projection import Projection
from engine.description.quantities import DescriptionError, is_number, own_number
from engine.distributions.catalogue import Distribution
from engine.distributions.normal import Normal
from engine.plasticity.catalogue import PLASTICITIES, Plasticity
from engine.plasticity.short_term import ShortTerm
from engine.quoting import shown, shown_key
from engine.synapses.catalogue import SYNAPSES, Synapse

RuleCells: TypeAlias = Cells[Connectivity]
ValueCells: TypeAlias = Cells[Distribution]
MOST_SPREAD = 3.0
"""Of a distribution that is redrawn until it lies on one side of 0; wider ones are no spread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectivityMatrix:
    """A projection from each of some populations to each of some others.

    connect, weight, delay_ms: one for all, one for each source, or rows: one for each target, and
    in it one for each source; kept as rows. weight_spread, delay_spread: the standard deviation
    of a weight or delay by its mean; it is then normal, and drawn anew where a weight has the
    other sign or a delay is shorter than a step.

    Raises DescriptionError for tables of another shape and spreads that can't be.
    """

    source: Sequence[str]
    target: Sequence[str]
    connect: RuleCells
    synapse: Annotated[Synapse, OneOf(SYNAPSES)]
    weight: Annotated[ValueCells, InUnitOf("weight")]
    weight_spread: Annotated[float, Range(0.0, MOST_SPREAD)] = 0.0
    delay_ms: ValueCells | None = None
    delay_spread: Annotated[float, Range(0.0, MOST_SPREAD)] = 0.0
    self_connections: bool = True
    plasticity: Annotated[Plasticity | None, TableOf(PLASTICITIES)] = None
    short_term: Annotated[ShortTerm | None, TableOf({ShortTerm.kind: ShortTerm})] = None

    def __post_init__(self) -> None:
        take_fields(self)
        require_fields((), self)
        for key in ("source", "target"):
            self._require_different(key)
        sizes = len(self.target), len(self.source)
        require_pairs(("source",), *sizes)
        for key in ("connect", "weight", "delay_ms"):
            rows = rows_of((key,), getattr(self, key), *sizes)
            own = tuple(tuple(own_number(cell) for cell in row) for row in rows)
            object.__setattr__(self, key, own)
        for pair in self._pairs():
            self._require_rule(pair)
            self._require_number("weight", "weight_spread", pair)
            self._require_number("delay_ms", "delay_spread", pair)

    @property
    def pairs(self) -> list[tuple[int, int]]:
        """The places of target and source of all pairs that have synapses, target by target."""
        return [pair for pair in self._pairs() if self._is_any(pair)]

    def projections(self, dt_ms: float) -> tuple[Projection, ...]:
        """A projection for each pair that has synapses.

        dt_ms: the time step, which is the shortest delay.
        """
        return tuple(self._projection(pair, dt_ms) for pair in self.pairs)

    def _projection(self, pair: tuple[int, int], dt_ms: float) -> Projection:
        target, source = pair
        weight, delay_ms = self._at("weight", pair), self._at("delay_ms", pair)
        if self.weight_spread > 0.0 and weight != 0.0:
            deviation = abs(weight) * self.weight_spread
            bound = {"low" if weight > 0.0 else "high": 0.0}
            weight = Normal(weight, deviation, **bound)
        if self.delay_spread > 0.0 and delay_ms is not None:
            delay_ms = Normal(delay_ms, delay_ms * self.delay_spread, low=dt_ms)
        return Projection(
            source=self.source[source],
            target=self.target[target],
            connect=self._at("connect", pair),
            synapse=self.synapse,
            weight=weight,
            delay_ms=delay_ms,
            self_connections=self.self_connections,
            plasticity=self.plasticity,
            short_term=self.short_term,
        )

    def _pairs(self) -> Iterator[tuple[int, int]]:
        return ((i, j) for i in range(len(self.target)) for j in range(len(self.source)))

    def _at(self, key: str, pair: tuple[int, int]) -> Any:
        return getattr(self, key)[pair[0]][pair[1]]

    def _is_any(self, pair: tuple[int, int]) -> bool:
        """Whether there are synapses: none of the rule's numbers is 0."""
        connect = self._at("connect", pair)
        return all(getattr(connect, each.name) != 0 for each in given_fields(connect))

    def _require_rule(self, pair: tuple[int, int]) -> None:
        rule = self._at("connect", pair)
        require_kind(("connect",), rule, CONNECTIVITIES)
        try:
            require_fields((), rule)
        except DescriptionError as error:
            message = f"{self.named(pair)}: {error.message}"
            raise DescriptionError(error.path, message) from error

    def _require_number(self, key: str, spread: str, pair: tuple[int, int]) -> None:
        """Raise DescriptionError unless it is a number, of which the spread is a part."""
        value = self._at(key, pair)
        if getattr(self, spread) > 0.0 and not is_number(value):
            message = f"{self.named(pair)}: must be a number where there is {spread}"
            raise DescriptionError((key,), f"{message}, not {shown(value)}")

    def named(self, pair: tuple[int, int]) -> str:
        """What is between two populations, as errors call it."""
        return f"from {shown_key(self.source[pair[1]])} to {shown_key(self.target[pair[0]])}"

    def _require_different(self, key: str) -> None:
        names = getattr(self, key)
        if not names:
            raise DescriptionError((key,), "names no population")
        seen: set[str] = set()
        for k, name in enumerate(names):
            if name in seen:
                message = f"names population {shown(name)} more than once"
                raise DescriptionError((key, k), message)
            seen.add(name)
