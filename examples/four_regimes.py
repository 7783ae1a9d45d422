"""Brunel's four regimes of 12,500 neurons, each as a raster in the terminal.

python examples/four_regimes.py [SECONDS]
"""

import sys

import numpy as np

from engine import Simulation, Spikes, from_gallery
from engine.statistics import interval_cvs, intervals_ms, rates_hz, synchrony

REGIMES = ("sr", "si-fast", "si-slow", "ai")
NEURONS, COLUMNS, SHOWN_MS = 48, 160, 160.0
SETTLED_MS = 200.0
DOTS = np.array([[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]])
"""Of a braille character, from U+2800 on: four neurons by two columns."""


def raster(spikes: Spikes, from_ms: float) -> str:
    """A dot for each spike of the first neurons, a line of text for every four of them."""
    column = ((spikes.time_ms - from_ms) * COLUMNS / SHOWN_MS).astype(int)
    shown = (spikes.neuron < NEURONS) & (column >= 0) & (column < COLUMNS)
    spiked = np.zeros((NEURONS, COLUMNS), np.int64)
    spiked[spikes.neuron[shown], column[shown]] = 1
    blocks = spiked.reshape(NEURONS // 4, 4, COLUMNS // 2, 2) * DOTS[:, np.newaxis, :]
    return "\n".join("".join(map(chr, line)) for line in 0x2800 + blocks.sum(axis=(1, 3)))


def main(seconds: float = 1.0) -> None:
    """Draw the end of each regime, and say in numbers what it is."""
    end_ms = 1000.0 * seconds
    for regime in REGIMES:
        network = from_gallery(f"brunel-2000-{regime}")
        spikes = Simulation(network).advance(round(end_ms / network.dt_ms))
        rate = rates_hz(spikes, network.size, from_ms=SETTLED_MS, to_ms=end_ms).mean()
        cv = interval_cvs(intervals_ms(spikes, from_ms=SETTLED_MS)).mean()
        alike = synchrony(spikes, network.size, bin_ms=1.0, from_ms=SETTLED_MS, to_ms=end_ms)
        print(f"{network.title}: {NEURONS} of {network.size:,} neurons for {SHOWN_MS:g} ms")
        print(raster(spikes, end_ms - SHOWN_MS))
        print(
            f"{rate:.1f} Hz, variation of intervals {cv:.2f}, synchrony {alike:.2f}\n", flush=True
        )


if __name__ == "__main__":
    main(*map(float, sys.argv[1:]))
