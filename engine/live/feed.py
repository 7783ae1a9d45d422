"""What piles up between two frames: spikes, the newest of them at most, and one neuron's trace."""

import numpy as np
from numpy.typing import NDArray

from engine.recording.spikes import Spikes, joined

MAX_SPIKES = 500
"""More than anybody reads in the thirtieth of a second that a frame lasts."""
MAX_SAMPLES = 4096
NEVER = np.empty(0, np.int64)


class SpikeFeed:
    """The newest spikes since the last frame that was taken, and how many older were left out.

    A frame that nobody took is replaced, so its spikes belong to the next one as well; so do those
    of a frame that tells none, as nobody watches them.
    """

    def __init__(self) -> None:
        self._published, self._published_count = joined([]), 0
        self._fresh, self._fresh_count = joined([]), 0
        self._was_told = False

    def add(self, spikes: Spikes) -> None:
        """Append these spikes, dropping the oldest beyond what is kept."""
        self._fresh = _newest(self._fresh, spikes)
        self._fresh_count += spikes.step.size

    def publish(self, *, taken: bool, watched: bool = True) -> tuple[Spikes, int]:
        """Spikes for a new frame and how many are left out; `taken`: the last frame was."""
        if taken and self._was_told:
            self._published, self._published_count = joined([]), 0
        self._published = _newest(self._published, self._fresh)
        self._published_count += self._fresh_count
        self._fresh, self._fresh_count = joined([]), 0
        self._was_told = watched
        if not watched:
            return joined([]), 0
        return self._published, self._published_count - self._published.step.size


def _newest(older: Spikes, newer: Spikes) -> Spikes:
    if newer.step.size == 0:
        return older
    return _last(joined([older, _last(newer)]))


def _last(spikes: Spikes) -> Spikes:
    last = slice(-MAX_SPIKES, None)
    return Spikes(spikes.step[last].copy(), spikes.neuron[last].copy(), spikes.time_ms[last].copy())


class TraceFeed:
    """The last samples of the selected neuron's variables, its input current, and others' share.

    And how much its first variable changed in each step.
    """

    def __init__(self, neuron: int, step: int, past: NDArray[np.float64]) -> None:
        """past: its variables after each step before, as far as they are known; else NaN."""
        self.neuron = neuron
        unknown = np.full((len(past), 3), np.nan)
        self._samples = np.hstack((past, unknown))
        self._step = step

    def add(
        self,
        trace: NDArray[np.float64],
        step: int,
        applied: float = 0.0,
        spiked: NDArray[np.int64] = NEVER,
    ) -> None:
        """Append the trace that ends before `step`.

        applied: current that is no synapse's. spiked: the steps in which the neuron did.
        """
        first = trace[:, 0]
        before = self._samples[-1:, 0] if len(self._samples) else first[:1] + np.nan
        change = np.diff(first, prepend=before)
        # A reset is not what the neuron does by itself, nor what its inputs do.
        change[spiked - (step - len(trace))] = np.nan
        newest = np.column_stack((trace, trace[:, -1] - applied, change))[-MAX_SAMPLES:]
        self._samples = np.concatenate((self._samples, newest))[-MAX_SAMPLES:]
        self._step = step

    def samples(self) -> NDArray[np.float64]:
        """Variables and current, shape (samples, variables + 1); never changed later."""
        return self._samples[:, :-2]

    def others(self) -> NDArray[np.float64]:
        """What of the current was not applied, shape (samples,); never changed later."""
        return self._samples[:, -2]

    def change(self) -> NDArray[np.float64]:
        """By how much the first variable changed in each step, shape (samples,); NaN where it
        spiked, or is not known before. Never changed later.
        """
        return self._samples[:, -1]

    def steps(self) -> NDArray[np.int64]:
        """The step at whose start each sample is labelled, shape (samples,)."""
        return np.arange(self._step - len(self._samples), self._step)
