"""Listener: whoever is to hear all that a live network does, as it does it."""

from typing import Protocol

from engine.live.by_hand import Hand
from engine.recording.samples import Samples
from engine.recording.spikes import Spikes


class Listener(Protocol):
    """Keeps a run, or passes it on."""

    samples: Samples | None
    """What is to be sampled for it."""

    def add(self, spikes: Spikes) -> None:
        """The simulation came to its present step with these spikes."""

    def note(self, hand: Hand) -> None:
        """Somebody did this to it."""
