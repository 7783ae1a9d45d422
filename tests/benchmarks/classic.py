"""How fast the classic network runs: `python -m tests.benchmarks.classic [--threads T]`.

For each size the median of several runs past start-up: times real time, microseconds a step,
nanoseconds a neuron and step.
"""

import argparse
import statistics
import time

from engine import ClassicNetwork, Simulation

DT_MS = 10
SIZES = (1, 10, 100, 1000, 10_000, 50_000, 100_000)
RUNS = 7
RUN_S = 0.5
SETTLE_STEPS = 300


def seconds(simulation: Simulation, steps: int) -> float:
    """Wall-clock time of so many steps."""
    start = time.perf_counter()
    simulation.advance(steps)
    return time.perf_counter() - start


def step_seconds(size: int, threads: int | None) -> float:
    """Median time of one step, over runs of about half a second each."""
    simulation = Simulation(ClassicNetwork(size=size, seed=1), threads=threads)
    simulation.advance(SETTLE_STEPS)
    steps = max(1, int(RUN_S / (seconds(simulation, 20) / 20)))
    return statistics.median(seconds(simulation, steps) / steps for _ in range(RUNS))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    options = parser.parse_args()
    print(f"{'neurons':>8} {'x real time':>12} {'us/step':>10} {'ns/neuron/step':>15}")
    for size in options.sizes:
        step_s = step_seconds(size, options.threads)
        print(
            f"{size:>8} {DT_MS / 1000 / step_s:>12.1f} {step_s * 1e6:>10.2f} "
            f"{step_s / size * 1e9:>15.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
