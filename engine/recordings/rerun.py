"""Running a recorded network again, with the same seed and the same hands: the same bits."""

import tempfile
from collections import deque
from collections.abc import Callable
from pathlib import Path

from engine.live.by_hand import Hand
from engine.live.live_network import LiveNetwork
from engine.live.moment import Moment
from engine.live.run_configuration import RunConfiguration
from engine.recording.samples import Samples
from engine.recording.spikes import Spikes, joined
from engine.recordings.recorder import Recorder
from engine.recordings.recording import Recording
from engine.simulation import Simulation


class Rerun:
    """The network of a recording from where its run began, and what hands did to it.

    Raises as `Simulation`, RecordingError, CheckpointError.
    """

    samples: Samples | None = None

    def __init__(
        self,
        recording: Recording,
        *,
        threads: int | None = None,
        told: Callable[[int, int], None] = lambda done, of: None,
    ) -> None:
        network = recording.network
        configuration = RunConfiguration(
            network=network, size=network.size, seed=network.seed, current=0.0, threads=threads
        )
        moment = _moment(recording)
        self._live = LiveNetwork(configuration, 1, told, moment)
        self._live.listener = self
        self.plan = recording.plan.fitted(network)
        self._recorder: Recorder | None = None
        self._left = deque(recording.hands)
        self._heard: list[Spikes] = []

    @property
    def simulation(self) -> Simulation:
        """What runs."""
        return self._live.simulation

    def advance(self, steps: int) -> Spikes:
        """Take so many steps, with all hands at their times; their spikes."""
        step, end = self.simulation.step, self.simulation.step + steps
        while step < end:
            while self._left and self._left[0].step <= step:
                self._live.do(self._left.popleft())
            due = min(end, self._left[0].step) if self._left else end
            self._live.advance(due - step)
            step = due
        heard, self._heard = self._heard, []
        return joined(heard)

    def recorder(self, path: Path) -> Recorder:
        """Append to the recording, of which this is the end, what comes next.

        Raises RecordingError.
        """
        recorder = Recorder(path, self.simulation, self.plan.plan, is_going_on=True)
        self._recorder, self.samples = recorder, recorder.samples
        return recorder

    def add(self, spikes: Spikes) -> None:
        """The network came this far."""
        if self._recorder is not None:
            self._recorder.add(spikes)
        self._heard.append(spikes)

    def note(self, hand: Hand) -> None:
        """It is known what is done."""


def _moment(recording: Recording) -> Moment | None:
    """The checkpoint that the run began with, if it did not begin with step 0."""
    start = recording.start
    if start is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "start.npz"
        path.write_bytes(start)
        return Moment.load(path)
