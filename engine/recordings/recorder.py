"""Recorder: keeps a running simulation in a file from some step on."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.errors import DivergenceError, RecordingError
from engine.live.by_hand import Hand
from engine.numerics.time_stamps import time_text
from engine.quoting import shown_path
from engine.recording.samples import Samples
from engine.recording.spikes import Spikes, joined
from engine.recordings.plan import SPIKE_BYTES, RecordingPlan
from engine.recordings.writer import RecordingWriter
from engine.runtime.memory import readable
from engine.simulation import Simulation

BLOCK_BYTES = 2**20
BLOCK_S = 1.0
"""The most that is lost with a killed process, in memory and in wall-clock time."""
ALL_THERE_IS = RecordingPlan()


class Recorder:
    """Is given what a simulation did, and puts it into a file block by block.

    hands: all that was done to it before. start: the checkpoint that it began with, if it did not
    begin with step 0. is_going_on: it is a recording of this run up to the present step, which is
    appended to. Raises RecordingError if there is such a file, or none can be made; later a
    failure ends the recording, and `ended` says so: the run goes on.
    """

    def __init__(
        self,
        path: Path,
        simulation: Simulation,
        plan: RecordingPlan = ALL_THERE_IS,
        hands: Sequence[Hand] = (),
        *,
        start: bytes | None = None,
        is_going_on: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.plan = fitted = plan.fitted(simulation.network)
        self.path = path
        self.ended = ""
        """Why nothing more is recorded, and how much is kept; empty while it is."""
        self.has_failed = False
        """Whether it ended against the user's will."""
        self.samples: Samples | None = None
        """For `Simulation.advance_recorded`."""
        self._simulation, self._clock = simulation, clock
        self._kept = fitted.kept
        self.first_step = simulation.step
        row = 0
        if plan.neurons:
            self.samples = Samples(plan.neurons, plan.every_steps)
            row = self.samples.first_row(simulation.step)
        if is_going_on:
            self._writer = RecordingWriter.going_on(path, fitted)
        else:
            self._writer = RecordingWriter.new(path, fitted, simulation.step, row, start)
        self._hands = list(hands)
        self._begin_block()
        self._commit()

    @property
    def bytes(self) -> int:
        """The file's size, about."""
        return self._writer.bytes

    @property
    def spikes(self) -> int:
        """How many were recorded."""
        return self._writer.spikes + self._waiting

    def advance(self, steps: int) -> Spikes:
        """Let the simulation take so many steps, and record them; raises as `advance` does."""
        try:
            spikes, _ = self._simulation.advance_recorded(steps, samples=self.samples)
        except DivergenceError as error:
            self.add(error.spikes)
            raise
        self.add(spikes)
        return spikes

    def add(self, spikes: Spikes) -> None:
        """The simulation, given `samples`, came to its present step with these spikes."""
        if self.ended:
            return
        if self._kept is not None:
            spikes = spikes.where(self._kept[spikes.neuron])
        self._spikes.append(spikes)
        self._waiting += spikes.step.size
        self._bytes += spikes.step.size * SPIKE_BYTES
        if self.samples is not None:
            _, values = self.samples.take()
            if len(values):
                self._values.append(values)
                self._bytes += values.nbytes
        if self._bytes >= BLOCK_BYTES or self._clock() >= self._due_s:
            self._commit()

    def note(self, hand: Hand) -> None:
        """Somebody did this to the simulation."""
        self._hands.append(hand)

    def close(self, why: str = "") -> None:
        """Put the rest into the file, and end it."""
        if not self.ended:
            self._commit()
        if not self.ended:
            self._end(why)

    def _begin_block(self) -> None:
        self._spikes: list[Spikes] = []
        self._values: list[NDArray[np.float64]] = []
        self._waiting = self._bytes = 0
        self._due_s = self._clock() + BLOCK_S

    def _commit(self) -> None:
        spikes = joined(self._spikes)
        values = np.concatenate(self._values) if self._values else np.empty((0, 0, 0))
        try:
            self._writer.put(
                self._simulation.step, spikes.time_ms, spikes.neuron, values, self._hands
            )
        except RecordingError as error:
            self._waiting, self.has_failed = 0, True
            self._end(f"{error}; recording ended")
            return
        self._hands = []
        self._begin_block()

    def _end(self, why: str) -> None:
        self._writer.close()
        self.samples = None
        until = time_text(self._writer.end_step, self._simulation.dt_ms)
        count = self._writer.spikes
        spikes = f"{count:,} spike{'' if count == 1 else 's'}"
        kept = f"{spikes} up to t={until} ms: {shown_path(self.path)}"
        size = readable(self._writer.bytes)
        self.ended = f"{why}; {kept} ({size})" if why else f"{kept} ({size})"
