"""What threads gain or lose beside other work: `python -m tests.benchmarks.busy [--network NAME]`.

For each network and number of busy loops beside it: the median time of a step on one thread and on
as many as the network takes of those that are asked for, by fresh simulations in alternation, since
threads learn while they run; and their ratio. NAME:SIZE is a network of the gallery in that size.
"""

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from engine import Network, Simulation, from_gallery
from engine.runtime.threads import usable_cores

NETWORKS = ("vogels-abbott-coba", "brunel-2000-ai", "classic:5000", "potjans-diesmann-2014:7717")
"""Two threads are worth it for them."""
SETTLE_S = 0.05
"""Steps before a run is timed, as long as this takes on one thread: the first ones are unlike."""


@contextmanager
def busy_loops(count: int) -> Iterator[None]:
    """So many processes that take all of a core that they can get."""
    beside = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(count)]
    try:
        yield
    finally:
        for process in beside:
            process.kill()
            process.wait()


def network_named(name: str) -> Network:
    """A network of the gallery, perhaps in a size."""
    name, _, size = name.partition(":")
    network = from_gallery(name)
    return network.resized(int(size)) if size else network


def step_seconds(network: Network, threads: int, settle: int, steps: int) -> float:
    """Time of one step of a fresh simulation."""
    simulation = Simulation(network, threads=threads)
    simulation.advance(settle)
    start = time.perf_counter()
    simulation.advance(steps)
    return (time.perf_counter() - start) / steps


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--network", nargs="+", default=NETWORKS)
    parser.add_argument("--threads", type=int, default=usable_cores())
    parser.add_argument("--beside", type=int, nargs="+", default=(0, 1, 2), help="busy loops")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=0.15, help="of a run on one thread")
    options = parser.parse_args()
    print(f"{'network':<26} beside  1, us/step  threads    us/step  ratio")
    for name in options.network:
        network = network_named(name)
        step_s = step_seconds(network, 1, 50, 200)
        taken = Simulation(network, threads=options.threads).threads
        settle, steps = (max(1, int(seconds / step_s)) for seconds in (SETTLE_S, options.seconds))
        for beside in options.beside:
            with busy_loops(beside):
                pairs = [
                    [
                        step_seconds(network, threads, settle, steps)
                        for threads in (1, options.threads)
                    ]
                    for _ in range(options.runs)
                ]
            one, more = (statistics.median(times) for times in zip(*pairs, strict=True))
            print(
                f"{name:<26} {beside:>6} {one * 1e6:>11.2f} {taken:>8} {more * 1e6:>10.2f} "
                f"{more / one:>6.2f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
