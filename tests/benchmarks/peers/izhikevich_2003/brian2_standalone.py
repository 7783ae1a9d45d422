"""Izhikevich's network in Brian2, compiled to a C++ program."""

from brian2 import NeuronGroup, Synapses, defaultclock, ms, seed

from tests.benchmarks.peers.brian2_running import run_standalone, use_standalone
from tests.benchmarks.peers.izhikevich_2003 import constants
from tests.benchmarks.peers.protocol import task

VARIABLES = """
v : 1
u : 1
I : 1
a : 1
b : 1
c : 1
d : 1
noise : 1
"""
STEP = """
I += noise * randn()
v += 0.5 * (0.04*v**2 + 5*v + 140 - u + I)
v += 0.5 * (0.04*v**2 + 5*v + 140 - u + I)
u += a * (b*v - u)
I = 0
"""


def neurons(size: constants.Size) -> NeuronGroup:
    """The paper's own scheme, two half steps for v and one step for u."""
    group = NeuronGroup(size.neurons, VARIABLES, threshold="v >= 30", reset="v = c; u += d")
    for name, values in constants.cells(size)._asdict().items():
        setattr(group, name, values)
    group.v = -65
    group.u = "b * v"
    group.run_regularly(STEP, when="groups")
    return group


def projection(
    part: NeuronGroup, group: NeuronGroup, size: constants.Size, largest: float
) -> Synapses:
    synapses = Synapses(part, group, "w : 1", on_pre="I += w")
    if size.synapses is None:
        synapses.connect()
    else:
        synapses.connect(j=f"k for k in sample({size.neurons}, size={size.synapses})")
    synapses.w = f"{largest * size.weight_scale} * rand()"
    return synapses


def main() -> None:
    asked = task()
    size = constants.SIZES[asked.case]
    use_standalone(asked)
    seed(1)
    defaultclock.dt = constants.DT_MS * ms
    group = neurons(size)
    excitatory, inhibitory = group[: size.excitatory], group[size.excitatory :]
    run_standalone(
        asked,
        group,
        "v",
        projection(excitatory, group, size, constants.LARGEST_E),
        projection(inhibitory, group, size, constants.LARGEST_I),
    )


if __name__ == "__main__":
    main()
