"""Rates of the cortical microcircuit at several sizes: `python -m tests.benchmarks.microcircuit`.

Beside the published ones, with the variation of intervals and the synchrony of each population.
"""

import argparse
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import accumulate

import numpy as np

from engine import Network, Simulation, Spikes, from_gallery
from engine.statistics import interval_cvs, intervals_ms, synchrony

BIN_MS = 3.0


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.microcircuit")
    parser.description = __doc__
    parser.add_argument("--network", default="potjans-diesmann-2014", help="of the gallery")
    parser.add_argument("--percent", type=int, nargs="+", default=[10, 20])
    parser.add_argument("--seconds", type=float, default=10.0, help="of simulated time")
    parser.add_argument("--settle", type=float, default=0.1, help="seconds before, not counted")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def main() -> None:
    given = options()
    network = from_gallery(given.network)
    print("| % | figure | " + " | ".join(each.name for each in network.populations) + " |")
    print("|---" * (2 + len(network.populations)) + "|")
    expected = [each.expected_rate_Hz for each in network.populations]
    print(_row("published", "Hz", expected, ".3f"))
    for percent in given.percent:
        resized = network.resized(round(network.size * percent / 100))
        resized = replace(resized, seed=given.seed)
        spikes = _run(resized, given)
        rates, cvs, synchronies = zip(*_firing(resized, spikes, given), strict=True)
        print(_row(str(percent), "Hz", rates, ".3f"))
        print(_row(str(percent), "CV", cvs, ".2f"))
        print(_row(str(percent), "synchrony", synchronies, ".3f"), flush=True)


def _run(network: Network, given: argparse.Namespace) -> Spikes:
    begin = time.perf_counter()
    simulation = Simulation(network, threads=given.threads)
    built = time.perf_counter()
    simulation.advance(round(given.settle * 1000 / network.dt_ms))
    settled = time.perf_counter()
    spikes = simulation.advance(round(given.seconds * 1000 / network.dt_ms))
    seconds = time.perf_counter() - settled
    print(
        f"{network.size:,} neurons, {simulation.synapses:,} synapses: built in "
        f"{built - begin:.1f} s, {given.seconds / seconds:.3f} times real time",
        file=sys.stderr,
    )
    return spikes


def _firing(
    network: Network, spikes: Spikes, given: argparse.Namespace
) -> Iterator[tuple[float, float, float]]:
    """Rate, variation and synchrony of each population."""
    sizes = [population.size for population in network.populations]
    from_ms, to_ms = given.settle * 1000, (given.settle + given.seconds) * 1000
    for end, size in zip(accumulate(sizes), sizes, strict=True):
        within = spikes.where((spikes.neuron >= end - size) & (spikes.neuron < end))
        part = within._replace(neuron=within.neuron - (end - size))
        rate = part.neuron.size / size / given.seconds
        cvs = interval_cvs(intervals_ms(part, from_ms=from_ms))
        cv = float(np.mean(cvs)) if cvs.size else np.nan
        yield rate, cv, synchrony(part, size, BIN_MS, to_ms, from_ms)


def _row(what: str, figure: str, values: Iterable[float], form: str) -> str:
    """A population that is silent has no variation, and its place stays empty."""
    known = ("" if np.isnan(each) else format(each, form) for each in values)
    return f"| {what} | {figure} | " + " | ".join(known) + " |"


if __name__ == "__main__":
    main()
