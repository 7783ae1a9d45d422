"""Pairs of spikes at several rates: what triplets explain (Pfister and Gerstner 2006).

Each synapse gets its pairs 10 ms apart at a rate of its own. The paper's fit to visual cortex
stands beside what was measured there (Sjostrom, Turrigiano and Nelson 2001).

    python examples/triplet_frequency.py [PAIRS]
"""

import sys
from typing import Any

import numpy as np
from numpy.typing import NDArray

import engine
from engine.plasticity.triplet_stdp import HIPPOCAMPAL, VISUAL_CORTEX

RATES_HZ = 0.1, 10.0, 20.0, 40.0, 50.0
MEASURED = {10: (-0.04, 0.14, 0.29, 0.53, 0.56), -10: (-0.29, -0.41, -0.34, 0.56, 0.75)}
BEGUN, LARGEST = 1.0, 8.0
"""Of weights: changes are in units of the first, and none comes near the other."""


def changes(lag_ms: int, fit: dict[str, Any], pairs: int) -> NDArray[np.float64]:
    """What pairs with t_post - t_pre of so much do to a weight, at each rate."""
    begins_ms = [[20.0 + round(1000 / rate) * k for k in range(pairs)] for rate in RATES_HZ]
    times = {"pre": begins_ms, "to post": [[t + lag_ms for t in train] for train in begins_ms]}
    sources = [
        engine.Population(
            name=name, model="spike-source", size=len(RATES_HZ), spikes=engine.GivenSpikes(trains)
        )
        for name, trains in times.items()
    ]
    post = engine.Population(name="post", model="leaky-integrate-and-fire", size=len(RATES_HZ))
    amplitudes = {key: a / LARGEST if key.startswith("a") else a for key, a in fit.items()}
    rule = engine.TripletStdp(w_max=LARGEST, precision="double", **amplitudes)
    synapses = [
        engine.Projection(
            source=source,
            target="post",
            connect=engine.OneToOne(),
            synapse=engine.VoltageJump(),
            weight=weight,
            delay_ms=1.0,
            plasticity=plasticity,
        )
        for source, weight, plasticity in (("pre", BEGUN, rule), ("to post", 100.0, None))
    ]
    network = engine.Network(
        name="pairs", dt_ms=1.0, populations=[*sources, post], projections=synapses
    )
    simulation = engine.Simulation(network)
    simulation.advance(round(begins_ms[0][-1]) + 50)
    return simulation.weights(0) - BEGUN


def main(pairs: int = 60) -> None:
    """Print a line for each lag and rate."""
    print("lag, ms   rate, Hz   visual cortex   measured   hippocampus")
    for lag_ms, measured in MEASURED.items():
        columns = [changes(lag_ms, fit, pairs) for fit in (VISUAL_CORTEX, HIPPOCAMPAL)]
        for rate, cortex, seen, hippocampus in zip(
            RATES_HZ, columns[0], measured, columns[1], strict=True
        ):
            print(f"{lag_ms:7d} {rate:10.1f} {cortex:15.3f} {seen:10.2f} {hippocampus:13.3f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
