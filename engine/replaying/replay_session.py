"""ReplaySession: what a Session is to a network that runs, to a recording: commands and frames."""

from collections.abc import Callable
from dataclasses import replace

from engine.errors import EngineError
from engine.live.by_hand import Hand
from engine.live.commands import (
    Command,
    GoTo,
    Pause,
    PlayBackwards,
    Rebuild,
    Select,
    SetColumn,
    SetSpeed,
    Sort,
    Step,
    Watch,
    WatchRaster,
    WatchSelected,
    WatchSpikes,
    WatchStatistics,
)
from engine.live.feed import MAX_SPIKES
from engine.live.frame import Frame, Status, empty_frame
from engine.numerics.time_stamps import time_ms
from engine.recording.spikes import Spikes, joined
from engine.recordings.recording import Recording
from engine.replaying.first_status import first_replay_status
from engine.replaying.playhead import Playhead
from engine.replaying.replayed_network import ReplayedNetwork

IDLE_S = 0.25
"""The longest wait for a command when nothing is to be done."""


class ReplaySession:
    """One user's way through a recording; what would change the run is not obeyed.

    factor: times real time, None for as fast as possible. clock: seconds, never going back.
    """

    def __init__(
        self, recording: Recording, factor: float | None, clock: Callable[[], float]
    ) -> None:
        self._clock = clock
        self._first_status = first_replay_status(recording, factor)
        ends = (recording.first_step, recording.end_step)
        self._head = Playhead(*ends, recording.dt_ms, factor, clock)
        self._network = ReplayedNetwork(recording)
        self._watch = Watch(first=0, rows=0, columns=0)
        self._column_steps = 1
        self._error = ""
        self._sequence = 0
        self._told_row: int | None = None
        """Up to which spike the last frame that was taken told them; None tells the newest."""
        self._told_step, self._told_leaps = recording.first_step - 1, 0
        self._published = (0, self._told_step, 0)
        self._are_spikes_watched, self._were_told = True, False

    def fail(self, error: BaseException) -> None:
        """Show the error; the replay stands until it is sent elsewhere."""
        known = isinstance(error, EngineError)
        self._error = str(error) if known else f"{type(error).__name__}: {error}"

    def obey(self, command: Command) -> None:
        """Carry out one command; its effect shows in the next frame."""
        head = self._head
        match command:
            case Rebuild():
                self._error = ""
                head.go_to(head.first)
            case GoTo(step):
                head.go_to(step)
            case Step(steps):
                head.take(steps)
            case Pause(paused):
                head.pause(paused)
            case PlayBackwards(backwards):
                head.turn(backwards)
            case SetSpeed(factor):
                head.set_speed(factor)
            case Watch():
                self._watch = command
            case SetColumn(steps):
                self._column_steps = steps
            case WatchSpikes(watched):
                self._are_spikes_watched = watched
            case _:
                self._look_at(command)
        self._follow()

    def _look_at(self, command: Command) -> None:
        network = self._network
        match command:
            case Select(neuron):
                network.select(neuron)
            case Sort(by):
                network.sort(by)
            case WatchRaster():
                network.raster.watch(command)
            case WatchSelected(watched):
                network.is_selected_wanted = watched
            case WatchStatistics(watched):
                network.statistics.watch(watched)

    def turn(self) -> float:
        """Move with the clock; seconds that the worker may sleep afterwards."""
        if self._error:
            return IDLE_S
        self._head.move()
        self._follow()
        if self._network.look(self._clock):
            return 0.0
        return IDLE_S if self._head.is_paused else min(IDLE_S, self._head.wait_s())

    def moment(self) -> tuple[object, ...]:
        """Differs between two moments when there is something new to show."""
        head = self._head
        pictures = self._network.statistics.pictures
        return head.step, head.leaps, head.is_paused, pictures, bool(self._error)

    def frame(self, *, taken: bool) -> Frame:
        """This moment as a picture.

        taken: whether the last frame was, so that its spikes need not be told again.
        """
        self._sequence += 1
        if taken and self._were_told:
            self._told_row, self._told_step, self._told_leaps = self._published
        if not self._error:
            try:
                return self._picture()
            except Exception as error:
                self.fail(error)
        status = replace(self._where(), phase="failed", error=self._error)
        column_ms = time_ms(self._column_steps, status.dt_ms)
        return empty_frame(status, column_ms, self._sequence)

    def _follow(self) -> None:
        """Let what is shown be of where the replay is."""
        if self._network.step != self._head.step:
            self._network.go_to(self._head.step)

    def _picture(self) -> Frame:
        network, watch = self._network, self._watch
        told, skipped, hands = self._since_told()
        return Frame(
            status=self._status(),
            rows=network.rows(watch.first, watch.rows, watch.columns, self._column_steps),
            selected=network.selected(),
            raster=network.raster.picture(),
            statistics=network.statistics.picture(),
            spike_step=told.step,
            spike_neuron=told.neuron,
            skipped=skipped,
            sequence=self._sequence,
            hands=hands,
            tells_spikes=self._are_spikes_watched,
        )

    def _since_told(self) -> tuple[Spikes, int, tuple[Hand, ...]]:
        """The newest spikes since those that were told, how many are left out, and what was done.

        After a leap what was told is of another time.
        """
        self._were_told = self._are_spikes_watched
        if not self._are_spikes_watched:
            return joined([]), 0, ()
        network, step = self._network, self._head.step
        spikes, row = network.spikes, network.spikes.row_of(step)
        newest = max(0, row - MAX_SPIKES)
        if self._head.leaps == self._told_leaps and self._told_row is not None:
            skipped, after = max(0, newest - self._told_row), self._told_step
            told = spikes.numbered(max(newest, self._told_row), row, network.network.dt_ms)
        else:
            skipped, told = 0, spikes.numbered(newest, row, network.network.dt_ms)
            after = int(told.step[0]) - 1 if newest else -1
        self._published = row, step, self._head.leaps
        return told, skipped, network.hands.between(after, step)

    def _status(self) -> Status:
        head, network = self._head, self._network
        rates = network.rates
        return replace(
            self._where(),
            phase="paused" if head.is_paused else "running",
            current=network.current,
            achieved_speed=0.0 if head.is_paused else head.times_real_time(),
            mean_rate_hz=rates.mean_hz(head.step),
            mean_rate_ms=time_ms(rates.mean_steps(head.step), network.network.dt_ms),
            learning=network.learning,
            dopamine=network.dopamine,
        )

    def _where(self) -> Status:
        """What can be said whatever the state of the file."""
        head, first = self._head, self._first_status
        assert first.replayed is not None
        return replace(
            first,
            step=head.step,
            real_time=head.factor == 1,
            asked_speed=head.factor,
            replayed=replace(first.replayed, is_backwards=head.is_backwards, leaps=head.leaps),
        )
