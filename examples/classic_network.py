"""The classic network: bursts of Hindmarsh-Rose neurons, and how coupling makes them irregular.

python examples/classic_network.py [SECONDS]
"""

import sys

from engine import ClassicNetwork, Simulation
from engine.statistics import interval_cvs, intervals_ms, rates_hz, synchrony

SIZES = (1, 10, 100, 1000)
SETTLED_MS = 1000.0


def main(seconds: float = 20.0) -> None:
    """Print a line for each size, and the first spikes of the smallest network."""
    end_ms = 1000.0 * seconds
    print("neurons   weights      rate   variation of intervals   synchrony")
    for size in SIZES:
        simulation = Simulation(ClassicNetwork(size=size, seed=7))
        spikes = simulation.advance(round(end_ms / simulation.dt_ms))
        rate = rates_hz(spikes, size, from_ms=SETTLED_MS, to_ms=end_ms).mean()
        cv = interval_cvs(intervals_ms(spikes, from_ms=SETTLED_MS)).mean()
        alike = synchrony(spikes, size, bin_ms=50.0, from_ms=SETTLED_MS, to_ms=end_ms)
        print(
            f"{size:7d}   {simulation.storage:10}   {rate:4.2f} Hz {cv:18.2f} {alike:18.2f}",
            flush=True,
        )
        if size == 10:
            first = spikes

    print("\nThe first spikes of 10 neurons:")
    for time_ms, neuron in zip(first.time_ms[:10], first.neuron[:10], strict=True):
        print(f"t={time_ms}: neuron {neuron} is spiking")


if __name__ == "__main__":
    main(*map(float, sys.argv[1:]))
