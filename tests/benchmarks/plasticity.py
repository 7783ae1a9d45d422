"""What plasticity costs: `python -m tests.benchmarks.plasticity [--threads T ...]`.

The same network of Izhikevich neurons with static synapses, with plastic ones that do not learn,
and with ones that do: nanoseconds for each spike and synapse of the spiking neuron, to which a
spike goes once where synapses are static and twice, forth and back, where they learn. Beside it
what presynaptic and postsynaptic spikes cost on their own, of spike sources and of neurons that are
made to spike; and what this machine's memory gives in the very same minute, on one thread.
"""

import argparse
import statistics
import time
from collections.abc import Callable

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine import (
    FixedInDegree,
    Network,
    OneToOne,
    PairStdp,
    PoissonRate,
    Population,
    Projection,
    Simulation,
    VoltageJump,
)
from tests.benchmarks.peers.izhikevich_stdp import constants
from tests.benchmarks.peers.izhikevich_stdp.ours import network

SETTLE_STEPS, STEPS = 50, 150
RUNS = 5
CASE = "10000x1000"
EITHER_HZ = 10.0
"""Of the side that spikes, where the other is silent."""


def either(neurons: int, degree: int, *, pre_Hz: float, post_Hz: float) -> Network:  # noqa: N803
    """Sources to neurons that spike when others make them, and not by themselves."""
    cell = {"tau_m_ms": 1.0, "rest_mV": -70.0, "threshold_mV": 100.0, "refractory_ms": 0.0}
    rule = PairStdp(w_max=1e-3, a_plus=0.005, a_minus=0.00525)
    return Network(
        name="either",
        dt_ms=1.0,
        seed=1,
        populations=[
            source("senders", neurons, pre_Hz),
            source("asking", neurons, post_Hz),
            Population(
                name="cells", model="leaky-integrate-and-fire", size=neurons, parameters=cell
            ),
        ],
        projections=[
            Projection(
                source="senders",
                target="cells",
                connect=FixedInDegree(degree),
                synapse=VoltageJump(),
                weight=5e-4,
                delay_ms=1.0,
                plasticity=rule,
            ),
            Projection(
                source="asking",
                target="cells",
                connect=OneToOne(),
                synapse=VoltageJump(),
                weight=500.0,
                delay_ms=1.0,
            ),
        ],
    )


def source(name: str, size: int, rate_Hz: float) -> Population:  # noqa: N803 - the unit
    return Population(name=name, model="spike-source", size=size, spikes=PoissonRate(rate_Hz))


def simulated(given: Network, threads: int, *, learning: bool = True) -> Simulation:
    """A network that has begun to spike."""
    simulation = Simulation(given, threads=threads)
    simulation.learning = learning
    simulation.advance(SETTLE_STEPS)
    return simulation


def seconds(simulation: Simulation) -> tuple[float, int]:
    """Wall-clock time of some steps, and how many spikes they have."""
    start = time.perf_counter()
    spikes = simulation.advance(STEPS)
    return time.perf_counter() - start, spikes.step.size


def networks(threads: int, degree: int) -> None:
    """What each spike and synapse costs, measured in alternation."""
    size = constants.SIZES[CASE]
    kinds = {
        "static": simulated(network(size, learns=False), threads),
        "plastic, not learning": simulated(network(size), threads, learning=False),
        "plastic, learning": simulated(network(size), threads),
    }
    runs: dict[str, list[float]] = {kind: [] for kind in kinds}
    for _ in range(RUNS):
        for kind, simulation in kinds.items():
            taken, spikes = seconds(simulation)
            runs[kind].append(taken / spikes / degree * 1e9)
    for kind, each in runs.items():
        line(f"{kind}, threads: {threads}", statistics.median(each), min(each))


def sides(threads: int, neurons: int, degree: int) -> None:
    """What the spikes of one side cost where the other is silent, in alternation."""
    silent = simulated(either(neurons, degree, pre_Hz=0.0, post_Hz=0.0), threads)
    kinds = {
        "presynaptic alone": simulated(
            either(neurons, degree, pre_Hz=EITHER_HZ, post_Hz=0.0), threads
        ),
        "postsynaptic alone": simulated(
            either(neurons, degree, pre_Hz=0.0, post_Hz=EITHER_HZ), threads
        ),
    }
    runs: dict[str, list[float]] = {kind: [] for kind in kinds}
    for _ in range(RUNS):
        idle, _ = seconds(silent)
        for kind, simulation in kinds.items():
            taken, spikes = seconds(simulation)
            # Of those that make neurons spike, each makes one spike more.
            events = spikes if kind.startswith("pre") else spikes / 2
            runs[kind].append((taken - idle) / events / degree * 1e9)
    for kind, each in runs.items():
        line(f"{kind}, threads: {threads}", statistics.median(each), min(each))


@njit(cache=False)
def in_turn(weights: NDArray[np.float32], places: NDArray[np.uint32]) -> None:
    for k in range(weights.size):
        weights[k] += np.float32(1.0)


@njit(cache=False)
def at_random(weights: NDArray[np.float32], places: NDArray[np.uint32]) -> None:
    for k in range(places.size):
        weights[places[k]] += np.float32(1.0)


def memory(neurons: int, degree: int) -> None:
    """Reading and writing the weights of so many synapses, in order and not."""
    random = np.random.default_rng(1)
    weights = np.zeros(neurons * degree, np.float32)
    anywhere = random.permutation(weights.size).astype(np.uint32)
    per_row = weights.size // neurons
    columns = (
        np.arange(0, weights.size, per_row)[None, :]
        + random.integers(0, per_row, (degree, neurons))
    ).astype(np.uint32)
    chosen = {
        "each weight in turn": (in_turn, anywhere),
        "one weight of each row in turn": (at_random, columns.ravel()),
        "weights anywhere": (at_random, anywhere),
    }
    runs: dict[str, list[float]] = {kind: [] for kind in chosen}
    for function, places in chosen.values():
        function(weights, places)
    for _ in range(RUNS):
        for kind, (function, places) in chosen.items():
            runs[kind].append(_timed(function, weights, places) / weights.size * 1e9)
    for kind, each in runs.items():
        line(f"{kind}, {weights.nbytes / 1e6:.0f} MB", statistics.median(each), min(each))


def _timed(function: Callable[..., None], *arguments: object) -> float:
    start = time.perf_counter()
    function(*arguments)
    return time.perf_counter() - start


def line(what: str, median_ns: float, least_ns: float) -> None:
    print(f"{what:48} {median_ns:8.2f} {least_ns:8.2f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    given = parser.parse_args()
    size = constants.SIZES[CASE]
    print(f"{'ns for each spike and synapse, of a memory access':48} {'median':>8} {'least':>8}")
    for threads in given.threads:
        networks(threads, size.excitatory_to_all)
        sides(threads, size.excitatory, size.excitatory_to_all)
    memory(size.excitatory, size.excitatory_to_all)


if __name__ == "__main__":
    main()
