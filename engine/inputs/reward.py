"""Dopamine as a reward for a pair of spikes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

from engine.description.fields import Range, take_fields
from engine.description.population import Population
from engine.description.quantities import DescriptionError, Path, is_whole
from engine.description.size_change import SizeChange
from engine.distributions.catalogue import Distribution, require_delay, require_distribution
from engine.limits import MOST_DOPAMINE
from engine.quoting import shown, shown_key

LONGEST_DELAY_MS = 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class Reward:
    """A dose of dopamine some time after two neurons fired in this order, soon after each other.

    target: a single population, which both are of, and all synapses onto which get the dose.
    pair: the neuron that must fire first and the one that must fire second, counted within it.
    within_ms: how soon after the first one. delay_ms: from the second spike to the dose; drawn
    for each reward. amount: of the dose.
    """

    kind: ClassVar[str] = "reward"
    target: Sequence[str]
    pair: tuple[int, int] | None
    amount: Annotated[float, Range(-MOST_DOPAMINE, MOST_DOPAMINE)]
    within_ms: Annotated[float, Range(0.0, 1e6)] = 10.0
    delay_ms: Distribution = 1000.0

    def __post_init__(self) -> None:
        take_fields(self)

    def require(self, path: Path, targets: Sequence[Population], dt_ms: float) -> None:
        """Raise DescriptionError for neurons that there are not, or a delay of no step."""
        if len(targets) != 1:
            raise DescriptionError((*path, "target"), "must be a single population")
        if self.pair is None or len(self.pair) != 2 or not all(map(is_whole, self.pair)):
            raise DescriptionError(
                (*path, "pair"), f"must be two neurons such as [0, 1], not {shown(self.pair)}"
            )
        if not all(0 <= neuron < targets[0].size for neuron in self.pair):
            raise DescriptionError(
                (*path, "pair"),
                f"must be of the neurons 0 to {targets[0].size - 1} of "
                f"{shown_key(targets[0].name)}, not {list(self.pair)}",
            )
        require_distribution((*path, "delay_ms"), self.delay_ms, 0.0, LONGEST_DELAY_MS)
        require_delay((*path, "delay_ms"), self.delay_ms, dt_ms)

    def resized(self, change: SizeChange) -> "Reward":
        """The same, as long as there are such neurons."""
        return self
