"""Where a step's time goes, on one thread: `python -m tests.benchmarks.parts`.

Each part of a settled network's step is run on its own, over all its tiles, beside the whole
step and beside what the machine can do: bytes read from memory and hashes made a second.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from engine import ClassicNetwork, Simulation
from engine.classic.connectivity import procedural
from engine.classic.connectivity.kinds import add_current, deliver, prepare
from engine.classic.connectivity.moves import group_by_row
from engine.classic.neurons import integrate
from engine.classic.settling import settle
from engine.classic.synapses import drop_spent_rows
from engine.numerics.jit import kernel
from engine.runtime.tiles import TILE

SIZES = (1000, 10_000, 50_000)
RUNS = 9
SETTLE_STEPS = 400


@kernel
def deliver_all(synapses: Any, moves: Any, groups: int, slot: int, size: int) -> None:
    for low in range(0, size, TILE):
        deliver(synapses, moves, groups, slot, low, min(low + TILE, size))


@kernel
def sum_all(synapses: Any, active: Any, rows: int, current: Any, size: int) -> None:
    for low in range(0, size, TILE):
        add_current(synapses, active, rows, low // TILE, current[low : min(low + TILE, size)])


@kernel
def integrate_all(before: Any, after: Any, current: Any) -> None:
    for low in range(0, current.size, TILE):
        high = min(low + TILE, current.size)
        integrate(
            before[0, low:high],
            before[1, low:high],
            before[2, low:high],
            current[low:high],
            after[0, low:high],
            after[1, low:high],
            after[2, low:high],
        )


@kernel
def settle_all(before: Any, after: Any, current: Any, spiked: Any) -> int:
    return settle(before, after, current, 0, current.size, spiked, 0)[0]


@kernel
def read_memory(numbers: Any) -> int:
    total = 0
    for i in range(numbers.size):
        total += numbers[i]
    return total


@kernel
def make_hashes(pairs: Any, keys: Any, sums: Any) -> None:
    for key in keys:
        for i in range(pairs.size):
            sums[i] += procedural.hash_pair(pairs[i], key)


def median_s(work: Callable[[], object]) -> float:
    """Median time of several calls, after one that compiles."""
    work()
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def parts_s(size: int) -> tuple[dict[str, float], float, int]:
    """Seconds of each part, of the whole step, and weights delivered in a step."""
    simulation = Simulation(ClassicNetwork(size=size, seed=1), threads=1)
    simulation.advance(SETTLE_STEPS)
    steps = max(20, 2_000_000 // size)
    start = time.perf_counter()
    spikes = simulation.advance(steps)
    whole_s = (time.perf_counter() - start) / steps
    shared, own = simulation._shared, simulation._own[0]
    step, active = simulation.step, own.active
    rows = drop_spent_rows(
        step,
        active.row_steps,
        int(shared.progress[1]),
        active.members,
        shared.gain_by_lag,
        active.slots,
        active.gains,
    )
    count = max(1, round(spikes.step.size / steps))
    spiked = np.sort(np.random.default_rng(0).choice(size, count, replace=False))
    groups = group_by_row(step, spiked, own.last_spike, active.members, own.moves)
    prepare(shared.synapses, own.moves, count)
    before = shared.neurons.state[step & 1]
    after, current = np.empty_like(before), np.full(size, 5.0)
    slot = step % active.members.size
    parts = {
        "rows": median_s(lambda: sum_all(shared.synapses, active, rows, current.copy(), size)),
        "integration": median_s(lambda: integrate_all(before, after, current)),
        "settling": median_s(lambda: settle_all(before, after, current, own.spiked)),
        "delivery": median_s(lambda: deliver_all(shared.synapses, own.moves, groups, slot, size)),
    }
    return parts, whole_s, count * size


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    options = parser.parse_args()
    numbers = np.ones(64_000_000, np.int32)
    bandwidth = numbers.nbytes / median_s(lambda: read_memory(numbers))
    pairs, keys = np.arange(256, dtype=np.uint32), np.arange(20_000, dtype=np.uint32)
    sums = np.zeros(256, np.uint32)
    hashes = pairs.size * keys.size / median_s(lambda: make_hashes(pairs, keys, sums))
    print(
        f"the machine: {bandwidth / 1e9:.1f} GB/s read, {2 * hashes / 1e9:.1f} G weights/s hashed"
    )
    for size in options.sizes:
        parts, whole_s, weights = parts_s(size)
        print(f"{size} neurons, {whole_s * 1e6:.1f} us a step")
        for name, part_s in parts.items():
            print(f"  {name:<12} {part_s * 1e6:>9.1f} us {part_s / whole_s:>7.0%}")
        rate = weights / parts["delivery"] / 1e9
        print(f"  {weights / 1e6:.2f} M weights delivered a step, {rate:.1f} G/s")


if __name__ == "__main__":
    main()
