"""What hands did in a run that is replayed, as lines among its spikes."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from engine.live.by_hand import ALL, Hand
from engine.live.frame import Frame, Status
from engine.numerics.time_stamps import time_ms, time_text
from snn_tui.dashboard.quantities import spelled


def parted_by_hands(frame: Frame) -> Iterator[Frame]:
    """The frame in parts, each with the spikes before what was done at one step, and that."""
    if not frame.hands:
        yield frame
        return
    first, skipped, left = 0, frame.skipped, list(frame.hands)
    while left:
        step = left[0].step
        done = tuple(hand for hand in left if hand.step == step)
        left = left[len(done) :]
        end = int(np.searchsorted(frame.spike_step, step))
        yield _part(frame, first, end, skipped, done)
        first, skipped = end, 0
    yield _part(frame, first, frame.spike_step.size, skipped, ())


def told_of_hand(hand: Hand, status: Status) -> str:
    """A line of what was done."""
    when = f"t={time_text(hand.step, status.dt_ms)}: "
    unit = spelled(status.current_unit)
    match hand.deed:
        case "current":
            return when + f"current {hand.value:g} {unit}".rstrip()
        case "pulse":
            target = "all neurons" if hand.neuron == ALL else f"neuron {hand.neuron}"
            lasting_ms = time_ms(hand.steps, status.dt_ms)
            return f"{when}{target}: I{hand.value:+g} for {lasting_ms:g} ms"
        case "learning":
            return f"{when}learning {'on' if hand.value else 'off'}"
        case "reward":
            return f"{when}dopamine {hand.value:+g}"


def _part(frame: Frame, first: int, end: int, skipped: int, hands: tuple[Hand, ...]) -> Frame:
    which = slice(first, end)
    return replace(
        frame,
        spike_step=frame.spike_step[which],
        spike_neuron=frame.spike_neuron[which],
        skipped=skipped,
        hands=hands,
    )
