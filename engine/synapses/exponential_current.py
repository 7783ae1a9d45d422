"""A current that decays exponentially."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.description.fields import Range, take_fields
from engine.kernels.arrays import (
    R_AVERAGED,
    R_IS_SCALED,
    R_STRIDE,
    R_VALUE,
    Receptors,
    read_own,
    read_receptors,
)
from engine.kernels.arrivals import arrive_at_source, place_of_bundles
from engine.kernels.begun_current import begun_current
from engine.kernels.scaled_values import end_span, scale_at
from engine.limits import MAX_TAU_MS, MIN_TAU_MS
from engine.models.model import Model
from engine.numerics.jit import subroutine


@dataclass(frozen=True, slots=True)
class ExponentialCurrent:
    """A current that jumps by the weight and decays exponentially."""

    kind: ClassVar[str] = "exponential-current"
    needs_neuron: ClassVar[bool] = False
    stages: ClassVar[int] = 1
    is_conductance: ClassVar[bool] = False
    acts_by_last_spike: ClassVar[bool] = False
    acts_at_end: ClassVar[bool] = False
    tau_ms: Annotated[float, Range(MIN_TAU_MS, MAX_TAU_MS)]

    def __post_init__(self) -> None:
        take_fields(self)

    def weight_unit(self, model: Model) -> str | None:
        """That of currents."""
        return model.current_unit

    def charge_ms(self, dt_ms: float) -> float | None:
        """All of a decay."""
        return self.tau_ms


def act(
    image: int, own: int, first: int, count: int, block: int, now: int, low: int, high: int
) -> int:
    """Currents that decay, added to the current of neurons."""
    receptors, current = read_receptors(image), read_own(own).current[: high - low]
    r, end = first, first + count
    while r < end:
        r = _take_some(receptors, r, end, now, low, high, current, current)
    return 0


def begin(
    image: int, own: int, first: int, count: int, block: int, now: int, low: int, high: int
) -> int:
    """The same where nothing is in the current of neurons yet, not even what is applied."""
    receptors, (applied, current) = (
        read_receptors(image),
        begun_current(image, own, block, low, high),
    )
    r, end = first, first + count
    r = _take_some(receptors, r, end, now, low, high, applied, current)
    while r < end:
        r = _take_some(receptors, r, end, now, low, high, current, current)
    return 0


@subroutine
def _take_some(
    receptors: Receptors,
    r: int,
    end: int,
    now: int,
    low: int,
    high: int,
    given: NDArray[np.float64],
    current: NDArray[np.float64],
) -> int:
    """Add one or two receptors to what is given; the next of them.

    Two at once, for loads and stores cost as much as the rest.
    """
    if receptors.layout[r, R_IS_SCALED] != 0:
        return _take_scaled(receptors, r, end, now, low, high, given, current)
    at, decay, common = receptors.layout[r, R_VALUE], receptors.decay[r], receptors.common[r]
    one = receptors.store[at + low : at + high]
    if _is_fused(receptors, r):
        begin = place_of_bundles(receptors, r, now, low)
        arriving = receptors.fixed_ring[begin : begin + high - low]
        _arrive_and_decay(arriving, receptors.unit[r], one, decay, common, given, current)
        return r + 1
    arrive_at_source(receptors, r, now, low, high)
    if np.isnan(common):
        at = receptors.layout[r, R_AVERAGED]
        averaged = receptors.averaged[at + low : at + high]
        for i in range(current.size):
            current[i] = given[i] + averaged[i] * one[i]
            one[i] *= decay
        return r + 1
    if r + 1 < end and _goes_with(receptors, r + 1):
        r += 1
        arrive_at_source(receptors, r, now, low, high)
        at = receptors.layout[r, R_VALUE]
        other = receptors.store[at + low : at + high]
        decay_2, common_2 = receptors.decay[r], receptors.common[r]
        _decay_two(one, other, decay, decay_2, common, common_2, given, current)
        return r + 1
    for i in range(current.size):
        current[i] = given[i] + common * one[i]
        one[i] *= decay
    return r + 1


@subroutine
def _take_scaled(
    receptors: Receptors,
    r: int,
    end: int,
    now: int,
    low: int,
    high: int,
    given: NDArray[np.float64],
    current: NDArray[np.float64],
) -> int:
    """Add one or two receptors whose values are kept in a scale; the next of them."""
    at = receptors.layout[r, R_VALUE]
    one = receptors.store[at + low : at + high]
    averaged = receptors.common[r] * scale_at(receptors, r, now)
    if r + 1 < end and receptors.layout[r + 1, R_IS_SCALED] != 0:
        at = receptors.layout[r + 1, R_VALUE]
        other = receptors.store[at + low : at + high]
        averaged_other = receptors.common[r + 1] * scale_at(receptors, r + 1, now)
        for i in range(current.size):
            current[i] = given[i] + (averaged * one[i] + averaged_other * other[i])
        end_span(receptors, r, now, low, high)
        end_span(receptors, r + 1, now, low, high)
        return r + 2
    for i in range(current.size):
        current[i] = given[i] + averaged * one[i]
    end_span(receptors, r, now, low, high)
    return r + 1


@subroutine
def _goes_with(receptors: Receptors, r: int) -> bool:
    """Whether a receptor can be taken together with the one before."""
    is_scaled = receptors.layout[r, R_IS_SCALED] != 0
    return not is_scaled and not _is_fused(receptors, r) and not np.isnan(receptors.common[r])


@subroutine
def _is_fused(receptors: Receptors, r: int) -> bool:
    """Whether what bundles leave arrives, acts and decays in one pass."""
    return bool(receptors.layout[r, R_STRIDE] != 0 and not np.isnan(receptors.common[r]))


@subroutine
def _arrive_and_decay(
    arriving: NDArray[np.int32],
    unit: float,
    one: NDArray[np.float64],
    decay: float,
    averaged: float,
    given: NDArray[np.float64],
    current: NDArray[np.float64],
) -> None:
    for i in range(current.size):
        value = one[i] + unit * arriving[i]
        arriving[i] = 0
        current[i] = given[i] + averaged * value
        one[i] = value * decay


@subroutine
def _decay_two(
    one: NDArray[np.float64],
    other: NDArray[np.float64],
    decay_1: float,
    decay_2: float,
    averaged_1: float,
    averaged_2: float,
    given: NDArray[np.float64],
    current: NDArray[np.float64],
) -> None:
    for i in range(current.size):
        current[i] = given[i] + (averaged_1 * one[i] + averaged_2 * other[i])
        one[i] *= decay_1
        other[i] *= decay_2
