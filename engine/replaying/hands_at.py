"""HandsAt: what hands had done by any step of a recording."""

from bisect import bisect_right
from typing import NamedTuple

from engine.live.by_hand import ALL, Deed, Hand
from engine.live.pulses import Pulse


class Given(NamedTuple):
    """The rewards by then: how many, the last one's amount and step."""

    number: int
    amount: float
    step: int


class HandsAt:
    """Hands in the order of their steps; what was done at a step is done at it."""

    def __init__(self, hands: list[Hand]) -> None:
        self._hands = hands
        self._steps = [hand.step for hand in hands]
        self._by_deed: dict[Deed, list[Hand]] = {}
        for hand in hands:
            self._by_deed.setdefault(hand.deed, []).append(hand)

    def between(self, after: int, step: int) -> tuple[Hand, ...]:
        """What was done after one step, and up to another."""
        low, high = (bisect_right(self._steps, each) for each in (after, step))
        return tuple(self._hands[low:high])

    def pulses(self, start: int, end: int) -> tuple[Pulse, ...]:
        """Those that lasted over a step from `start` until (not including) `end`."""
        given = (
            Pulse(hand.value, hand.step, hand.step + hand.steps, _neuron_of(hand))
            for hand in self._until("pulse", end - 1)
        )
        return tuple(pulse for pulse in given if pulse.end_step > start)

    def current(self, step: int, otherwise: float) -> float:
        """The current that hands had applied to all neurons, pulses not included."""
        return self._value("current", step, otherwise)

    def learning(self, step: int) -> bool:
        """Whether spikes changed weights, where any learned."""
        return self._value("learning", step, 1.0) != 0.0

    def rewards(self, step: int, dose: float) -> Given:
        """The rewards given. dose: the usual one."""
        given = self._until("reward", step)
        return Given(len(given), given[-1].value, given[-1].step) if given else Given(0, dose, 0)

    def _value(self, deed: Deed, step: int, otherwise: float) -> float:
        done = self._until(deed, step)
        return done[-1].value if done else otherwise

    def _until(self, deed: Deed, step: int) -> list[Hand]:
        hands = self._by_deed.get(deed, [])
        return hands[: bisect_right(hands, step, key=lambda hand: hand.step)]


def _neuron_of(hand: Hand) -> int | None:
    return None if hand.neuron == ALL else hand.neuron
