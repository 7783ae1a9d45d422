"""Continued: a simulation that goes on from a moment without a screen."""

from collections.abc import Callable

from engine.errors import DivergenceError
from engine.live.moment import Moment
from engine.live.pulses import Pulses
from engine.processes.processes import ALONE, Processes
from engine.recording.spikes import Spikes, joined
from engine.simulation import Simulation


def _ignore(done: int, of: int) -> None:
    """Nobody wants to know how far a build is."""


class Continued:
    """Ends the pulses that were under way where they end.

    Raises as Simulation.restore.
    """

    def __init__(
        self,
        moment: Moment,
        *,
        threads: int | None = None,
        told: Callable[[int, int], None] = _ignore,
        processes: Processes = ALONE,
    ) -> None:
        self.simulation = Simulation.restore(
            moment.checkpoint, threads=threads, told=told, processes=processes
        )
        self.take: Callable[[int], Spikes] = self.simulation.advance
        """What takes steps; whoever records them has another."""
        self._current, self._pulses = moment.current, Pulses(moment.pulses)

    def advance(self, steps: int) -> Spikes:
        """Take so many steps and return their spikes. Raises DivergenceError."""
        parts: list[Spikes] = []
        end = self.simulation.step + steps
        while self.simulation.step < end:
            until = min(end, self._pulses.next_end())
            try:
                parts.append(self.take(until - self.simulation.step))
            except DivergenceError as error:
                error.spikes = joined([*parts, error.spikes])
                raise
            if self._pulses.end_at(self.simulation.step):
                size = self.simulation.size
                self.simulation.current = self._pulses.applied(self._current, size)
        return joined(parts)
