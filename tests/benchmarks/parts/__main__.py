"""What bounds the speed of a sparse network: `python -m tests.benchmarks.parts`.

What this machine does at most: random additions into arrays of several sizes, reading records in
turn and in rows that are anywhere, threads that meet. Beside it, in the same minute, what the parts
of a network's step take, by a clock around each in the engine's own loop; the rest of a step is the
loop itself, the exchange of spikes, and threads that wait for each other. The microcircuit at full
size needs 1.4 GB. Networks that learn, or act by last spikes, have other parts.
"""

import argparse
import sys

from engine import Network, Simulation, from_gallery
from tests.benchmarks.parts.machine import ROW, additions, barrier_s, rates
from tests.benchmarks.parts.named import DELIVERY
from tests.benchmarks.parts.step import Split, split

MEGABYTES = (0.15, 0.6, 1, 4, 16)


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.parts",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--network", default="potjans-diesmann-2014", help="of the gallery")
    parser.add_argument("--size", type=int, help="neurons, by default as described")
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--settle-ms", type=float, default=100.0, help="before anything is timed")
    parser.add_argument("--steps", type=int, default=1000, help="of a run")
    parser.add_argument("--runs", type=int, default=5, help="of which the median counts")
    parser.add_argument("--no-machine", action="store_true", help="the network alone")
    return parser.parse_args()


def main() -> None:
    given = options()
    if not given.no_machine:
        for threads in given.threads:
            machine(threads)
    network = from_gallery(given.network)
    if given.size is not None:
        network = network.resized(given.size)
    for threads in given.threads:
        tell(network, threads, given)


def machine(threads: int) -> None:
    """Print what the machine does at most."""
    print(f"\nthreads: {threads}, the machine")
    for megabytes in MEGABYTES:
        rate = additions(megabytes, threads) / 1e6
        line(f"random additions, {megabytes:g} MB a thread", rate, "million/s")
    found = rates(threads)
    line("records read in turn", found.in_turn / 1e9, "GB/s")
    line(f"rows of {ROW} records, anywhere", found.anywhere / 1e9, "GB/s")
    line("records of such rows added into 0.5 MB", found.added / 1e6, "million/s")
    if threads > 1:
        line("meeting once", barrier_s(threads) * 1e9, "ns")


def tell(network: Network, threads: int, given: argparse.Namespace) -> None:
    """Print what a step of the network takes."""
    simulation = Simulation(network, threads=threads)
    simulation.advance(round(given.settle_ms / network.dt_ms))
    found = split(simulation, given.steps, given.runs)
    what = f"{network.name}, {network.size:,} neurons, {simulation.synapses:,} synapses"
    print(f"\nthreads: {threads}, {what}")
    line("a step", found.step_s * 1e6, "us")
    line("times real time", network.dt_ms / 1000 / found.step_s, "")
    line("a step with its parts timed", found.timed_s * 1e6, "us")
    line("spikes a step", found.spikes, "")
    parts(found, threads)
    sys.stdout.flush()


def parts(found: Split, threads: int) -> None:
    """Print what each part takes: of a thread, its share of the step, and of each thing it does."""
    rest = found.step_s
    for kind, seconds in sorted(found.parts_s.items(), key=lambda item: -item[1]):
        own = seconds / threads
        rest -= own
        amount = found.amounts[kind]
        each = seconds / amount * 1e9 if amount else 0.0
        shares = f"{own / found.step_s:6.0%}   {each:6.2f} ns each of {amount:,.0f}"
        if kind == DELIVERY:
            shares += f", {amount / own / 1e6:,.0f} million/s, {4 * amount / own / 1e9:.1f} GB/s"
        line(f"  {kind}", own * 1e6, f"us {shares}")
    line("  the rest", rest * 1e6, f"us {rest / found.step_s:6.0%}")


def line(what: str, value: float, unit: str) -> None:
    print(f"{what:40} {value:10,.2f} {unit}", flush=True)


if __name__ == "__main__":
    main()
