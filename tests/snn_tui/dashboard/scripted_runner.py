"""ScriptedRunner: stands for the engine in screen tests; the same frames at every run.

Every neuron is one Hindmarsh-Rose trace, integrated once, shifted in time by a hash of its index.
"""

from dataclasses import replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from engine.live.commands import (
    Command,
    Inject,
    Learn,
    Pause,
    Rebuild,
    Reward,
    Save,
    Select,
    SetColumn,
    SetCurrent,
    SetSpeed,
    Sort,
    Step,
    Watch,
    WatchRaster,
    WatchSelected,
    WatchSpikes,
    WatchStatistics,
    WatchWeights,
)
from engine.live.curve_range import CurveRange
from engine.live.frame import Frame, Rows, Selected, Status
from engine.live.pulses import Pulse, Pulses
from engine.live.raster import Raster
from engine.live.raster_watch import RasterWatch
from engine.live.row_order import RowOrder, SortedBy, row_order
from engine.live.saved import Saved
from engine.live.spike_statistics import Histogram, PopulationStatistics, SpikeStatistics
from engine.live.weights import Course, Ends, IncomingWeights, Weights, groups
from engine.models.hindmarsh_rose import MODEL
from engine.models.phase_plane import NeuronPlane
from engine.recording.spikes import spikes_at

DT_MS = 10
PERIOD = 4000
HISTORY = 600
MOST_NEURON_STEPS = 10**6
MOST_SPIKES = 500
SPIKE_Y = -3.5
RANGES = (
    CurveRange(-1e12, 1e12, (-2.0, 2.0)),
    CurveRange(-1e12, 1e12, (-12.0, 2.0), SPIKE_Y),
    CurveRange(-1e12, 1e12, (0.0, 6.0)),
)


def first_status(**changes: object) -> Status:
    """A status before the engine has said anything."""
    status = Status(
        phase="starting",
        network="classic",
        title="The classic network",
        models="Hindmarsh-Rose",
        integrator="RK4",
        size=100,
        resizable=True,
        seed=7,
        coupling="scaled",
        storage="procedural",
        threads=2,
        current=5.0,
        current_unit="",
        step=0,
        dt_ms=DT_MS,
        real_time=True,
        asked_speed=1.0,
        achieved_speed=0.0,
        lag_s=0.0,
        mean_rate_hz=0.0,
    )
    return replace(status, **changes)  # type: ignore[arg-type]


class ScriptedRunner:
    """Records commands, and acknowledges them in its next frame unless it is deaf."""

    def __init__(self, status: Status, *, deaf: bool = False) -> None:
        self.status = status
        self.commands: list[Command] = []
        self.started = False
        self.stops = 0
        self.deaf = deaf
        self.missed = 0
        self._watch = Watch(0, 0, 0)
        self._watch_weights = WatchWeights(None)
        self._watch_raster = WatchRaster()
        self._watch_selected = self._watch_statistics = False
        self._tells_spikes = True
        self._chosen: int | None = None
        self._pulses = Pulses()
        self._column_steps = 1
        self._order: RowOrder | None = None
        self._reported = 0
        self._sequence = 0
        self._outbox: Frame | None = None

    def start(self) -> None:
        self.started = True

    def stop(self) -> None:
        self.stops += 1

    def send(self, command: Command) -> None:
        self.commands.append(command)
        if not self.deaf:
            self._obey(command)

    def take_frame(self) -> Frame | None:
        frame, self._outbox = self._outbox, None
        return frame

    def sent(self, kind: type[Command]) -> list[Command]:
        """The commands of one kind, oldest first."""
        return [command for command in self.commands if isinstance(command, kind)]

    def publish(self, **changes: object) -> None:
        """Leave a frame of the present moment, with these changes of the status."""
        self.status = replace(self.status, **changes)  # type: ignore[arg-type]
        self._sequence += 1
        steps, neurons, skipped = self._spikes()
        self._outbox = Frame(
            status=self.status,
            rows=self._rows(),
            selected=self._selected(),
            spike_step=steps,
            spike_neuron=neurons,
            skipped=skipped + self.missed,
            tells_spikes=self._tells_spikes,
            sequence=self._sequence,
            weights=self._weights(),
            raster=self._raster(),
            statistics=self._statistics(),
        )

    def publish_nothing(self, **changes: object) -> None:
        """Leave a frame without a network, with these changes of the status."""
        self.status = replace(self.status, **changes)  # type: ignore[arg-type]
        self._sequence += 1
        nothing = np.empty(0, np.int64)
        x, spiked = np.empty((0, 0), np.float32), np.empty((0, 0), np.bool_)
        rows = Rows(0, x, spiked, float(DT_MS))
        self._outbox = Frame(self.status, rows, None, nothing, nothing, 0, self._sequence)

    def run(self, steps: int, **changes: object) -> None:
        """Let time pass, and leave a frame."""
        about_normal = {"phase": "running", "achieved_speed": 1.0, "mean_rate_hz": 1.04}
        about_normal["mean_rate_ms"] = 1000.0
        self.publish(**(about_normal | {"step": self.status.step + steps} | changes))

    def _obey(self, command: Command) -> None:
        match command:
            case Rebuild(size, seed, coupling):
                status = self.status
                self._reported, self._order, self._pulses = 0, None, Pulses()
                self.status = replace(
                    status,
                    size=size or status.size,
                    seed=status.seed if seed is None else seed,
                    coupling=coupling or status.coupling,
                    step=0,
                )
            case SetCurrent(current):
                self.status = replace(self.status, current=current)
            case Pause(paused):
                self.status = replace(self.status, phase="paused" if paused else "running")
            case Step(steps):
                self.status = replace(self.status, step=self.status.step + steps)
            case SetSpeed(factor):
                self.status = replace(self.status, asked_speed=factor, real_time=factor == 1)
            case Watch():
                self._watch = command
            case SetColumn(steps):
                self._column_steps = steps
            case Sort(by):
                self._sort(by)
            case Learn(learning):
                self.status = replace(self.status, learning=learning)
            case Reward(amount):
                self._reward(amount)
            case Inject():
                self._inject(command)
            case _:
                self._look_at(command)

    def _look_at(self, command: Command) -> None:
        match command:
            case Select(neuron):
                self._chosen = neuron
            case WatchWeights():
                self._watch_weights = command
            case WatchRaster():
                self._watch_raster = command
            case WatchSelected(watched):
                self._watch_selected = watched
            case WatchSpikes(watched):
                self._tells_spikes = watched
            case WatchStatistics(watched):
                self._watch_statistics = watched
            case Save(what, folder, stem):
                before = 0 if self.status.saved is None else self.status.saved.number
                answer = Saved(before + 1, what, folder / stem, 12_345)
                self.status = replace(self.status, saved=answer)

    def _inject(self, pulse: Inject) -> None:
        step = self.status.step
        end = step + round(pulse.duration_ms / DT_MS)
        self._pulses.add(Pulse(pulse.amplitude, step, end, pulse.neuron))

    def _reward(self, amount: float) -> None:
        before = self.status.dopamine
        if before is not None:
            level = (before.level or 0.0) + amount
            given = replace(
                before,
                level=level,
                rewards=before.rewards + 1,
                last_ms=float(self.status.time_ms),
            )
            self.status = replace(self.status, dopamine=given)

    def _rows(self) -> Rows:
        first, rows, columns = self._watch.first, self._watch.rows, self._watch.columns
        steps = self.status.step - np.arange(columns, 0, -1) * self._column_steps
        neurons = np.arange(first, first + rows)
        if self._order is not None:
            neurons = self._order.neurons[first : first + rows]
        at = (steps[None, :] + _offsets(neurons)[:, None]) % PERIOD
        values, spikes = _trace()
        spiked = np.zeros(at.shape, dtype=bool)
        for later in range(self._column_steps):
            spiked |= spikes[(at + later) % PERIOD]
        known = steps >= 0
        x = np.where(known, values[at, 0], np.nan).astype(np.float32)
        column_ms = float(self._column_steps * DT_MS)
        rates_hz = None if self._order is None else self._counts()[neurons] / 10.0
        return Rows(
            first,
            x,
            spiked & known,
            column_ms,
            order=self._order,
            rates_hz=rates_hz,
            rate_ms=10_000.0,
        )

    def _counts(self) -> NDArray[np.int64]:
        """Spikes in ten seconds, of each neuron others, and one more with each second."""
        return np.arange(self.status.size) * 37 % 101 + self.status.time_ms // 1000

    def _sort(self, by: SortedBy) -> None:
        order = row_order(by, self._counts(), 10.0, float(self.status.time_ms), [0])
        self._order = None if by == "number" else order

    def _selected(self) -> Selected | None:
        if self._chosen is None or not self._watch_selected:
            return None
        steps = np.arange(max(0, self.status.step - HISTORY), self.status.step)
        at = (steps + _offsets(np.array([self._chosen]))) % PERIOD
        values, spikes = _trace()
        last = steps[spikes[at]][-1:]
        others = 0.3 * values[at - 40, :1]
        current = np.full((len(steps), 1), self.status.current) + others
        return Selected(
            neuron=self._chosen,
            time_ms=steps * float(DT_MS),
            values=np.hstack([values[at], current]),
            rate_hz=1.2,
            rate_ms=10_240.0,
            last_spike_ms=int(last[0]) * DT_MS if last.size else None,
            planes=_planes(),
            ranges=RANGES,
            other_input="synapses",
            others=others[:, 0],
        )

    def _weights(self) -> Weights | None:
        """Synapses of the first half onto the second, or back: the longer, the more apart."""
        asked, status, half = self._watch_weights, self.status, self.status.size // 2
        if asked.number is None or status.learning is None:
            return None
        ends = [Ends("early", 0, half), Ends("late", half, status.size - half)]
        source, target = ends if asked.number == 0 else ends[::-1]
        apart = 1.0 - np.exp(-status.step / 1000)
        weights = 0.25 + 0.2 * apart * np.sin(np.arange(source.size * target.size) * 1.7)
        matrix = weights.reshape(target.size, source.size)
        shape = min(asked.rows, target.size), min(asked.columns, source.size)
        sums, synapses = np.zeros(shape), np.zeros(shape, np.int64)
        at = np.ix_(groups(target.size, shape[0]), groups(source.size, shape[1]))
        np.add.at(sums, at, matrix)
        np.add.at(synapses, at, 1)
        incoming = None
        if self._chosen is not None and target.first <= self._chosen <= target.last:
            onto = matrix[self._chosen - target.first]
            order = np.argsort(-onto, kind="stable")
            incoming = IncomingWeights(self._chosen, onto.size, order + source.first, onto[order])
        times = np.linspace(0.0, status.step * DT_MS, 50)
        course = Course(times, 0.25 + 1e-6 * times, 0.14 * (1.0 - np.exp(-times / 10_000)))
        return Weights(
            number=min(asked.number, 1),
            of=2,
            rule="pair-stdp",
            source=source,
            target=target,
            unit="mV",
            low=0.0,
            high=0.5,
            counts=np.histogram(weights, 960, (0.0, 0.5))[0],
            first_counts=np.histogram(np.full(weights.size, 0.25), 960, (0.0, 0.5))[0],
            is_dense=True,
            sums=sums,
            synapses=synapses,
            course=course,
            change_per_s=0.0123,
            incoming=incoming,
        )

    def _raster(self) -> Raster | None:
        """Four fifths of the neurons are one population, the others another."""
        size, step = self.status.size, self.status.step
        if not self._watch_raster.lines:
            return None
        early = -(-size * 4 // 5)
        ends = [Ends("early", 0, early), Ends("late", early, size - early)]
        watch = RasterWatch([each for each in ends if each.size], self._pulses.between)
        watch.watch(replace(self._watch_raster, end_step=None))
        first = max(0, step - min(HISTORY, 1 + MOST_NEURON_STEPS // size))
        watch.add(spikes_at(*_spikes_between(first, step, size)), step)
        watch.watch(self._watch_raster)
        return watch.picture()

    def _statistics(self) -> SpikeStatistics | None:
        """Two populations, one with a rhythm and one without."""
        if not self._watch_statistics:
            return None
        bins, half = np.arange(100), self.status.size // 2
        hz = np.arange(0.0, 500.0, 0.4)
        noise = 2.0 + np.sin(hz * 1.7)
        peak = 80.0 / (1.0 + ((hz - 22.0) / 2.0) ** 2)
        both = (("regular", half, 0.21, 22.04, noise + peak),)
        both += (("irregular", self.status.size - half, 0.98, np.nan, noise),)
        return SpikeStatistics(
            populations=tuple(
                PopulationStatistics(
                    name=name,
                    size=size,
                    sampled=min(size, 64),
                    rate_hz=5.47,
                    variation=variation,
                    fano_factor=variation**2,
                    synchrony=0.125,
                    peak_hz=peak_hz,
                    rates=Histogram(
                        (half * np.exp(-((bins / 50 - 1) ** 2))).astype(int), 0.0, 10.5
                    ),
                    intervals=Histogram(bins * (100 - bins) ** 2 // 999, 0.0, 640.0),
                    frequency_hz=hz,
                    power=power,
                )
                for name, size, variation, peak_hz, power in both
            ),
            rate_ms=10_240.0,
            window_ms=8_200.0,
            bin_ms=1.0,
            count_ms=100.0,
        )

    def _spikes(self) -> tuple[NDArray[np.int64], NDArray[np.int64], int]:
        if not self._tells_spikes:
            return np.empty(0, np.int64), np.empty(0, np.int64), 0
        newest = min(50, 1 + MOST_NEURON_STEPS // self.status.size)
        first = max(self._reported, self.status.step - newest)
        steps, neurons = _spikes_between(first, self.status.step, self.status.size)
        self._reported = self.status.step
        skipped = max(0, len(steps) - MOST_SPIKES)
        return steps[skipped:], neurons[skipped:], skipped


def _spikes_between(first: int, end: int, size: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    steps = np.arange(first, end)
    at = (steps[:, None] + _offsets(np.arange(size))[None, :]) % PERIOD
    when, who = np.nonzero(_trace()[1][at])
    return steps[when], who.astype(np.int64)


def _offsets(neurons: NDArray[np.int64]) -> NDArray[np.int64]:
    return (neurons * 2654435761 % 2**32) % PERIOD


@cache
def _planes() -> tuple[NeuronPlane, ...]:
    parameters = {each.name: np.array([each.default]) for each in MODEL.parameters}
    constants = MODEL.constants(parameters, DT_MS)
    return tuple(NeuronPlane(plane, constants) for plane in MODEL.planes)


@cache
def _trace() -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """x, y, z of a neuron over a long time, shape (PERIOD, 3), and where it spikes."""
    state = np.array([-0.8, -3.2, 4.3])
    values = np.empty((PERIOD, 3))
    for step in range(-PERIOD // 4, PERIOD):
        state = _rk4(state)
        values[max(step, 0)] = state
    above = values[:, 1] > SPIKE_Y
    return values, above & ~np.roll(above, 1)


def _rk4(state: NDArray[np.float64]) -> NDArray[np.float64]:
    step = DT_MS / 100
    k1 = _slope(state)
    k2 = _slope(state + step / 2 * k1)
    k3 = _slope(state + step / 2 * k2)
    k4 = _slope(state + step * k3)
    return state + step / 6 * (k1 + 2 * k2 + 2 * k3 + k4)


def _slope(state: NDArray[np.float64]) -> NDArray[np.float64]:
    x, y, z = state.tolist()
    dx = y - x**3 + 3 * x**2 - z + 3.2
    return np.array([dx, 1 - 5 * x**2 - y, 0.006 * (4 * (x + 1.6) - z)])
