"""The five-layer column network in Brian2, compiled to a C++ program."""

from brian2 import NeuronGroup, Synapses, defaultclock, ms, seed

from tests.benchmarks.peers.brian2_running import run_standalone, use_standalone
from tests.benchmarks.peers.five_layer_column import constants
from tests.benchmarks.peers.protocol import task

VARIABLES = """
v : 1
u : 1
I : 1
a : 1
c : 1
d : 1
noise : 1
driven : 1
"""
STEP = f"""
I += noise * randn() + {constants.SENSORY_WEIGHT} * poisson(driven)
v += 0.5 * (0.04*v**2 + 5*v + 140 - u + I)
v += 0.5 * (0.04*v**2 + 5*v + 140 - u + I)
u += a * (0.2*v - u)
I = 0
"""


def neurons() -> NeuronGroup:
    group = NeuronGroup(constants.NEURONS, VARIABLES, threshold="v >= 30", reset="v = c; u += d")
    for name, values in constants.cells()._asdict().items():
        setattr(group, name, values)
    group.v = -65
    group.u = "0.2 * v"
    group.run_regularly(STEP, when="groups")
    return group


def projection(group: NeuronGroup) -> Synapses:
    drawn = constants.synapses()
    synapses = Synapses(group, group, "w : 1", on_pre="I += w")
    synapses.connect(i=drawn.source, j=drawn.target)
    synapses.w = drawn.weight
    synapses.delay = drawn.delay_ms * ms
    return synapses


def main() -> None:
    asked = task()
    use_standalone(asked)
    seed(constants.SEED)
    defaultclock.dt = constants.DT_MS * ms
    group = neurons()
    run_standalone(asked, group, "v", projection(group))


if __name__ == "__main__":
    main()
