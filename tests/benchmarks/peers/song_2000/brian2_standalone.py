"""Song's network in Brian2, compiled to a C++ program."""

from tests.benchmarks.peers.brian2_running import run_standalone, use_standalone
from tests.benchmarks.peers.protocol import task
from tests.benchmarks.peers.song_2000.brian2_network import network


def main() -> None:
    asked = task()
    use_standalone(asked)
    cell, inputs, synapses = network()
    run_standalone(asked, cell, "v", inputs, synapses)


if __name__ == "__main__":
    main()
