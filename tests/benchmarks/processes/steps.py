"""Run by mpiexec, or alone: how long a step of a network takes; prints what was measured as JSON.

Arguments: the network, its size, threads of each process, simulated seconds.
"""

import json
import sys
import time

from engine import Simulation, from_gallery
from engine.processes.launch import launched
from engine.processes.processes import ALONE, Processes

SETTLE_MS, RUNS = 100.0, 5


def measured(name: str, size: int, threads: int, seconds: float, processes: Processes) -> None:
    """Build the network, let it settle, and time it."""
    network = from_gallery(name).resized(size)
    simulation = Simulation(network, threads=threads, processes=processes)
    simulation.advance(round(SETTLE_MS / network.dt_ms))
    steps = round(seconds * 1000 / network.dt_ms / RUNS)
    runs, spikes = [], 0
    for _ in range(RUNS):
        begin = time.perf_counter()
        spikes += simulation.advance(steps).neuron.size
        runs.append((time.perf_counter() - begin) / steps * 1e6)
    if processes.rank == 0:
        synapses = simulation.synapses
        print(
            json.dumps(
                {
                    "step_us": min(runs),
                    "neurons": size,
                    "spikes": spikes / steps / RUNS,
                    "events": spikes / steps / RUNS * synapses / size,
                }
            )
        )
    else:
        _ = simulation.synapses


def main() -> None:
    """Alone, or with others that mpiexec started."""
    name, size, threads, seconds = sys.argv[1:]
    if launched() is None:
        measured(name, int(size), int(threads), float(seconds), ALONE)
        return
    from mpi4py import MPI

    from engine.processes.mpi import MpiProcesses

    measured(name, int(size), int(threads), float(seconds), MpiProcesses())
    MPI.Finalize()


if __name__ == "__main__":
    main()
