"""Inhibition that learns to balance excitation (Vogels, Sprekeler, Zenke, Clopath, Gerstner 2011).

Synapses of inhibitory onto excitatory neurons begin without any weight, and learn after the first
line. Each is a part of the time: how fast both populations fire, how irregularly, how much in step;
and the weights after it.

    python examples/balancing_inhibition.py [SECONDS] [NEURONS]
"""

import sys

from engine import Simulation, from_gallery
from engine.statistics import interval_cvs, intervals_ms, rates_hz, synchrony

LEARNING = 2
"""The projection that learns, of inhibitory onto excitatory neurons."""
PARTS = 8


def main(seconds: float, neurons: int) -> None:
    """Print a line for each part of the time."""
    simulation = Simulation(from_gallery("vogels-2011").resized(neurons))
    size, excitatory = simulation.size, simulation.network.populations[0].size
    print("until, s   excitatory, Hz   inhibitory, Hz   variation   synchrony   weight, nS")
    for part in range(PARTS):
        simulation.learning = part > 0
        from_ms = simulation.time_ms
        spikes = simulation.advance(round(1000.0 * seconds / PARTS / simulation.dt_ms))
        to_ms = simulation.time_ms
        rates = rates_hz(spikes, size, to_ms, from_ms)
        cv = interval_cvs(intervals_ms(spikes)).mean()
        alike = synchrony(spikes, size, 5.0, to_ms, from_ms)
        weights_ns = 1000.0 * simulation.weights(LEARNING)
        print(
            f"{to_ms / 1000.0:8.2f} {rates[:excitatory].mean():16.1f} "
            f"{rates[excitatory:].mean():16.1f} {cv:11.2f} {alike:11.2f} "
            f"{weights_ns.mean():6.2f} ± {weights_ns.std():.2f}",
            flush=True,
        )


if __name__ == "__main__":
    given = sys.argv[1:]
    seconds, neurons = [*given, *("8", "10000")[len(given) :]]
    main(float(seconds), int(neurons))
