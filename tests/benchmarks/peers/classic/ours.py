"""The classic network in this project's engine."""

from importlib.metadata import version

from engine import DT_MS, ClassicNetwork, Simulation
from engine.recording.spikes import Spikes
from tests.benchmarks.peers.protocol import Task, answer, repeated, task, timed


def network(case: str) -> ClassicNetwork:
    """The network of this size; its seed gives all of it."""
    return ClassicNetwork(size=int(case), seed=1)


class Runs:
    """Runs of the same network, each from its start."""

    def __init__(self, asked: Task) -> None:
        self._network = network(asked.case)
        self._threads = asked.threads
        self._steps = round(asked.seconds * 1000) // DT_MS
        self.spikes: Spikes

    def build(self) -> Simulation:
        """Ready to advance; the first step loads, or compiles, the kernels."""
        Simulation(self._network, threads=self._threads).advance(1)
        return Simulation(self._network, threads=self._threads)

    def run_s(self) -> float:
        """Wall-clock seconds of one run."""
        simulation = self.build()

        def advance() -> None:
            self.spikes = simulation.advance(self._steps)

        return timed(advance)


def main() -> None:
    asked = task()
    runs = Runs(asked)
    runs.build()
    seconds_build = asked.elapsed_s()
    seconds_runs = repeated(runs.run_s, asked.repeats)
    answer(
        asked,
        version=version("snn-tui"),
        neurons=int(asked.case),
        seconds_build=seconds_build,
        seconds_runs=seconds_runs,
        spike_ms=runs.spikes.time_ms,
        spike_neuron=runs.spikes.neuron,
    )


if __name__ == "__main__":
    main()
