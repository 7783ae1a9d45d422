"""A current for one step."""

from dataclasses import dataclass
from typing import ClassVar

from engine.kernels.arrays import read_own, read_receptors
from engine.kernels.arrivals import arrive
from engine.kernels.begun_current import begun_current
from engine.models.model import Model


@dataclass(frozen=True, slots=True)
class CurrentStep:
    """A current of the weight's size for one time step."""

    kind: ClassVar[str] = "current-step"
    needs_neuron: ClassVar[bool] = False
    stages: ClassVar[int] = 0
    is_conductance: ClassVar[bool] = False
    acts_by_last_spike: ClassVar[bool] = False
    acts_at_end: ClassVar[bool] = False

    def weight_unit(self, model: Model) -> str | None:
        """That of currents."""
        return model.current_unit

    def charge_ms(self, dt_ms: float) -> float | None:
        """A step."""
        return dt_ms


def act(
    image: int, own: int, first: int, count: int, block: int, now: int, low: int, high: int
) -> int:
    """A current for one step."""
    receptors, current = read_receptors(image), read_own(own).current[: high - low]
    for r in range(first, first + count):
        arrive(receptors, r, now, low, high, current, current)
    return 0


def begin(
    image: int, own: int, first: int, count: int, block: int, now: int, low: int, high: int
) -> int:
    """The same where nothing is in the current of neurons yet, not even what is applied."""
    receptors, (applied, current) = (
        read_receptors(image),
        begun_current(image, own, block, low, high),
    )
    arrive(receptors, first, now, low, high, applied, current)
    for r in range(first + 1, first + count):
        arrive(receptors, r, now, low, high, current, current)
    return 0
