"""How Brian2's networks are compiled, run and timed, whatever the network."""

import numpy as np
from brian2 import (
    BrianObject,
    Network,
    NeuronGroup,
    SpikeMonitor,
    __version__,
    device,
    prefs,
    second,
    set_device,
)

from tests.benchmarks.peers.protocol import Task, answer, repeated, timed


def use_standalone(asked: Task) -> None:
    """The whole simulation becomes a C++ program; OpenMP for more than one thread."""
    set_device("cpp_standalone", directory=str(asked.folder), build_on_run=False)
    if asked.threads > 1:
        prefs.devices.cpp_standalone.openmp_threads = asked.threads


def run_standalone(asked: Task, group: NeuronGroup, state: str, *others: BrianObject) -> None:
    """Compile the network, run the program several times, answer.

    state: the variable that tells whether a neuron is lost.
    """
    monitor = SpikeMonitor(group)
    Network(group, *others, monitor).run(asked.seconds * second)
    device.build(directory=str(asked.folder), run=False)
    seconds_build = asked.elapsed_s()

    def run_s() -> float:
        device.run()
        return float(device._last_run_time)

    seconds_runs = repeated(run_s, asked.repeats)
    _answer(asked, monitor, getattr(group, state)[:], seconds_build, seconds_runs)


def run_cython(asked: Task, group: NeuronGroup, state: str, *others: BrianObject) -> None:
    """Compile what a step consists of, run it from Python several times, answer."""
    prefs.codegen.target = "cython"
    monitor = SpikeMonitor(group)
    network = Network(group, *others, monitor)
    network.run(0 * second)
    network.store()
    seconds_build = asked.elapsed_s()

    def run_s() -> float:
        network.restore()
        return timed(lambda: network.run(asked.seconds * second))

    seconds_runs = repeated(run_s, asked.repeats)
    _answer(asked, monitor, getattr(group, state)[:], seconds_build, seconds_runs)


def _answer(
    asked: Task,
    monitor: SpikeMonitor,
    state: np.ndarray,
    seconds_build: float,
    seconds_runs: list[float],
) -> None:
    answer(
        asked,
        version=__version__,
        neurons=state.size,
        seconds_build=seconds_build,
        seconds_runs=seconds_runs,
        spike_ms=np.asarray(monitor.t) * 1000.0,
        spike_neuron=np.asarray(monitor.i),
        lost=int((~np.isfinite(state)).sum()),
    )
