"""How fast this machine runs a network, and in which size it still does so in real time."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.errors import NetworkTooLargeError
from engine.live.run_configuration import RunConfiguration
from snn_tui.several_processes import present_processes

if TYPE_CHECKING:
    from engine.simulation import Simulation

SETTLE_STEPS, SETTLE_MS = 300, 200.0
"""Until neurons have spiked and all that remembers spikes is in use, as from then on: at least."""
RUNS = 5
RUN_S = 0.15
LEAST_SIZE, FIRST_SIZE = 10, 2_000
"""The smallest size that is tried, and that with which the search begins."""
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


def measure(configuration: RunConfiguration, told: Callable[[int, int], None]) -> Measurement:
    """Build the network, let it settle and time it. Raises NetworkTooLargeError.

    told: called while it is built, with how much is done and of how much.
    """
    simulation = configuration.build(told, present_processes())
    simulation.advance(max(SETTLE_STEPS, round(SETTLE_MS / simulation.dt_ms)))
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
    """The largest network found that keeps pace, by doubling or halving, and then bisecting.

    measured: gives the measurement of a size; None if even the smallest does not keep pace.
    """
    best, slow = None, 0
    size = FIRST_SIZE
    while not slow or (best is None and size >= LEAST_SIZE):
        attempt = _attempt(measured, size)
        if attempt is None:
            slow, size = size, size // 2
        else:
            best, size = attempt, size * 2
    while best is not None and slow > max(best.size + 1, best.size * PRECISION):
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


def _seconds(simulation: "Simulation", steps: int) -> float:
    start = time.perf_counter()
    simulation.advance(steps)
    return time.perf_counter() - start
