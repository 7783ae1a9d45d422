"""Runs of a network in this project's engine, each from its start."""

from importlib.metadata import version

from engine import Network, Simulation
from engine.recording.spikes import Spikes
from tests.benchmarks.peers.protocol import Task, answer, repeated, timed


class Runs:
    """Runs of the same network."""

    def __init__(self, asked: Task, network: Network) -> None:
        self._network = network
        self._threads = asked.threads
        self._steps = round(asked.seconds * 1000 / network.dt_ms)
        self.spikes: Spikes

    def run_s(self) -> float:
        """Wall-clock seconds of one run."""
        simulation = Simulation(self._network, threads=self._threads)

        def advance() -> None:
            self.spikes = simulation.advance(self._steps)

        return timed(advance)


def run_ours(
    asked: Task, network: Network, of: str | None = None, *, tells_each: bool = False
) -> None:
    """Measure the network, and answer.

    of: the population whose spikes are told, all by default. tells_each: whether populations are
    told of apart as well.
    """
    Simulation(network, threads=asked.threads).advance(1)
    seconds_build = asked.elapsed_s()
    runs = Runs(asked, network)
    seconds_runs = repeated(runs.run_s, asked.repeats)
    first, size = 0, network.size
    if of is not None:
        names = [population.name for population in network.populations]
        sizes = [population.size for population in network.populations]
        first, size = sum(sizes[: names.index(of)]), sizes[names.index(of)]
    is_told = (runs.spikes.neuron >= first) & (runs.spikes.neuron < first + size)
    answer(
        asked,
        version=version("snn-tui"),
        neurons=size,
        seconds_build=seconds_build,
        seconds_runs=seconds_runs,
        spike_ms=runs.spikes.time_ms[is_told],
        spike_neuron=runs.spikes.neuron[is_told] - first,
        populations={each.name: each.size for each in network.populations if tells_each},
    )
