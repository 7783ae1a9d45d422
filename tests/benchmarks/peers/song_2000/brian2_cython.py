"""Song's network in Brian2's runtime mode: Python takes the steps, Cython does the work."""

from tests.benchmarks.peers.brian2_running import run_cython
from tests.benchmarks.peers.protocol import task
from tests.benchmarks.peers.song_2000.brian2_network import network


def main() -> None:
    asked = task()
    cell, inputs, synapses = network()
    run_cython(asked, cell, "v", inputs, synapses)


if __name__ == "__main__":
    main()
