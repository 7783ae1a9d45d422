"""Dopamine, and what it makes of a synapse's eligibility between two spikes.

Eligibility decays with e^(-t / tau), tau of the rule. From a spike at s to one at t a synapse's
weight grows by its eligibility just after s, times the integral from s to t of
e^(-(u - s) / tau) d(u) du. Time is cut into epochs of EPOCH_TAUS tau; the integral is kept from the
beginning of the present epoch on, weighted from there, and for each epoch that is over as a whole.
So it is known for any two spikes from what it was at the first one, its mark.
"""

import numpy as np
from numpy.typing import NDArray

from engine.kernels.plastic_arrays import (
    K_RULE,
    K_STEP_MS,
    S_DOPAMINE,
    S_POST,
    S_TERMINALS,
    OwnPlastic,
    Plastic,
)
from engine.numerics.exponential import exponential
from engine.numerics.jit import subroutine
from engine.plasticity.reward_stdp import TAU_DOPAMINE_MS, TAU_ELIGIBILITY_MS, TONIC

D_LEVEL, D_INTEGRAL, D_DOSE, D_MARK, D_STEP = range(5)
"""Columns of dopamine: its level above the tonic one; the integral at the end of D_STEP, the last
step that is reckoned; what acts from the end of the next step on; the mark of the present spike."""
DOPAMINE_COLUMNS = 5
EPOCH_TAUS = 4
EPOCHS = 2**14
"""That are kept. A synapse whose neurons were silent for longer than all of them has lost what
dopamine did in the first of these."""
MOST_EPOCHS = 12
"""After so many nothing is left of an eligibility that would change a sum."""


def first_dopamine() -> list[float]:
    """None, before the first step."""
    return [0.0, 0.0, 0.0, 0.0, -1.0]


@subroutine
def epoch_steps(constants: NDArray[np.float64]) -> int:
    """Steps of an epoch."""
    tau_ms = constants[K_RULE + TAU_ELIGIBILITY_MS]
    return max(1, int(EPOCH_TAUS * tau_ms / constants[K_STEP_MS]))


@subroutine
def _grown(level: float, steps: int, constants: NDArray[np.float64], learning: int) -> float:
    """What a step adds to the integral that begins so many steps after the epoch.

    learning: 1, or 0 where dopamine does nothing.
    """
    step_ms = constants[K_STEP_MS]
    rate = step_ms / constants[K_RULE + TAU_ELIGIBILITY_MS]
    both = rate + step_ms / constants[K_RULE + TAU_DOPAMINE_MS]
    of_tonic = constants[K_RULE + TONIC] * (1.0 - exponential(-rate)) / rate
    of_level = level * (1.0 - exponential(-both)) / both
    grown = (of_tonic + of_level) * exponential(-rate * steps) * step_ms / 1000.0
    return float(learning * grown)


@subroutine
def reckon(
    own: OwnPlastic,
    row: NDArray[np.int64],
    constants: NDArray[np.float64],
    now: int,
    learning: int,
) -> None:
    """Go on to the end of step `now`, unless it is reckoned already."""
    which, length = row[S_DOPAMINE], epoch_steps(constants)
    known = own.dopamine[which]
    if known[D_STEP] >= now:
        return
    place = now % length
    begun = known[D_INTEGRAL] if place > 0 else 0.0
    known[D_INTEGRAL] = begun + _grown(known[D_LEVEL], place, constants, learning)
    if place == length - 1:
        own.epochs[which, now // length % EPOCHS] = known[D_INTEGRAL]
    left = exponential(-constants[K_STEP_MS] / constants[K_RULE + TAU_DOPAMINE_MS])
    known[D_LEVEL] = known[D_LEVEL] * left + known[D_DOSE]
    known[D_DOSE], known[D_STEP] = 0.0, now


@subroutine
def mark_at(
    own: OwnPlastic,
    row: NDArray[np.int64],
    constants: NDArray[np.float64],
    step: int,
    learning: int,
) -> None:
    """Let the mark be that of the end of the last step that is reckoned, or of the next."""
    known = own.dopamine[row[S_DOPAMINE]]
    known[D_MARK] = known[D_INTEGRAL]
    if step > known[D_STEP]:
        place = step % epoch_steps(constants)
        begun = known[D_INTEGRAL] if place > 0 else 0.0
        known[D_MARK] = begun + _grown(known[D_LEVEL], place, constants, learning)


@subroutine
def mark_arrival(own: OwnPlastic, row: NDArray[np.int64], terminal: int) -> None:
    """Keep the mark of a spike that reaches the synapses of a terminal."""
    q = row[S_TERMINALS] + terminal
    own.mark_before[q], own.mark[q] = own.mark[q], own.dopamine[row[S_DOPAMINE], D_MARK]


@subroutine
def mark_post(plastic: Plastic, own: OwnPlastic, row: NDArray[np.int64], target: int) -> None:
    """Keep the mark of a spike of a postsynaptic neuron."""
    plastic.post_mark[row[S_POST] + target] = own.dopamine[row[S_DOPAMINE], D_MARK]


@subroutine
def between(
    epochs: NDArray[np.float64],
    constants: NDArray[np.float64],
    first: int,
    first_mark: float,
    step: int,
    mark: float,
) -> float:
    """The integral from the end of a step, of this mark, to the end of another."""
    length = epoch_steps(constants)
    rate = constants[K_STEP_MS] / constants[K_RULE + TAU_ELIGIBILITY_MS]
    from_begin = exponential(rate * (first % length + 1))
    before, after = first // length, step // length
    if before == after:
        return float((mark - first_mark) * from_begin)
    total, weight = epochs[before % EPOCHS] - first_mark, 1.0
    an_epoch = exponential(-rate * length)
    for k in range(1, min(after - before, MOST_EPOCHS)):
        weight *= an_epoch
        total += weight * epochs[(before + k) % EPOCHS]
    if after - before < MOST_EPOCHS:
        total += weight * an_epoch * mark
    return float(total * from_begin)


@subroutine
def passed(
    own: OwnPlastic,
    row: NDArray[np.int64],
    constants: NDArray[np.float64],
    first: int,
    first_mark: float,
    step: int,
) -> float:
    """The integral from the end of a step on to that of the present mark."""
    which = row[S_DOPAMINE]
    mark = own.dopamine[which, D_MARK]
    return between(own.epochs[which], constants, first, first_mark, step, mark)
