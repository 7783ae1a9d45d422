"""SizeChange: what becomes of a network that is resized, as its parts need to know it."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SizeChange:
    """From one size to another.

    before, after: neurons of each population. weight_factor, in_degree_factor: what weights and
    in-degrees are multiplied by. scales_poisson: whether those of Poisson sources are as well.
    """

    before: Mapping[str, int]
    after: Mapping[str, int]
    weight_factor: float
    in_degree_factor: float
    scales_poisson: bool = False

    @property
    def growth(self) -> float:
        """Neurons after, by neurons before."""
        return sum(self.after.values()) / sum(self.before.values())
