"""ByHand: what hands did to a running network that neither a description nor an option can say."""

from collections import Counter
from typing import Literal

Deed = Literal["pulse", "reward", "current", "learning"]
"""A pulse or a reward given, the current changed on the way, learning turned off or on."""


class ByHand:
    """Counts deeds since the network's first step."""

    def __init__(self) -> None:
        self._counts: Counter[Deed] = Counter()

    def note(self, deed: Deed) -> None:
        """It was done once more."""
        self._counts[deed] += 1

    def told(self) -> tuple[tuple[Deed, int], ...]:
        """How often each was done, of those that were."""
        return tuple(self._counts.items())
