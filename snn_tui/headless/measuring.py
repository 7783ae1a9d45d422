"""How fast this machine runs a network, and the largest classic one it runs in real time."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from engine.classic.synapses import LAGS
from engine.errors import NetworkTooLargeError
from engine.live.run_configuration import AnySimulation, RunConfiguration

SETTLE_STEPS = LAGS + 62
"""Until every classic neuron has spiked and rows of all lags are in use, as from then on."""
SETTLE_MS = 200.0
"""Until a described network does what it will go on to do."""
RUNS = 5
RUN_S = 0.15
FIRST_SIZE = 2_000
PRECISION = 1.04
"""The largest size is searched until the next larger one tried is within so much."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """One network, settled; median of several runs."""

    size: int
    threads: int
    times_real_time: float
    ns_per_neuron_step: float
    megabytes: float


def measure(configuration: RunConfiguration) -> Measurement:
    """Build the network, let it settle and time it. Raises NetworkTooLargeError."""
    simulation = configuration.build()
    settling = (
        SETTLE_STEPS if configuration.network is None else round(SETTLE_MS / simulation.dt_ms)
    )
    simulation.advance(settling)
    steps = max(1, round(RUN_S / _seconds(simulation, 10) * 10))
    runs = [_seconds(simulation, steps) / steps for _ in range(RUNS)]
    step_s = statistics.median(runs)
    return Measurement(
        size=simulation.size,
        threads=simulation.threads,
        times_real_time=simulation.dt_ms / 1000 / step_s,
        ns_per_neuron_step=step_s / simulation.size * 1e9,
        megabytes=simulation.needed_bytes / 1e6,
    )


def largest_in_real_time(measured: Callable[[int], Measurement]) -> Measurement | None:
    """The largest network found that keeps pace, by doubling and then bisecting.

    measured: gives the measurement of a size; None if even the first does not keep pace.
    """
    best, slow = None, 0
    size = FIRST_SIZE
    while not slow:
        attempt = _attempt(measured, size)
        if attempt is None:
            slow = size
        else:
            best, size = attempt, size * 2
    while best is not None and slow > best.size * PRECISION:
        middle = round((best.size * slow) ** 0.5)
        attempt = _attempt(measured, middle)
        if attempt is None:
            slow = middle
        else:
            best = attempt
    return best


def _attempt(measured: Callable[[int], Measurement], size: int) -> Measurement | None:
    """The measurement if it keeps pace, None if not or if memory does not suffice."""
    try:
        measurement = measured(size)
    except NetworkTooLargeError:
        return None
    return measurement if measurement.times_real_time >= 1.0 else None


def _seconds(simulation: AnySimulation, steps: int) -> float:
    start = time.perf_counter()
    simulation.advance(steps)
    return time.perf_counter() - start
