"""Spikes of Poisson processes, whose rate may change."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.description.kept import kept_tuple
from engine.description.quantities import (
    DescriptionError,
    Path,
    is_number,
    own_number,
    require_number,
)
from engine.description.time_steps import steps_of
from engine.kernels.arrays import N_STATE, read_neurons, read_own, read_source_spikes
from engine.kernels.outside_arrays import T_FIRST, T_HIGH, T_LAST, T_LOW, SourceSpikes
from engine.numerics.jit import subroutine
from engine.numerics.parts import address_of
from engine.numerics.randomness import draw_uniform, nth, unit

OUTCOMES = 2**32
"""Of a draw, of which so many are a spike."""
GROUP = 64
"""Neurons of a population that draw together where spikes are rare."""
RARE = OUTCOMES // 256
"""Below so many outcomes drawing together takes less time: most groups are silent."""
ROUNDING = 1e-9
"""By which a rate of one spike a step may seem to be more."""


@dataclass(frozen=True, slots=True)
class PoissonRate:
    """Each neuron spikes in each step with probability rate times dt, independently.

    rate_Hz: one for all the time, or several. from_ms: when each begins, whole steps, ascending;
    before the first the neurons are silent. Both are kept as tuples where they are several.

    Raises DescriptionError for what are no numbers.
    """

    kind: ClassVar[str] = "poisson"
    rate_Hz: float | Sequence[float]  # noqa: N815 - a unit
    from_ms: Sequence[float] = ()

    def __post_init__(self) -> None:
        rates: object = own_number(self.rate_Hz)
        if not is_number(rates):
            rates = _numbers("rate_Hz", self.rate_Hz, "a number, or numbers such as [5.0, 20.0]")
        object.__setattr__(self, "rate_Hz", rates)
        from_ms = _numbers("from_ms", self.from_ms, "numbers such as [0.0, 500.0]")
        object.__setattr__(self, "from_ms", from_ms)

    def require(self, path: Path, size: int) -> None:
        """Raise DescriptionError unless there is a time for each legal rate."""
        for rate in self._rates:
            require_number((*path, "rate_Hz"), rate, 0.0)
        for time_ms in self.from_ms:
            require_number((*path, "from_ms"), time_ms, 0.0)
        if not self._rates:
            raise DescriptionError((*path, "rate_Hz"), "must be one rate at least")
        if self.from_ms == () and is_number(self.rate_Hz):
            return
        if len(self.from_ms) != len(self._rates):
            message = f"needs a time for each of the {len(self._rates)} rates, when it begins"
            raise DescriptionError((*path, "from_ms"), message)
        if any(b <= a for a, b in zip(self.from_ms, self.from_ms[1:], strict=False)):
            raise DescriptionError((*path, "from_ms"), "must ascend")

    def require_dt(self, path: Path, dt_ms: float) -> None:
        """Raise DescriptionError for more than a spike a step, and for times that are no steps."""
        expected = max(self._rates) * dt_ms / 1000.0
        if expected > 1.0 + ROUNDING:
            raise DescriptionError(
                (*path, "rate_Hz"),
                f"gives {expected:g} spikes in each step of {dt_ms:g} ms, and a neuron spikes at "
                "most once a step: use a lower rate or a smaller dt_ms",
            )
        for time_ms in self.from_ms:
            steps_of((*path, "from_ms"), time_ms, dt_ms)

    def pieces(self, dt_ms: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The step with which each rate begins, and how many of all OUTCOMES are a spike."""
        begins = np.rint(np.array(self.from_ms or (0.0,)) / dt_ms).astype(np.int64)
        expected = np.minimum(np.array(self._rates) * dt_ms / 1000.0, 1.0)
        return begins, np.rint(expected * OUTCOMES).astype(np.int64)

    @property
    def _rates(self) -> tuple[float, ...]:
        return tuple(np.atleast_1d(self.rate_Hz).tolist())


def _numbers(key: str, given: object, legal: str) -> tuple[float, ...]:
    numbers = tuple(map(own_number, kept_tuple((key,), given)))
    if not all(map(is_number, numbers)):
        raise DescriptionError((key,), f"must be {legal}")
    return numbers


@subroutine
def rate_at(drawn: SourceSpikes, low: int, high: int, now: int) -> int:
    """Spikes among OUTCOMES at this step, by the rates `low` to `high`, of which each begins."""
    first = low
    while low < high:
        middle = (low + high) >> 1
        low, high = (middle + 1, high) if drawn.begins[middle] <= now else (low, middle)
    return int(drawn.likely[low - 1]) if low > first else 0


@subroutine
def _draw_each(
    spike: NDArray[np.float64],
    numbers: NDArray[np.uint32],
    key: np.uint64,
    now: int,
    first: int,
    likely: int,
) -> None:
    """Draw a number for each of the neurons from `first` on."""
    draw_uniform(key, now, first, numbers)
    # All outcomes would be no number of 32 bits; the last of them is.
    last = np.uint32(likely - 1)
    for i in range(numbers.size):
        spike[i] = 1.0 if numbers[i] <= last else 0.0


@subroutine
def _silent_before(u: float, silent: tuple[float, float, float, float, float, float]) -> int:
    """How many are silent before one that spikes, GROUP - 1 at most: powers of silence above u.

    silent: the probability that 1, 2, 4 and so on up to 32 neurons are.
    """
    above, count = 1.0, 0
    for k in range(5, -1, -1):
        if u < above * silent[k]:
            above *= silent[k]
            count += 1 << k
    return count


@subroutine
def _draw_together(
    spike: NDArray[np.float64], key: np.uint64, now: int, first: int, likely: int
) -> None:
    """Draw for each group how many are silent before the next that spikes, until all are told.

    The neurons from `first` on may begin and end within a group.
    """
    bits, one = nth(key, now), 1.0 - likely / OUTCOMES
    two = one * one
    four = two * two
    eight = four * four
    sixteen = eight * eight
    half = sixteen * sixteen
    silent = one, two, four, eight, sixteen, half
    for group in range(first // GROUP, (first + spike.size - 1) // GROUP + 1):
        drawn = nth(bits, group)
        u, place, count = unit(drawn), group * GROUP - first, 0
        end = place + GROUP
        if u < half * half:
            continue
        while True:
            place += _silent_before(u, silent)
            if place >= end:
                break
            if 0 <= place < spike.size:
                spike[place] = 1.0
            place += 1
            u = unit(nth(drawn, count))
            count += 1


def act(
    image: int, own: int, first: int, count: int, block: int, now: int, low: int, high: int
) -> int:
    """Draw for each neuron whether it spikes in this step; until then nobody does."""
    neurons, drawn, scratch = read_neurons(image), read_source_spikes(image), read_own(own)
    begin = neurons.layout[block, N_STATE]
    for k in range(first, first + count):
        row = drawn.poisson[k]
        start, stop = max(low, row[T_LOW]), min(high, row[T_HIGH])
        if start >= stop:
            continue
        likely = rate_at(drawn, row[T_FIRST], row[T_LAST], now)
        if likely == 0:
            continue
        spike, place = neurons.states[begin + start : begin + stop], start - row[T_LOW]
        if likely < RARE:
            _draw_together(spike, drawn.keys[k], now, place, likely)
        else:
            numbers = scratch.random[: stop - start]
            _draw_each(spike, numbers, drawn.keys[k], now, place, likely)
    return 0


def part() -> int:
    """The address of the part that acts, called as those of synapses."""
    return address_of(__name__, lambda: act)
