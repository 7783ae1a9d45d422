"""What a measurement is asked, and the line of JSON with which it answers.

Runs under the Python of any simulator, so it needs the standard library and NumPy alone.
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from numpy.typing import NDArray

from tests.benchmarks.peers.firing import Firing, agreement_ms, firing, firing_of_each

ENOUGH_S = 20.0
"""No further repeat once the runs have taken so long together."""


@dataclass(frozen=True, slots=True)
class Task:
    """One network in one simulator."""

    case: str
    """Which variant of the network, as its folder lists them."""
    seconds: float
    """Of simulated time in one run."""
    settle_s: float
    """Of simulated time at the start of a run, of which no spike is counted."""
    repeats: int
    threads: int
    precision: str
    inputs: Path | None
    """Start state, weights and our spikes as .npz, where the network is given exactly."""
    folder: Path
    """An empty one, for what a simulator wants to write."""
    started_s: float
    """When the process was started, as time.time()."""

    def elapsed_s(self) -> float:
        """Since the process was started."""
        return time.time() - self.started_s


@dataclass(frozen=True, slots=True)
class Answer:
    """What one simulator made of the task; `seconds_run` is the median of its runs."""

    version: str
    neurons: int
    seconds_build: float
    seconds_run: float
    simulated_seconds: float
    firing: Firing
    agrees_until_ms: float | None
    """Up to here every spike is ours; None where the inputs are not the same."""
    lost: int
    """Neurons whose state is no longer finite."""
    populations: Mapping[str, Firing] = field(default_factory=dict)
    """What each population does, where they are told apart."""


def task() -> Task:
    """The task as the command line gives it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--case", required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--settle-s", type=float, default=0.0)
    parser.add_argument("--repeats", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--precision", choices=("float32", "float64"), default="float64")
    parser.add_argument("--inputs", type=Path)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--started-s", type=float, default=time.time())
    return Task(**vars(parser.parse_args()))


def command_line(given: Task) -> list[str]:
    """The arguments from which `task` makes the same task."""
    return [
        f"--{name.replace('_', '-')}={value}"
        for name in Task.__dataclass_fields__
        if (value := getattr(given, name)) is not None
    ]


def timed(run: Callable[[], object]) -> float:
    """Wall-clock seconds of one call."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def repeated(run_s: Callable[[], float], repeats: int) -> list[float]:
    """The seconds of each run, as `run_s` returns them; slow ones are repeated less often."""
    runs: list[float] = []
    while len(runs) < repeats and sum(runs) < ENOUGH_S:
        runs.append(run_s())
    return runs


def answer(
    given: Task,
    *,
    version: str,
    neurons: int,
    seconds_build: float,
    seconds_runs: list[float],
    spike_ms: NDArray,
    spike_neuron: NDArray,
    lost: int = 0,
    populations: Mapping[str, int] | None = None,
) -> None:
    """Print the line of JSON that answers the task.

    populations: the size of each that is told of apart, in the order of their neurons.
    """
    agrees = None
    if given.inputs is not None:
        agrees = agreement_ms(given.inputs, spike_ms, spike_neuron, given.seconds * 1000.0)
    result = Answer(
        version=version,
        neurons=neurons,
        seconds_build=seconds_build,
        seconds_run=statistics.median(seconds_runs),
        simulated_seconds=given.seconds,
        firing=firing(spike_ms, spike_neuron, neurons, given.settle_s, given.seconds),
        agrees_until_ms=agrees,
        lost=lost,
        populations=firing_of_each(
            spike_ms, spike_neuron, populations or {}, given.settle_s, given.seconds
        ),
    )
    print(json.dumps(asdict(result)), flush=True)


def parse(stdout: str) -> Answer:
    """The answer in a process's output, its last line; simulators print what they like before."""
    found = json.loads(stdout.rstrip().rsplit("\n", 1)[-1])
    populations = {name: Firing(**each) for name, each in found["populations"].items()}
    return Answer(**{**found, "firing": Firing(**found["firing"]), "populations": populations})
