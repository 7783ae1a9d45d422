"""The f-I curve of a neuron: how fast it fires at each current, for all currents at once.

Neurons of one population differ in their current alone, so one simulation gives the whole curve.

    python examples/f_i_curve.py [MODEL] [HIGHEST_CURRENT] [SECONDS]
"""

import sys

import numpy as np

from engine import ConstantCurrent, Given, Network, Population, Simulation
from engine.models.catalogue import model
from engine.statistics import rates_hz

POINTS = 25
BAR = 50
SETTLED_MS = 500.0


def main(name: str, highest: float, seconds: float) -> None:
    """Print a line for each current."""
    neuron = model(name)
    currents = np.linspace(0.0, highest, POINTS)
    network = Network(
        name="f-i-curve",
        dt_ms=neuron.dt_ms,
        populations=[Population(name="cells", size=POINTS, model=name)],
        inputs=[ConstantCurrent(target="cells", current=Given(currents))],
    )
    spikes = Simulation(network).advance(round(1000.0 * seconds / network.dt_ms))
    rates = rates_hz(spikes, POINTS, from_ms=SETTLED_MS, to_ms=1000.0 * seconds)
    print(f"{neuron.title}, from {SETTLED_MS:g} ms to {1000 * seconds:g} ms")
    print(f"current in {neuron.current_unit or 'no unit'}, rate in Hz")
    for current, rate in zip(currents, rates, strict=True):
        print(f"{current:10.4g}  {rate:7.2f}  {'█' * round(BAR * rate / max(1.0, rates.max()))}")


if __name__ == "__main__":
    given = sys.argv[1:]
    name, highest, seconds = [*given, *("adaptive-exponential", "1500", "2.5")[len(given) :]]
    main(name, float(highest), float(seconds))
