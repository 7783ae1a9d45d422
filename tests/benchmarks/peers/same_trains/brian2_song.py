"""The same in Brian2, as a C++ program for each seed: FILE SECONDS SEED..."""

import sys
import tempfile

import numpy as np
from brian2 import Network, device, second, set_device

from tests.benchmarks.peers.same_trains import given
from tests.benchmarks.peers.song_2000 import constants as c
from tests.benchmarks.peers.song_2000.brian2_network import network


def main() -> None:
    seconds, *seeds = map(int, sys.argv[2:])
    weights = []
    for seed in seeds:
        with tempfile.TemporaryDirectory() as folder:
            set_device("cpp_standalone", directory=folder, build_on_run=False)
            cell, inputs, synapses = network(seed)
            Network(cell, inputs, synapses).run(seconds * second)
            device.build(directory=folder)
            weights.append(np.asarray(synapses.w[:]) / c.LARGEST)
            device.reinit()
    given.keep({"song": np.array(weights)})


if __name__ == "__main__":
    main()
