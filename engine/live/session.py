"""The worker's mind, without its thread: takes commands, advances in small chunks, makes frames."""

from collections.abc import Callable
from dataclasses import replace

from engine.errors import DivergenceError, EngineError
from engine.live.commands import (
    Command,
    EndRecording,
    Inject,
    Learn,
    Load,
    Pause,
    Rebuild,
    Record,
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
from engine.live.first_status import first_status
from engine.live.frame import Frame, Phase, Status, empty_frame
from engine.live.live_network import LiveNetwork
from engine.live.live_recording import LiveRecording
from engine.live.moment import Moment
from engine.live.outlook import Outlook
from engine.live.pacing import Pacer, Speedometer, StepTime
from engine.live.run_configuration import RunConfiguration, read_again, run_configuration
from engine.live.saved import Saved
from engine.live.saving import save
from engine.live.sizing import outlook_of
from engine.numerics.time_stamps import time_ms

Told = Callable[[int, int], None]

CHUNK_S = 0.006
"""Work between two looks at the commands: short enough to answer a key at once."""
IDLE_S = 0.25
"""The longest wait for a command when nothing is to be done."""


def _ignore(done: int, of: int) -> None:
    """Nobody wants to know how far a build is."""


class Session:
    """One user's live simulation, from the first network to the last.

    factor: times real time, None for as fast as possible. clock: seconds, never going back.
    """

    def __init__(
        self, configuration: RunConfiguration, factor: float | None, clock: Callable[[], float]
    ) -> None:
        self._configuration = configuration
        self._clock = clock
        self._factor = factor
        self._pace(configuration.network.dt_ms)
        self._watch = Watch(first=0, rows=0, columns=0)
        self._are_spikes_watched = True
        self._watched: dict[type[Command], Command] = {}
        """What else is watched, by the kind of what was asked for."""
        self._learning = True
        self._column_steps = 1
        self._selected: int | None = None
        self._live: LiveNetwork | None = None
        self._outlook: Outlook | None = None
        self._paused = False
        self._owed = 0
        """Steps that were asked for one by one and are not taken yet."""
        self._error = ""
        self._diverged = False
        self._lag_s = 0.0
        self._saved: Saved | None = None
        self._recording = LiveRecording()
        self.progress = 1.0
        """How much of building a network is done."""
        self.pending: RunConfiguration | None = None
        """The network that is about to replace the present one."""
        self.abandoned: RunConfiguration | None = None
        """The network whose building was just stopped for another."""
        self._has_compiled = False
        """Whether the work under way waited for a compiler."""
        self._sequence = 0

    @property
    def configuration(self) -> RunConfiguration:
        """The network that is, or that a reset goes back to."""
        return self._configuration

    def build(
        self,
        configuration: RunConfiguration,
        told: Told = _ignore,
        moment: Moment | None = None,
    ) -> None:
        """Replace the network; if that fails the one before is what a reset goes back to.

        told: called while it is built, with how much is done and of how much; may raise. moment:
        of that network, to go on from.
        """
        self._recording.end("the network was built anew")
        self._live = None
        self._outlook = outlook_of(configuration)
        try:
            self._live = LiveNetwork(configuration, self._column_steps, told, moment)
        except EngineError as error:
            self.fail(error)
            return
        self._configuration = configuration
        self._error = ""
        if moment is None:
            self._live.learn(self._learning)
        else:
            self._learning = self._live.simulation.learning
        for watched in self._watched.values():
            self._obey_live(self._live, watched)
        self._live.select(self._selected)
        self._pace(self._live.dt_ms)
        self._restart()

    def rebuilt(self, command: Rebuild | Load) -> RunConfiguration:
        """What a command to build asks for. Raises EngineError for what can't be.

        A change is one of the network that was being built, if one was; a reset goes back to the
        network before.
        """
        abandoned, self.abandoned = self.abandoned, None
        if isinstance(command, Load):
            return self._loaded(command, abandoned or self._configuration)
        changes = {"size": command.size, "seed": command.seed, "coupling": command.coupling}
        kept = {key: value for key, value in changes.items() if value is not None}
        base = abandoned if abandoned is not None and kept else self._configuration
        return replace(base, **kept)  # type: ignore[arg-type]

    def _loaded(self, command: Load, before: RunConfiguration) -> RunConfiguration:
        network, origin = command.network, command.origin or command.network.name
        if command.is_changed and before.origin == origin:
            return read_again(before, network)
        self._learning = True
        return run_configuration(network, threads=before.threads, origin=origin)

    def note_compiling(self) -> None:
        """A kernel is about to be compiled, which says nothing of how fast the network is."""
        self._has_compiled = True

    def fail(self, error: BaseException) -> None:
        """Show the error; the simulation stands until it is rebuilt."""
        known = isinstance(error, EngineError)
        self._diverged = isinstance(error, DivergenceError)
        self._error = str(error) if known else f"{type(error).__name__}: {error}"
        self._recording.end("the run failed", is_failure=True)

    def close(self) -> None:
        """Nobody looks on any more: put what is recorded into its file."""
        self._recording.end()

    def obey(self, command: Command) -> None:
        """Carry out one command; its effect shows in the next frame."""
        match command:
            case Rebuild() | Load():
                self._rebuild(command)
            case SetSpeed(factor):
                self._factor = self._pacer.factor = factor
                self._restart()
            case Pause(paused):
                self._paused, self._owed = paused, 0
                self._restart()
            case Learn(learning):
                self._learning = learning
            case SetColumn(steps):
                self._column_steps = steps
            case Select(neuron):
                self._selected = neuron
            case SetCurrent(current):
                self._configuration = replace(self._configuration, current=current)
            case Save():
                live = None if self._error else self._live
                self._saved = save(command, self._configuration, live, self._saved)
            case Record():
                self._recording.begin(command, None if self._error else self._live)
            case EndRecording():
                self._recording.end()
            case _:
                self._note_watch(command)
        if self._live is not None and not self._error:
            self._obey_live(self._live, command)

    def _note_watch(self, command: Command) -> None:
        match command:
            case Watch():
                self._watch = command
            case WatchSpikes(watched):
                self._are_spikes_watched = watched
            case WatchWeights() | WatchRaster() | WatchSelected() | WatchStatistics():
                self._watched[type(command)] = command

    def turn(self) -> float:
        """Advance by one chunk at most; seconds that the worker may sleep afterwards."""
        if self._live is None or self._error:
            return IDLE_S
        if self._paused and not self._owed:
            return 0.0 if self._look(self._live, is_idle=True) else IDLE_S
        now_s, step = self._clock(), self._live.simulation.step
        steps = self._affordable()
        if self._paused:
            self._advance(self._live, min(steps, self._owed))
            self._owed -= self._live.simulation.step - step
            return 0.0
        if self._pacer.factor is not None:
            steps = min(steps, self._pacer.due(now_s, step))
        if steps > 0:
            self._advance(self._live, steps)
        self._look(self._live)
        step = self._live.simulation.step
        self._lag_s = self._pacer.settle_lag_s(self._clock(), step)
        return min(IDLE_S, self._pacer.wait_s(self._clock(), step))

    def moment(self) -> tuple[int, float, int, bool]:
        """Differs between two moments when there is something new to show."""
        if self._live is None:
            return 0, 0.0, 0, bool(self._error)
        simulation = self._live.simulation
        pictures = self._live.weights.pictures + self._live.statistics.pictures
        return simulation.step, simulation.step_progress, pictures, bool(self._error)

    def frame(self, *, taken: bool, phase: Phase | None = None) -> Frame:
        """This moment as a picture.

        taken: whether the last frame was, so that its spikes need not be told again.
        phase: what the worker is about to do, where that takes long.
        """
        self._sequence += 1
        if self._live is not None and self.pending is None:
            if phase == "compiling":
                return self._unread(self._live, taken)
            try:
                return self._picture(self._live, taken, phase)
            except Exception as error:
                # Without its picture the network is of no use: the next one would fail as well.
                self._live = None
                self.fail(error)
        return self._empty(phase or self._phase())

    def _empty(self, phase: Phase) -> Frame:
        status = self._status(phase)
        return empty_frame(status, time_ms(self._column_steps, status.dt_ms), self._sequence)

    def _unread(self, live: LiveNetwork, taken: bool) -> Frame:
        """That it compiles, perhaps within a step, where nothing can be read; spikes are kept."""
        live.spikes.publish(taken=taken, watched=False)
        return replace(self._empty("compiling"), tells_spikes=False)

    def _picture(self, live: LiveNetwork, taken: bool, phase: Phase | None) -> Frame:
        watch = self._watch
        spikes, skipped = live.spikes.publish(taken=taken, watched=self._are_spikes_watched)
        return Frame(
            status=self._status(phase or self._phase()),
            rows=live.rows(watch.first, watch.rows, watch.columns),
            selected=live.selected(),
            weights=live.weights.picture(),
            raster=live.raster.picture(),
            statistics=live.statistics.picture(),
            spike_step=spikes.step,
            spike_neuron=spikes.neuron,
            skipped=skipped,
            tells_spikes=self._are_spikes_watched,
            sequence=self._sequence,
        )

    def _obey_live(self, live: LiveNetwork, command: Command) -> None:
        match command:
            case SetCurrent(current):
                live.set_current(current)
            case Inject(amplitude, duration_ms, neuron):
                live.inject(amplitude, duration_ms, neuron)
            case Step(steps):
                self._paused = True
                self._owed += steps
                self._restart()
            case SetColumn(steps):
                live.set_column(steps)
            case Select(neuron):
                live.select(neuron)
            case Sort(by):
                live.sort(by)
            case Learn(learning):
                live.learn(learning)
            case Reward(amount):
                live.reward(amount)
            case WatchWeights():
                live.weights.watch(command)
            case WatchRaster():
                live.raster.watch(command)
            case WatchSelected(watched):
                live.watch_selected(watched)
            case WatchStatistics(watched):
                live.statistics.watch(watched)

    def _rebuild(self, command: Rebuild | Load) -> None:
        try:
            configuration = self.rebuilt(command)
        except EngineError as error:
            self.fail(error)
        else:
            self.build(configuration)

    def _pace(self, dt_ms: float) -> None:
        self._pacer = Pacer(dt_ms, self._factor)
        self._speedometer = Speedometer(dt_ms)
        self._step_s = self._spent_s = self._worked_s = 0.0
        self._usual_step = StepTime()
        self._owed = 0

    def _advance(self, live: LiveNetwork, steps: int) -> None:
        before_s, step, self._has_compiled = self._clock(), live.simulation.step, False
        worked_s = live.simulation.worked_s
        try:
            live.advance(steps, lambda: self._clock() - before_s >= CHUNK_S)
        except EngineError as error:
            self.fail(error)
            return
        if self._has_compiled:
            self._restart()
            return
        self._spent_s += self._clock() - before_s
        self._worked_s += live.simulation.worked_s - worked_s
        if taken := live.simulation.step - step:
            self._step_s = self._spent_s / taken
            self._usual_step.add(self._worked_s, taken)
            self._spent_s = self._worked_s = 0.0

    def _look(self, live: LiveNetwork, *, is_idle: bool = False) -> bool:
        """Let those who look on have their shares of time; whether there is more to see."""
        more_weights = live.weights.work(self._clock, is_idle=is_idle)
        return live.statistics.work(self._clock, is_idle=is_idle) or more_weights

    def _affordable(self) -> int:
        """Steps that fit into a chunk, judging by the last one; at first a single step."""
        return max(1, int(CHUNK_S / self._step_s)) if self._step_s > 0 else 1

    def _restart(self) -> None:
        step = 0 if self._live is None else self._live.simulation.step
        self._pacer.restart(self._clock(), step)
        self._speedometer.restart()

    def _phase(self) -> Phase:
        if self._error:
            return "failed"
        if self._live is None:
            return "starting"
        return "paused" if self._paused else "running"

    def _status(self, phase: Phase) -> Status:
        now_s, running = self._clock(), phase == "running"
        live = None if self.pending is not None else self._live
        configuration = self.pending or self._configuration
        network = configuration.network
        status = replace(
            first_status(configuration, self._pacer.factor),
            phase=phase,
            lag_s=self._lag_s if running else 0.0,
            progress=self.progress,
            error=self._error if phase == "failed" else "",
            diverged=self._diverged and phase == "failed",
            outlook=self._outlook,
            learning=self._learning if network.learns else None,
            saved=self._saved,
            recorded=self._recording.told(),
        )
        if live is None:
            return status
        simulation, rates = live.simulation, live.rates
        rate_hz = rates.mean_hz(simulation.step)
        outlook = self._outlook
        if outlook is not None:
            outlook = outlook.measured(live.size, self._usual_step.mean_s, rate_hz)
        speed = self._speedometer.times_real_time(now_s, simulation.step) if running else 0.0
        return replace(
            status,
            storage=simulation.storage,
            threads=simulation.threads,
            step=simulation.step,
            step_progress=simulation.step_progress,
            achieved_speed=speed,
            mean_rate_hz=rate_hz,
            mean_rate_ms=time_ms(rates.mean_steps(simulation.step), simulation.dt_ms),
            outlook=outlook,
            learning=None if status.learning is None else simulation.learning,
            dopamine=live.rewards.told(),
            resumed_step=live.resumed_step,
            by_hand=live.by_hand.told(),
        )
