"""CUBA, COBA and COBAHH in Brian2's runtime mode: Python takes the steps, Cython does the work."""

from tests.benchmarks.peers.brian2_running import run_cython
from tests.benchmarks.peers.protocol import task
from tests.benchmarks.peers.vogels_abbott.brian2_network import network


def main() -> None:
    asked = task()
    group, *synapses = network(asked.case)
    run_cython(asked, group, "v", *synapses)


if __name__ == "__main__":
    main()
