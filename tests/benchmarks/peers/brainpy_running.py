"""How BrainPy's networks are compiled, run and timed, whatever the network.

BrainPy is imported once the threads are set: XLA takes as many as it then finds cores.
"""

import os
from collections.abc import Callable
from typing import Any

import numpy as np

from tests.benchmarks.peers.protocol import Task, answer, repeated, timed


def run_brainpy(asked: Task, dt: float, dt_ms: float, build: Callable[[], Any], state: str) -> None:
    """Compile all steps into one scan, run it several times, answer.

    dt: the time step in the network's own unit. build: makes the network, whose `update` returns
    the spikes of a step. state: the variable that tells whether a neuron is lost.
    """
    _use_threads(asked.threads)
    import brainpy as bp
    import brainpy.math as bm

    if asked.precision == "float64":
        bm.enable_x64()
    bm.set_dt(dt)
    bm.random.seed(1)
    network = build()
    start = {name: variable.value for name, variable in network.vars().unique().items()}
    steps = np.arange(round(asked.seconds * 1000 / dt_ms))

    @bm.jit
    def simulate() -> Any:
        return bm.for_loop(network.step_run, steps)

    def run() -> np.ndarray:
        return np.asarray(simulate())

    run()
    built_and_run_s = asked.elapsed_s()
    last = []

    def run_s() -> float:
        for name, variable in network.vars().unique().items():
            variable.value = start[name]
        last.clear()
        return timed(lambda: last.append(run()))

    seconds_runs = repeated(run_s, asked.repeats)
    spike_steps, spike_neuron = np.nonzero(last[0])
    answer(
        asked,
        version=bp.__version__,
        neurons=last[0].shape[1],
        # Nothing compiles without running: the first run is both.
        seconds_build=max(0.0, built_and_run_s - min(seconds_runs)),
        seconds_runs=seconds_runs,
        spike_ms=spike_steps * dt_ms,
        spike_neuron=spike_neuron,
        lost=int((~np.isfinite(np.asarray(getattr(network, state).value))).sum()),
    )


def _use_threads(threads: int) -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])
