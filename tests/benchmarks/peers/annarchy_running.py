"""How ANNarchy's networks are compiled, run and timed, whatever the network."""

import ANNarchy
import numpy as np

from tests.benchmarks.peers.protocol import Task, answer, repeated, timed


def run_annarchy(
    asked: Task, network: ANNarchy.Network, neurons: ANNarchy.Population, state: str
) -> None:
    """Compile the network, run it several times from its start, answer.

    state: the variable that tells whether a neuron is lost.
    """
    network.config(num_threads=asked.threads)
    monitor = network.monitor(neurons, "spike")
    network.compile(directory=str(asked.folder), silent=True)
    seconds_build = asked.elapsed_s()
    spikes: dict[int, list[int]] = {}

    def run_s() -> float:
        network.reset(projections=True, synapses=True)
        monitor.get("spike")
        seconds = timed(lambda: network.simulate(asked.seconds * 1000.0))
        spikes.clear()
        spikes.update(monitor.get("spike"))
        return seconds

    seconds_runs = repeated(run_s, asked.repeats)
    first = min((steps[0] for steps in spikes.values() if len(steps)), default=0)
    # Steps are counted on from run to run.
    first -= first % round(asked.seconds * 1000.0 / network.dt)
    steps = np.concatenate([np.asarray(each, np.int64) for each in spikes.values()])
    answer(
        asked,
        version=ANNarchy.__release__,
        neurons=neurons.size,
        seconds_build=seconds_build,
        seconds_runs=seconds_runs,
        spike_ms=(steps - first) * network.dt,
        spike_neuron=np.repeat(list(spikes), [len(each) for each in spikes.values()]),
        lost=int((~np.isfinite(getattr(neurons, state))).sum()),
    )
