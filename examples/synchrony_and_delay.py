"""A custom analysis: how a network of inhibitory neurons falls into step as its delay grows.

Goes beyond `engine.statistics` with the population's spectrum, which takes three lines of NumPy.

    python examples/synchrony_and_delay.py [SECONDS]
"""

import sys

import numpy as np

import engine
from engine import Network, Population, Projection, Simulation, Uniform
from engine.statistics import population_rate_hz, rates_hz, synchrony

SIZE, BIN_MS, SETTLED_MS = 1000, 1.0, 200.0
DELAYS_MS = (0.5, 1.0, 2.0, 4.0)


def described(delay_ms: float) -> Network:
    """Leaky neurons that all but fire by themselves, with noise, inhibiting each other."""
    cells = Population(
        name="cells",
        size=SIZE,
        model="leaky-integrate-and-fire",
        cell_type="brunel",
        start={"v_mV": Uniform(0.0, 20.0)},
    )
    inhibition = Projection(
        source="cells",
        target="cells",
        connect=engine.FixedInDegree(100),
        synapse=engine.VoltageJump(),
        weight=-0.25,
        delay_ms=delay_ms,
    )
    drive = engine.NoiseCurrent(target="cells", mean=0.4, standard_deviation=0.5)
    return Network(
        name="delays", dt_ms=0.1, populations=[cells], projections=[inhibition], inputs=[drive]
    )


def main(seconds: float = 1.0) -> None:
    """Print a line for each delay."""
    end_ms = 1000.0 * seconds
    print("delay, ms   rate, Hz   synchrony   strongest rhythm, Hz")
    for delay_ms in DELAYS_MS:
        spikes = Simulation(described(delay_ms)).advance(round(end_ms / 0.1))
        rate = rates_hz(spikes, SIZE, from_ms=SETTLED_MS, to_ms=end_ms).mean()
        alike = synchrony(spikes, SIZE, bin_ms=BIN_MS, from_ms=SETTLED_MS, to_ms=end_ms)
        binned = population_rate_hz(spikes, SIZE, BIN_MS, from_ms=SETTLED_MS, to_ms=end_ms)
        power = np.abs(np.fft.rfft(binned - binned.mean())) ** 2
        rhythm_hz = np.fft.rfftfreq(binned.size, BIN_MS / 1000.0)[power.argmax()]
        print(f"{delay_ms:9.1f} {rate:10.1f} {alike:11.2f} {rhythm_hz:22.0f}", flush=True)


if __name__ == "__main__":
    main(*map(float, sys.argv[1:]))
