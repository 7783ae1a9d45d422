"""The classic network in Brian2's runtime mode: Python takes the steps, Cython does the work."""

from brian2 import defaultclock, ms

from tests.benchmarks.peers.brian2_running import run_cython
from tests.benchmarks.peers.classic.brian2_model import INPUT, neurons, synapses
from tests.benchmarks.peers.classic.equations import read_inputs
from tests.benchmarks.peers.protocol import task


def main() -> None:
    asked = task()
    defaultclock.dt = 10 * ms
    inputs = read_inputs(asked.inputs)
    group = neurons(inputs, INPUT)
    run_cython(asked, group, "x", synapses(group, inputs))


if __name__ == "__main__":
    main()
