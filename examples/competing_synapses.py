"""Synapses that compete: weights part by spike timing alone (Song, Miller and Abbott 2000).

One neuron has 1000 inputs that all fire alike. Pairs of spikes leave most synapses as weak or as
strong as they can be, and the neuron fires when its inputs happen to meet, no longer as a clock.

    python examples/competing_synapses.py [SECONDS]
"""

import sys

import numpy as np

from engine import Simulation, from_gallery

BINS, BAR = 10, 50
TOLD_S = 5.0
"""How long the neuron is looked at, in the beginning and in the end."""


def fired(simulation: Simulation, cell: int) -> str:
    """Go on for a while, and tell how the neuron fires."""
    spikes = simulation.advance(round(1000.0 * TOLD_S / simulation.dt_ms))
    times_ms = spikes.time_ms[spikes.neuron == cell]
    intervals = np.diff(times_ms)
    cv = intervals.std() / intervals.mean()
    return f"{times_ms.size / TOLD_S:.1f} Hz, variation of intervals {cv:.2f}"


def main(seconds: float = 600.0) -> None:
    """Print how the neuron fires, and how many synapses are of which weight."""
    simulation = Simulation(from_gallery("song-2000"))
    cell = simulation.size - 1
    weights = [simulation.weights(0)]
    print(f"first {TOLD_S:g} s: {fired(simulation, cell)}")
    simulation.advance(round(1000.0 * (seconds - 2.0 * TOLD_S) / simulation.dt_ms))
    print(f"last {TOLD_S:g} s: {fired(simulation, cell)}")
    weights.append(simulation.weights(0))
    shares = np.array(weights) / np.max(weights)
    counts = [np.histogram(each, BINS, (0.0, 1.0))[0] for each in shares]
    print("weight, share of the largest; synapses in the beginning and in the end")
    for low, before, after in zip(np.arange(BINS) / BINS, *counts, strict=True):
        bar = "█" * round(BAR * after / counts[1].max())
        print(f"{low:8.2f} to {low + 1.0 / BINS:4.2f} {before:8d} {after:6d}  {bar}")


if __name__ == "__main__":
    main(*map(float, sys.argv[1:]))
