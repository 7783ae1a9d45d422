"""A synapse that is rewarded, seconds later, among 80,000 others (Izhikevich 2007).

Whenever neuron 1 fires within 20 ms of neuron 0, dopamine comes 1 to 3 s later, for all synapses.
Each line is the synapse from neuron 0 to neuron 1 beside the others. Chance is large: another seed
gives another course, and some find the synapse late, or lose it again.

    python examples/rewarded_synapse.py [SECONDS] [SEED]
"""

import sys
from dataclasses import replace

import numpy as np

from engine import Simulation, Spikes, from_gallery

REWARDED, OTHERS = 0, 1
"""Projections of excitatory neurons."""
PART_S = 30.0
WITHIN_MS = 20.0


def pairs(spikes: Spikes) -> int:
    """How often neuron 1 fired so soon after neuron 0, which is what is rewarded."""
    first, second = (spikes.time_ms[spikes.neuron == neuron] for neuron in (0, 1))
    before = np.searchsorted(first, second) - np.searchsorted(first, second - WITHIN_MS)
    return int(np.count_nonzero(before))


def main(seconds: float, seed: int) -> None:
    """Print a line for every half minute."""
    simulation = Simulation(replace(from_gallery("izhikevich-2007"), seed=seed))
    print("until, s   rewards   rewarded weight   mean of others   % of others above it")
    while simulation.time_ms < 1000.0 * seconds:
        spikes = simulation.advance(round(1000.0 * PART_S / simulation.dt_ms))
        (weight,), others = simulation.weights(REWARDED), simulation.weights(OTHERS)
        print(
            f"{simulation.time_ms / 1000.0:8.0f} {pairs(spikes):9d} {weight:17.2f} "
            f"{others.mean():16.2f} {100.0 * np.mean(others >= weight):22.1f}",
            flush=True,
        )


if __name__ == "__main__":
    given = sys.argv[1:]
    seconds, seed = [*given, *("600", "1")[len(given) :]]
    main(float(seconds), int(seed))
