"""Hands: what a person did to a running network, so that it can be done again."""

from typing import TYPE_CHECKING, Literal, NamedTuple, cast, get_args

import numpy as np
from numpy.typing import NDArray

from engine.live.pulses import Pulse, Pulses

if TYPE_CHECKING:
    from engine.simulation import Simulation

Deed = Literal["current", "pulse", "learning", "reward"]
DEEDS: tuple[Deed, ...] = get_args(Deed)
ROW = np.dtype(
    [("step", "<i8"), ("deed", "S8"), ("value", "<f8"), ("steps", "<i8"), ("neuron", "<i8")]
)
"""Of a file."""
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


class Hands:
    """Does to a simulation what hands did, at the right step; pulses end by themselves."""

    def __init__(self, simulation: "Simulation", hands: list[Hand]) -> None:
        self._simulation = simulation
        self._left = sorted(hands, key=lambda hand: hand.step, reverse=True)
        self._current = 0.0
        self._pulses = Pulses()

    def pass_to(self, step: int) -> int:
        """Do what is due at a step; the step at which something is due next."""
        is_changed = self._pulses.end_at(step)
        while self._left and self._left[-1].step <= step:
            is_changed = self._do(self._left.pop()) or is_changed
        if is_changed:
            applied = self._pulses.applied(self._current, self._simulation.size)
            self._simulation.current = applied
        due = self._pulses.next_end()
        return min(due, self._left[-1].step) if self._left else due

    def _do(self, hand: Hand) -> bool:
        """Whether the applied current is another."""
        match hand.deed:
            case "current":
                self._current = hand.value
            case "pulse":
                neuron = None if hand.neuron == ALL else hand.neuron
                self._pulses.add(Pulse(hand.value, hand.step + hand.steps, neuron))
            case "learning":
                self._simulation.learning = hand.value != 0.0
            case "reward":
                self._simulation.reward(hand.value)
        return hand.deed in ("current", "pulse")


def rows_of(hands: list[Hand]) -> NDArray[np.void]:
    """Hands as a file has them."""
    return np.array([(h.step, h.deed.encode(), *h[2:]) for h in hands], ROW)


def hands_of(rows: NDArray[np.void], size: int, last_step: int) -> list[Hand]:
    """Hands of a file that is not trusted. Raises ValueError for what nobody can have done."""
    steps, neurons = rows["step"], rows["neuron"]
    names = [name.decode("ascii", "replace") for name in rows["deed"].tolist()]
    sound = (
        bool(np.all(np.diff(steps) >= 0))
        and bool(np.all((steps >= 0) & (steps <= last_step)))
        and bool(np.all((neurons >= ALL) & (neurons < size)))
        and bool(np.isfinite(rows["value"]).all())
        and bool(np.all((rows["steps"] >= 0) & (rows["steps"] < 2**40)))
        and set(names) <= set(DEEDS)
    )
    if not sound:
        raise ValueError("its hands are none that anybody can have had")
    numbers = zip(*(rows[key].tolist() for key in ("value", "steps", "neuron")), strict=True)
    return [
        Hand(step, cast(Deed, name), *rest)
        for step, name, rest in zip(steps.tolist(), names, numbers, strict=True)
    ]
