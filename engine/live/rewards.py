"""Rewards by hand, and what became of them."""

from engine.live.dose import dose_of
from engine.live.frame import Dopamine
from engine.simulation import Simulation


class Rewards:
    """Gives dopamine to a simulation, wherever it changes weights, and tells how much there is."""

    def __init__(self, simulation: Simulation) -> None:
        self._simulation = simulation
        self._dose = dose_of(simulation.network)
        views = [each.eligibility for each in simulation.changing_synapses()]
        self._eligible = [each for each in views if each is not None]
        self._given = 0
        self._last_ms: float | None = None

    @property
    def are_possible(self) -> bool:
        """Whether dopamine changes any weights."""
        return self._dose is not None

    def give(self, amount: float) -> None:
        """Let dopamine jump with the next step."""
        self._simulation.reward(amount)
        self._given += 1
        self._last_ms = self._simulation.time_ms

    def told(self) -> Dopamine | None:
        """What there is to tell; None where dopamine changes no weights."""
        if self._dose is None:
            return None
        level = max(each.level for each in self._eligible)
        return Dopamine(self._dose, level, self._given, self._last_ms)
