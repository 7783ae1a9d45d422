"""Ends: what a connection rule connects."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from engine.description.population import Population


class Ends(NamedTuple):
    """The populations at both ends of a projection, and what else its synapses must fit."""

    sources: Sequence[Population]
    targets: Sequence[Population]
    self_connections: bool
    dt_ms: float

    def pairs(self) -> Iterator[tuple[Population, Population]]:
        """Each source population with each target population."""
        return ((source, target) for target in self.targets for source in self.sources)

    def to_choose_from(self, source: Population) -> int:
        """Neurons of a source population that each target can have synapses from."""
        is_within = any(source is target for target in self.targets)
        return source.size - (is_within and not self.self_connections)
