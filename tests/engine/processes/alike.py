"""Run by mpiexec: every network of the gallery, and one more, in 2 processes, 3 and so on, as one
alone has it.

Arguments: names of networks; all without them. The first process compares, the others follow.
"""

import sys
import time
from contextlib import suppress
from typing import Any

import numpy as np
from mpi4py import MPI

from engine import (
    Checkpoint,
    ConstantCurrent,
    ExponentialCurrent,
    FixedInDegree,
    Network,
    Population,
    Projection,
    Simulation,
    Uniform,
    VoltageJump,
    from_gallery,
)
from engine.description.quantities import DescriptionError
from engine.gallery import names
from engine.processes import mpi
from engine.processes.mpi import MpiProcesses
from engine.processes.orders import LeadingProcess, follow

NEURONS, STEPS = 1100, 134
"""Three tiles, so that of four processes one has nothing; no multiple of the steps between two
exchanges."""
RESTORING = 3
"""In so many processes they go on from a checkpoint of one."""
DELAYED = "drawn weights without short delays"
"""Spikes come from other processes several steps at once, out of step with the spans that drawn
weights are sent for."""
THREADED = {"brunel-2000-ai": 8300, "izhikevich-2006": 4200, DELAYED: 8300}
"""Networks that two processes of two threads each share, and how many neurons that takes."""
WORLD = MPI.COMM_WORLD


def delayed(size: int) -> Network:
    """A network of one population whose shortest delay is 0.3 ms."""
    wide = ExponentialCurrent(tau_ms=2.0), Uniform(0.3, 2.1)
    narrow = VoltageJump(), Uniform(0.4, 0.6)
    return Network(
        name="delayed",
        dt_ms=0.1,
        seed=5,
        populations=[
            Population(
                name="a",
                size=size,
                model="leaky-integrate-and-fire",
                start={"v_mV": Uniform(-60.0, -45.0)},
            )
        ],
        projections=[
            Projection(
                source="a",
                target="a",
                connect=FixedInDegree(20),
                synapse=synapse,
                weight=Uniform(-0.02, 0.06),
                delay_ms=delay,
            )
            for synapse, delay in (wide, narrow)
        ],
        inputs=[ConstantCurrent(target=("a",), current=0.6)],
    )


def network_of(name: str, size: int = NEURONS) -> Network:
    """A network of the gallery or that one, in a size that is soon built."""
    if name == DELAYED:
        return delayed(size)
    network = from_gallery(name)
    with suppress(DescriptionError):
        network = network.resized(size)
    return network


def seen(simulation: Simulation) -> dict[str, Any]:
    """All that a run gives, by name."""
    half = STEPS // 2
    first = simulation.advance(half)
    middle = simulation.checkpoint()
    second, trace = simulation.advance_traced(STEPS - half, simulation.size // 3)
    return {
        "middle": middle,
        "spikes": (first.step, first.neuron, second.step, second.neuron),
        "trace": (trace,),
        "end": simulation.checkpoint(),
        "state": (simulation.state_of(simulation.network.populations[-1].name),),
        "synapses": (np.array(simulation.synapses),),
        "weights": simulation.connections(0) if simulation.network.projections else (),
    }


def require_same(name: str, alone: Any, shared: Any) -> None:
    """Raise AssertionError unless both are the same to the last bit."""
    if isinstance(alone, Checkpoint):
        assert alone.arrays.keys() == shared.arrays.keys(), name
        for key, array in alone.arrays.items():
            require_same(f"{name}: {key}", (array,), (shared.arrays[key],))
        return
    for one, other in zip(alone, shared, strict=True):
        assert one.dtype == other.dtype, name
        assert one.tobytes() == other.tobytes(), f"{name}: {one} is not {other}"


def compare(alone: dict[str, dict[str, Any]], processes: LeadingProcess) -> None:
    """Raise AssertionError unless the networks do the same in these processes."""
    for name, wanted in alone.items():
        what = f"{name} in {processes.count} processes"
        if processes.count == RESTORING:
            restored = Simulation.restore(wanted["middle"], processes=processes)
            restored.advance(STEPS - STEPS // 2)
            require_same(what, wanted["end"], restored.checkpoint())
            continue
        for key, value in seen(Simulation(network_of(name), processes=processes)).items():
            require_same(f"{what}: {key}", wanted[key], value)
    print(f"{len(alone)} networks in {processes.count} processes", flush=True)


def compare_threads(processes: LeadingProcess) -> None:
    """The same with several threads in each."""
    for name, neurons in THREADED.items():
        network, ends = network_of(name, neurons), []
        for options in ({"threads": 1}, {"threads": 2, "processes": processes}):
            simulation = Simulation(network, **options)  # type: ignore[arg-type]
            simulation.advance(STEPS // 2)
            ends.append(simulation.checkpoint())
        assert simulation.threads == 2
        require_same(f"{name} with threads", *ends)


def sleep_until_all_are_here() -> None:
    """As a barrier, but without keeping a core from those who are at work."""
    barrier = WORLD.Ibarrier()
    while not barrier.Test():
        time.sleep(0.01)


def main() -> None:
    """Go through all numbers of processes."""
    alone = {}
    if WORLD.rank == 0:
        chosen = sys.argv[1:] or [*names(), DELAYED]
        alone = {name: seen(Simulation(network_of(name))) for name in chosen}
    for count in range(2, WORLD.size + 1):
        # The largest number exchanges by one collective call, as far more processes would.
        mpi.MOST_PAIRS = count if count < WORLD.size else 1
        sleep_until_all_are_here()
        part = WORLD.Split(WORLD.rank < count)
        if WORLD.rank == 0:
            leading = LeadingProcess(part)
            compare(alone, leading)
            if count == 2:
                compare_threads(leading)
            leading.let_go()
        elif WORLD.rank < count:
            follow(MpiProcesses(part))
    sleep_until_all_are_here()
    MPI.Finalize()


if __name__ == "__main__":
    try:
        main()
    except BaseException:
        import traceback

        traceback.print_exc()
        WORLD.Abort(1)
