"""What hands did to a running network: enough to do it again, and to say that it was done."""

from collections import Counter
from typing import Literal, NamedTuple

Deed = Literal["pulse", "reward", "current", "learning"]
"""A pulse or a reward given, the current changed, learning turned off or on."""
ALL = -1
"""In place of a neuron."""


class Hand(NamedTuple):
    """Something that was done between two steps, and acts from the later one on.

    value: the current applied to all neurons, a pulse's amplitude, whether spikes change weights
    (1 or 0), a dose of dopamine. steps: how long a pulse lasts. neuron: which it goes into, or ALL.
    """

    step: int
    deed: Deed
    value: float
    steps: int = 0
    neuron: int = ALL


class ByHand:
    """All that was done since a network's first step here."""

    def __init__(self, first_step: int) -> None:
        self._first_step = first_step
        self.hands: list[Hand] = []

    def note(self, hand: Hand) -> None:
        """This was done as well."""
        self.hands.append(hand)

    def told(self) -> tuple[tuple[Deed, int], ...]:
        """How often each was done, where neither a description nor an option can say it."""
        counts: Counter[Deed] = Counter(
            hand.deed
            for hand in self.hands
            if hand.deed != "current" or hand.step > self._first_step
        )
        return tuple(counts.items())
