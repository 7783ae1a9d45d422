"""A delta rhythm that gives way to gamma while synapses learn (Izhikevich 2006).

Each line is the rhythm of excitatory neurons in ten seconds: the frequency of most power, and how
much of all power is of 2 to 4 Hz and of 27 to 70 Hz; and how many of their synapses are nearly as
weak or as strong as they can be.

    python examples/delta_to_gamma.py [SECONDS] [SEED]
"""

import sys
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine import Simulation, from_gallery
from engine.statistics import Spectrum, rate_spectrum

PART_S = 10
EXCITATORY, LARGEST = 800, 10.0
DELTA_HZ, GAMMA_HZ = (2.0, 4.0), (27.0, 70.0)


def part(simulation: Simulation) -> NDArray[np.float64]:
    """The rate of excitatory neurons, the first ones, in each millisecond of the next part."""
    first = simulation.step
    spikes = simulation.advance(1000 * PART_S)
    steps = spikes.step[spikes.neuron < EXCITATORY] - first
    counts = np.bincount(steps, minlength=1000 * PART_S)
    return np.asarray(counts * 1000.0 / EXCITATORY, np.float64)


def percent(spectrum: Spectrum, low_hz: float, high_hz: float) -> float:
    """How much of the power from 1 Hz on is in a band."""
    frequency, power = spectrum
    is_within = (frequency >= low_hz) & (frequency <= high_hz)
    return 100.0 * float(power[is_within].sum() / power[1:].sum())


def main(seconds: float, seed: int) -> None:
    """Print a line for every ten seconds."""
    simulation = Simulation(replace(from_gallery("izhikevich-2006"), seed=seed))
    print("until, s   rate, Hz   peak, Hz   % delta   % gamma   % weak   % strong")
    while simulation.time_ms < 1000.0 * seconds:
        rate = part(simulation)
        spectrum = rate_spectrum(rate, 1.0, segments=2 * PART_S - 1)
        peak_hz = spectrum.frequency_hz[1 + spectrum.power[1:].argmax()]
        share = simulation.weights(0) / LARGEST
        print(
            f"{simulation.time_ms / 1000.0:8.0f} {rate.mean():10.2f} {peak_hz:10.0f} "
            f"{percent(spectrum, *DELTA_HZ):9.0f} {percent(spectrum, *GAMMA_HZ):9.0f} "
            f"{100.0 * np.mean(share < 0.1):8.0f} {100.0 * np.mean(share > 0.9):10.0f}",
            flush=True,
        )


if __name__ == "__main__":
    given = sys.argv[1:]
    seconds, seed = [*given, *("120", "1")[len(given) :]]
    main(float(seconds), int(seed))
