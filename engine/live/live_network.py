"""A simulation together with all that is observed of it while it runs live."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from engine.errors import DivergenceError
from engine.live.applied_current import applied_current
from engine.live.by_hand import ALL, ByHand, Deed, Hand
from engine.live.curve_range import CurveRange, curve_ranges
from engine.live.feed import SpikeFeed, TraceFeed
from engine.live.frame import Rows, Selected
from engine.live.known_past import known_past
from engine.live.listener import Listener
from engine.live.moment import Moment
from engine.live.other_columns import in_columns_of
from engine.live.other_input import has_jumps, other_input
from engine.live.populations import ends_of, headings_of
from engine.live.pulses import Pulse, Pulses
from engine.live.raster_watch import RasterWatch
from engine.live.rates import Rates
from engine.live.rewards import Rewards
from engine.live.row_order import RowOrder, SortedBy, row_order
from engine.live.run_configuration import RunConfiguration
from engine.live.spike_ring import SpikeRing
from engine.live.spike_window import MOST_FRESH, SpikeWindow, window_of
from engine.live.statistics_watch import StatisticsWatch
from engine.live.weight_watch import WeightWatch
from engine.models.phase_plane import NeuronPlane
from engine.numerics.time_stamps import time_ms, times_ms
from engine.recording.columns import ColumnHistory
from engine.recording.spikes import Spikes
from engine.runtime.outcome import never
from engine.simulation import Simulation


class LiveNetwork:
    """One network from its first step on; replaced as a whole when it is rebuilt.

    moment: from which it goes on instead. Raises NetworkTooLargeError, before anything is
    allocated, if memory would not suffice, CheckpointError for a moment that does not fit.
    """

    def __init__(
        self,
        configuration: RunConfiguration,
        column_steps: int,
        told: Callable[[int, int], None] = lambda done, of: None,
        moment: Moment | None = None,
    ) -> None:
        if moment is None:
            self.simulation = configuration.build(told)
        else:
            self.simulation = Simulation.restore(
                moment.checkpoint, threads=configuration.threads, told=told
            )
        self.resumed_step = None if moment is None else moment.step
        step = self.simulation.step
        self._described_current = applied_current(self.simulation.network) or 0.0
        self._headings = headings_of(self.simulation.network)
        self.current = configuration.current
        self.pulses = Pulses(() if moment is None else moment.pulses)
        self.by_hand = ByHand(step)
        self.listener: Listener | None = None
        self.spikes = SpikeFeed()
        self.rates = Rates(self.size, round(1000 / self.dt_ms), step)
        self.history = self._lived = ColumnHistory(self.size, column_steps)
        """The latter as of the last step: wider columns than its own lose nothing of it."""
        self.order: RowOrder | None = None
        self.trace: TraceFeed | None = None
        self._recorded: TraceFeed | None = None
        """The one that was recorded up to now, whether anybody still watches it."""
        self._selected: int | None = None
        self._watches_selected = False
        self._planes: tuple[NeuronPlane, ...] = ()
        self._ranges: tuple[CurveRange, ...] = ()
        self._other_input = ""
        self._has_jumps = self._tells_change = False
        self.weights = WeightWatch(self.simulation)
        self.statistics = StatisticsWatch(self.simulation, self.rates, self._window)
        self.rewards = Rewards(self.simulation)
        self._newest = SpikeRing(step)
        ends = ends_of(self.simulation.network)
        self.raster = RasterWatch(ends, self.pulses.between, step, self._newest)
        if moment is None and self.current != 0.0:
            self._note(self._hand("current", self.current))

    @property
    def size(self) -> int:
        """Number of neurons."""
        return self.simulation.size

    @property
    def dt_ms(self) -> float:
        """The time step."""
        return self.simulation.dt_ms

    def advance(self, steps: int, is_enough: Callable[[], bool] = never) -> None:
        """Take so many steps, ending pulses where they end.

        is_enough: asked after each portion of work, perhaps within a step, whether to stop there.
        """
        target = self.simulation.step + steps
        while self.simulation.step < target:
            applied, until = self._applied(min(target, self.pulses.next_end()))
            self._observe(until - self.simulation.step, applied, is_enough)
            if self.pulses.end_at(self.simulation.step):
                self._apply_current()
            if is_enough():
                break

    def set_current(self, current: float) -> None:
        """Apply this current to every neuron, besides the pulses under way."""
        if current != self.current:
            self.do(self._hand("current", current))

    def inject(self, amplitude: float, duration_ms: float, neuron: int | None) -> None:
        """Begin a pulse that lasts so long, and at least one step."""
        if neuron is None or 0 <= neuron < self.size:
            steps = max(1, round(duration_ms / self.dt_ms))
            into = ALL if neuron is None else neuron
            self.do(self._hand("pulse", amplitude)._replace(steps=steps, neuron=into))

    def learn(self, learning: bool) -> None:
        """Let spikes change weights, or leave all weights as they are."""
        if self.simulation.network.learns and learning != self.simulation.learning:
            self.do(self._hand("learning", float(learning)))

    def reward(self, amount: float) -> None:
        """Let dopamine jump with the next step; nothing where it changes no weights."""
        if self.rewards.are_possible:
            self.do(self._hand("reward", amount))

    def do(self, hand: Hand) -> None:
        """Do what a hand does, or did, before the next step."""
        match hand.deed:
            case "current":
                self.current = hand.value
                self._apply_current()
            case "pulse":
                neuron = None if hand.neuron == ALL else hand.neuron
                self.pulses.add(Pulse(hand.value, hand.step, hand.step + hand.steps, neuron))
                self._apply_current()
            case "learning":
                self.simulation.learning = hand.value != 0.0
            case "reward":
                self.rewards.give(hand.value)
        self._note(hand)

    def moment(self) -> Moment:
        """All that another one needs to go on from here."""
        return Moment(self.simulation.checkpoint(), self.current, self.pulses.under_way)

    def set_column(self, steps: int) -> None:
        """Let columns be of so many steps from now on, and those before as far as is known."""
        self.history = in_columns_of(steps, self._lived, self._newest, self.simulation.step)

    def select(self, neuron: int | None) -> None:
        """Take this neuron as the selected one; None, or one that there is not, takes none."""
        self._selected = neuron if neuron is not None and 0 <= neuron < self.size else None
        self.weights.select(neuron)
        self._follow_selected()

    def watch_selected(self, watched: bool) -> None:
        """Record the selected neuron from now on, or nothing of it."""
        self._watches_selected = watched
        self._follow_selected()

    def _follow_selected(self) -> None:
        neuron = self._selected
        if neuron is None or not self._watches_selected:
            self.trace = None
        elif self.trace is None or self.trace.neuron != neuron:
            self._planes = self.simulation.planes(neuron)
            population = self.simulation.population_of(neuron)
            model = population.described_model
            self.trace = self._trace_of(neuron)
            self._ranges = curve_ranges(model, self.simulation.parameters(neuron))
            self._other_input = other_input(self.simulation.network, population.name)
            self._has_jumps = has_jumps(self.simulation.network, population.name)
            self._tells_change = len(self._ranges) == 1 and self._ranges[0].threshold is not None

    def _trace_of(self, neuron: int) -> TraceFeed:
        """What was recorded of it, if no step was taken since; else what is known without that."""
        if self._recorded is not None and self._recorded.neuron == neuron:
            return self._recorded
        past = known_past(self.simulation, self._lived, neuron)
        return TraceFeed(neuron, self.simulation.step, past)

    def rows(self, first: int, rows: int, columns: int) -> Rows:
        """The watched rows, as many as there are."""
        first, order = min(first, max(0, self.size - max(1, rows))), self.order
        step, uppermost, rates_hz = self.simulation.step, first, None
        if order is None:
            x, spiked = self.history.window(step, first, rows, columns)
        else:
            neurons, uppermost = order.neurons[first : first + rows], int(order.neurons[first])
            x, spiked = self.history.window_of(step, neurons, columns)
            rates_hz = self.rates.hz_of(neurons, step)
        column_ms = time_ms(self.history.column_steps, self.dt_ms)
        potential = self.simulation.variables(uppermost)[0]
        is_mixed = order is not None and order.by == "rate"
        populations = () if is_mixed else self._headings
        return Rows(
            first=first,
            x=x,
            spiked=spiked,
            column_ms=column_ms,
            name=potential.name,
            unit=potential.unit,
            order=order,
            rates_hz=rates_hz,
            rate_ms=time_ms(self.rates.window_steps(step), self.dt_ms),
            populations=populations,
        )

    def sort(self, by: SortedBy) -> None:
        """Put the rows in this order, by the rates up to now."""
        step = self.simulation.step
        counts, window_s = self.rates.counts(step)
        firsts = [first for _, first in self._headings]
        order = row_order(by, counts, window_s, time_ms(step, self.dt_ms), firsts)
        self.order = None if by == "number" else order

    def selected(self) -> Selected | None:
        """What there is to see of the selected neuron; None while nobody watches it."""
        if self.trace is None:
            return None
        neuron, step = self.trace.neuron, self.simulation.step
        last = self.simulation.last_spike_step_of(neuron)
        variables = self.simulation.variables(neuron)
        return Selected(
            neuron=neuron,
            time_ms=times_ms(self.trace.steps(), self.dt_ms).astype(np.float64),
            values=self.trace.samples(),
            rate_hz=self.rates.neuron_hz(neuron, step),
            last_spike_ms=None if last is None else time_ms(last, self.dt_ms),
            names=tuple(variable.name for variable in variables),
            units=tuple(variable.unit for variable in variables),
            current_unit=self.simulation.current_unit(neuron),
            population=self.simulation.population_name(neuron),
            planes=self._planes,
            rate_ms=time_ms(self.rates.window_steps(step), self.dt_ms),
            ranges=self._ranges,
            other_input=self._other_input,
            others=self.trace.others(),
            jumps=self._has_jumps,
            change=self.trace.change() if self._tells_change else None,
        )

    def _hand(self, deed: Deed, value: float) -> Hand:
        return Hand(self.simulation.step, deed, value)

    def _note(self, hand: Hand) -> None:
        self.by_hand.note(hand)
        if self.listener is not None:
            self.listener.note(hand)

    def _window(self) -> SpikeWindow:
        """The newest spikes, as far back as statistics go, but no more than are soon counted."""
        sizes = [each.size for each in self.simulation.network.populations]
        step, longest = self.simulation.step, self.rates.longest_steps
        first = max(self._newest.first_step(MOST_FRESH), step - longest)
        return window_of(self._newest, sizes, self.dt_ms, longest, first, step)

    def _applied(self, until: int) -> tuple[float, int]:
        """The current applied to the traced neuron, and up to which step at most."""
        if self.trace is None:
            return 0.0, until
        applied, change = self.simulation.applied_to(self.trace.neuron)
        return applied, until if change is None else min(until, change)

    def _observe(self, steps: int, applied: float, is_enough: Callable[[], bool]) -> None:
        neuron = None if self.trace is None else self.trace.neuron
        try:
            spikes, trace = self.simulation.advance_recorded(
                steps,
                neuron,
                self.history,
                is_enough,
                None if self.listener is None else self.listener.samples,
            )
        except DivergenceError as error:
            self._keep(error.spikes, error.trace, applied)
            raise
        self._keep(spikes, trace, applied)

    def _keep(self, spikes: Spikes, trace: NDArray[np.float64], applied: float) -> None:
        self._recorded, self._lived = self.trace, self.history
        if self.trace is not None:
            own = spikes.step[spikes.neuron == self.trace.neuron]
            self.trace.add(trace, self.simulation.step, applied, own)
        if self.listener is not None:
            self.listener.add(spikes)
        self.spikes.add(spikes)
        self.rates.add(spikes, self.simulation.step)
        self.raster.add(spikes, self.simulation.step)
        self.statistics.add(spikes, self.simulation.step)

    def _apply_current(self) -> None:
        beside = self.current - self._described_current
        self.simulation.current = self.pulses.applied(beside, self.size)
