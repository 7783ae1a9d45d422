"""A simulation together with all that is observed of it while it runs live."""

import numpy as np

from engine.frame import Rows, Selected
from engine.live.feed import SpikeFeed, TraceFeed
from engine.live.pulses import Pulse, Pulses
from engine.live.rates import Rates
from engine.live.settings import Settings
from engine.models.hindmarsh_rose import DT_MS
from engine.recording import ColumnHistory
from engine.simulation import Simulation


class World:
    """One network from its first step on; replaced as a whole when it is rebuilt.

    Raises NetworkTooLargeError, before anything is allocated, if memory would not suffice.
    """

    def __init__(self, settings: Settings, column_steps: int) -> None:
        network = settings.network()
        self.simulation = Simulation(network, threads=settings.threads)
        self.current = settings.current
        self.pulses = Pulses()
        self.spikes = SpikeFeed()
        self.rates = Rates(network.size, 1000 // DT_MS)
        self.history = ColumnHistory(network.size, column_steps)
        self.trace: TraceFeed | None = None

    @property
    def size(self) -> int:
        """Number of neurons."""
        return self.simulation.network.size

    def advance(self, steps: int) -> None:
        """Take so many steps, ending pulses where they end."""
        target = self.simulation.step + steps
        while self.simulation.step < target:
            until = min(target, self.pulses.next_end())
            self._observe(until - self.simulation.step)
            if self.pulses.end_at(self.simulation.step):
                self._apply_current()

    def set_current(self, current: float) -> None:
        """Apply this current to every neuron, besides the pulses under way."""
        self.current = current
        self._apply_current()

    def inject(self, amplitude: float, duration_ms: float, neuron: int | None) -> None:
        """Begin a pulse that lasts so long, and at least one step."""
        if neuron is not None and not 0 <= neuron < self.size:
            return
        steps = max(1, round(duration_ms / DT_MS))
        self.pulses.add(Pulse(amplitude, self.simulation.step + steps, neuron))
        self._apply_current()

    def set_column(self, steps: int) -> None:
        """Begin the history anew, with columns of so many steps."""
        self.history = ColumnHistory(self.size, steps)

    def select(self, neuron: int | None) -> None:
        """Trace this neuron from now on; None, or one that there is not, traces none."""
        if neuron is None or not 0 <= neuron < self.size:
            self.trace = None
        elif self.trace is None or self.trace.neuron != neuron:
            self.trace = TraceFeed(neuron, self.simulation.step)

    def rows(self, first: int, rows: int, columns: int) -> Rows:
        """The watched neurons, as many as there are."""
        first = min(first, max(0, self.size - rows))
        x, spiked = self.history.window(self.simulation.step, first, rows, columns)
        return Rows(first, x, spiked, float(self.history.column_steps * DT_MS))

    def selected(self) -> Selected | None:
        """What there is to see of the selected neuron."""
        if self.trace is None:
            return None
        neuron, step = self.trace.neuron, self.simulation.step
        last = self.simulation.last_spike_step_of(neuron)
        return Selected(
            neuron=neuron,
            time_ms=(self.trace.steps() * DT_MS).astype(np.float64),
            values=self.trace.samples(),
            rate_hz=self.rates.neuron_hz(neuron, step),
            last_spike_ms=None if last is None else last * DT_MS,
        )

    def _observe(self, steps: int) -> None:
        neuron = None if self.trace is None else self.trace.neuron
        spikes, trace = self.simulation.advance_recorded(steps, neuron, self.history)
        if self.trace is not None:
            self.trace.add(trace, self.simulation.step)
        self.spikes.add(spikes)
        self.rates.add(spikes, self.simulation.step)

    def _apply_current(self) -> None:
        self.simulation.current = self.pulses.applied(self.current, self.size)
