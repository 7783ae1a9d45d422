"""The weights of Song's network in this project's engine: FILE SECONDS SEED..."""

import sys

import numpy as np

from engine import Simulation
from tests.benchmarks.peers.same_trains import given
from tests.benchmarks.peers.song_2000 import constants as c
from tests.benchmarks.peers.song_2000.ours import network


def main() -> None:
    seconds, *seeds = map(int, sys.argv[2:])
    weights = []
    for seed in seeds:
        simulation = Simulation(network(seed), threads=1)
        simulation.advance(round(seconds * 1000 / c.DT_MS))
        weights.append(simulation.weights(0) / c.LARGEST)
    given.keep({"song": np.array(weights)})


if __name__ == "__main__":
    main()
