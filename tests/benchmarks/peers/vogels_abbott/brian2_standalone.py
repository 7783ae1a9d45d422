"""CUBA, COBA and COBAHH in Brian2, compiled to a C++ program."""

from tests.benchmarks.peers.brian2_running import run_standalone, use_standalone
from tests.benchmarks.peers.protocol import task
from tests.benchmarks.peers.vogels_abbott.brian2_network import network


def main() -> None:
    asked = task()
    use_standalone(asked)
    group, *synapses = network(asked.case)
    run_standalone(asked, group, "v", *synapses)


if __name__ == "__main__":
    main()
