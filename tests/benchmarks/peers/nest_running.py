"""How NEST's networks are built, run and timed, whatever the network."""

from collections.abc import Callable, Mapping
from typing import Any

import nest
import numpy as np

from tests.benchmarks.peers.protocol import Task, answer, repeated, timed

SEED = 2
"""With some seeds the conductance-based network falls silent soon after it was woken."""


def run_nest(
    asked: Task,
    resolution_ms: float,
    build: Callable[[], Any],
    populations: Mapping[str, int] | None = None,
) -> None:
    """Build the network, run it several times, each time built anew, answer.

    build: makes the network and returns its neurons, those that may be lost by "V_m".
    populations: the sizes of those that are told of apart.
    """
    made = _prepared(asked, resolution_ms, build)
    seconds_build = asked.elapsed_s()
    waiting = [made]
    last = []

    def run_s() -> float:
        neurons, recorder = waiting.pop() if waiting else _prepared(asked, resolution_ms, build)
        seconds = timed(lambda: nest.Run(asked.seconds * 1000.0))
        last[:] = np.atleast_1d(neurons.get("V_m")), recorder.get("events"), neurons[0].global_id
        return seconds

    seconds_runs = repeated(run_s, asked.repeats)
    potential, events, first = last
    answer(
        asked,
        version=nest.__version__,
        neurons=len(potential),
        seconds_build=seconds_build,
        seconds_runs=seconds_runs,
        spike_ms=events["times"],
        spike_neuron=np.asarray(events["senders"]) - first,
        lost=int((~np.isfinite(potential)).sum()),
        populations=populations,
    )


def _prepared(asked: Task, resolution_ms: float, build: Callable[[], Any]) -> tuple[Any, Any]:
    nest.ResetKernel()
    nest.set(resolution=resolution_ms, local_num_threads=asked.threads, rng_seed=SEED)
    neurons = build()
    recorder = nest.Create("spike_recorder")
    nest.Connect(neurons, recorder)
    nest.Prepare()
    return neurons, recorder
