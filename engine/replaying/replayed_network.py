"""ReplayedNetwork: what there is to see of a recorded network at any step of it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.description.network import Network
from engine.live.applied_current import applied_current
from engine.live.dose import dose_of
from engine.live.frame import Dopamine, Rows, Selected
from engine.live.populations import ends_of, headings_of, population_of
from engine.live.raster_watch import RasterWatch
from engine.live.row_order import RowOrder, SortedBy, row_order
from engine.live.statistics_watch import StatisticsWatch
from engine.numerics.time_stamps import time_ms, times_ms
from engine.recordings.recording import Recording
from engine.replaying.hands_at import HandsAt
from engine.replaying.recorded_neuron import RecordedNeuron
from engine.replaying.recorded_rates import RecordedRates
from engine.replaying.recorded_rows import RecordedRows
from engine.replaying.recorded_spikes import RecordedSpikes
from engine.replaying.recorded_window import RecordedWindow


@dataclass(slots=True)
class Instant:
    """A step of a network's run."""

    network: Network
    step: int

    @property
    def dt_ms(self) -> float:
        """The time step."""
        return self.network.dt_ms


class ReplayedNetwork:
    """Takes a LiveNetwork's place; moved to a step, it tells of it as that would have.

    Raises RecordingError where the recording turns out to be damaged; so do all that look at it.
    """

    def __init__(self, recording: Recording) -> None:
        self.recording, self.network = recording, recording.network
        self.step = recording.first_step
        self.hands = HandsAt(recording.hands)
        self.spikes = RecordedSpikes(recording)
        steps_per_second = round(1000 / self.network.dt_ms)
        self.rates = RecordedRates(self.spikes, self.network.size, steps_per_second)
        self.order: RowOrder | None = None
        self._rows = RecordedRows(recording, self.spikes)
        self._headings = headings_of(self.network)
        self._neuron: RecordedNeuron | None = None
        self.is_selected_wanted = True
        """Whether anybody looks at the selected neuron."""
        self.raster = RasterWatch(ends_of(self.network), self.hands.pulses, kept=self.spikes)
        self.raster.go_to(self.step)
        self._told = Instant(self.network, self.step)
        """What statistics are of, until all of them are told."""
        self._is_telling = False
        self.statistics = StatisticsWatch(self._told, self.rates, self._window)

    @property
    def learning(self) -> bool | None:
        """Whether spikes changed weights; None where nothing learns."""
        return self.hands.learning(self.step) if self.network.learns else None

    @property
    def dopamine(self) -> Dopamine | None:
        """Rewards by hand; None where dopamine changes no weights."""
        dose = dose_of(self.network)
        if dose is None:
            return None
        given = self.hands.rewards(self.step, dose)
        last_ms = time_ms(given.step, self.network.dt_ms) if given.number else None
        return Dopamine(given.amount, None, given.number, last_ms)

    @property
    def current(self) -> float:
        """What was applied to all neurons, pulses not included."""
        return self.hands.current(self.step, applied_current(self.network) or 0.0)

    def go_to(self, step: int) -> None:
        """Show what there is to see before this step."""
        self.step = step
        self.raster.go_to(step)

    def look(self, clock: Callable[[], float]) -> bool:
        """Go on telling statistics, all of one step; whether there is more to tell."""
        if not self._is_telling:
            self._told.step = self.step
        self._is_telling = self.statistics.work(clock, is_idle=True)
        return self._is_telling

    def select(self, neuron: int | None) -> None:
        """Tell of this neuron; of none for None, or one that there is not."""
        if neuron is None or not 0 <= neuron < self.network.size:
            self._neuron = None
        elif self._neuron is None or self._neuron.number != neuron:
            self._neuron = RecordedNeuron(self.recording, neuron)

    def sort(self, by: SortedBy) -> None:
        """Put the rows in this order, by the rates up to now."""
        counts, window_s = self.rates.counts(self.step)
        firsts = [first for _, first in self._headings]
        now_ms = time_ms(self.step, self.network.dt_ms)
        order = row_order(by, counts, window_s, now_ms, firsts)
        self.order = None if by == "number" else order

    def rows(self, first: int, rows: int, columns: int, column_steps: int) -> Rows:
        """The watched rows, as many as there are, over whole columns of so many steps."""
        size, order = self.network.size, self.order
        first = min(first, max(0, size - max(1, rows)))
        neurons = np.arange(first, min(first + rows, size))
        if order is not None:
            neurons = order.neurons[neurons]
        x, spiked = self._rows.before(self.step, neurons, columns, column_steps)
        uppermost = first if order is None else int(order.neurons[first])
        potential = population_of(self.network, uppermost)[0].described_model.variables[0]
        is_mixed = order is not None and order.by == "rate"
        is_sorted = order is not None and neurons.size > 0
        return Rows(
            first=first,
            x=x,
            spiked=spiked,
            column_ms=time_ms(column_steps, self.network.dt_ms),
            name=potential.name,
            unit=potential.unit,
            order=order,
            rates_hz=self.rates.hz_of(neurons, self.step) if is_sorted else None,
            rate_ms=time_ms(self.rates.window_steps(self.step), self.network.dt_ms),
            populations=() if is_mixed else self._headings,
            is_recorded=self._rows.has_potentials,
        )

    def selected(self) -> Selected | None:
        """What there is to see of the selected neuron."""
        neuron = self._neuron
        if neuron is None or not self.is_selected_wanted:
            return None
        step, dt_ms = self.step, self.network.dt_ms
        last, trace = self.spikes.last_of(neuron.number, step), neuron.trace.before(step)
        looked_back = self.spikes.known_step(self.recording.first_step, step)
        is_all = looked_back == self.recording.first_step
        return Selected(
            neuron=neuron.number,
            time_ms=times_ms(trace.steps, dt_ms).astype(np.float64),
            values=trace.values,
            rate_hz=self.rates.neuron_hz(neuron.number, step),
            last_spike_ms=None if last is None else time_ms(last, dt_ms),
            names=neuron.trace.names,
            units=neuron.units,
            current_unit=neuron.model.current_unit,
            population=neuron.population if len(self._headings) > 1 else "",
            planes=neuron.planes,
            rate_ms=time_ms(self.rates.window_steps(step), dt_ms),
            ranges=neuron.ranges,
            every_steps=neuron.trace.every_steps,
            after_steps=int(step - 1 - trace.steps[-1]) if trace.steps.size else 0,
            has_input=neuron.trace.has_input,
            unrecorded=neuron.unrecorded,
            silent_ms=None if is_all else time_ms(step - looked_back, dt_ms),
        )

    def _window(self) -> RecordedWindow:
        sizes = [each.size for each in self.network.populations]
        longest = self.rates.longest_steps
        return RecordedWindow(
            self.spikes, sizes, self.network.dt_ms, longest, lambda: self._told.step
        )
