"""The spikes that all simulators are given, and the rules that they learn by.

Runs under the Python of any simulator, so it needs the standard library and NumPy alone.
"""

import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

DT_MS = 0.1
DELAY_STEPS = 10
SENDERS, RECEIVERS = 20, 10
FIRST_STEP, LAST_STEP = 10, 30_000
"""When each presynaptic neuron has its first and its last spike, before and after all others. In
NEST a weight learns of postsynaptic spikes with the next presynaptic one; and nearest-neighbour
rules pair those before the first presynaptic spike with one at the time 0 that there never was."""
RATE_HZ = 20.0
W_MAX, START = 2.0, 1.0
TAU_PLUS_MS, TAU_MINUS_MS, TAU_X_MS, TAU_Y_MS = 17.0, 34.0, 101.0, 114.0


class Rule(NamedTuple):
    """A rule that changes weights for good; amplitudes are those of weights as shares of W_MAX."""

    kind: str
    pairing: str = "all-to-all"
    mu: float = 0.0
    a_plus: float = 0.011
    a_minus: float = 0.007
    a3_plus: float = 0.006
    a3_minus: float = 0.002
    alpha: float = 0.12


RULES = {
    "pair, additive": Rule("pair"),
    "pair, additive, at its bounds": Rule("pair", a_plus=0.2, a_minus=0.25),
    "pair, multiplicative": Rule("pair", mu=1.0),
    "pair, power 0.4": Rule("pair", mu=0.4),
    "nearest, additive": Rule("pair", "nearest"),
    "nearest, power 0.4": Rule("pair", "nearest", mu=0.4),
    "presynaptic-centred, additive": Rule("pair", "presynaptic-centred"),
    "presynaptic-centred, power 0.4": Rule("pair", "presynaptic-centred", mu=0.4),
    "reduced, additive": Rule("pair", "reduced"),
    "reduced, power 0.4": Rule("pair", "reduced", mu=0.4),
    "triplets": Rule("triplet", a_plus=0.003),
    "inhibitory": Rule("inhibitory", a_plus=0.002),
}


class Release(NamedTuple):
    """Short-term plasticity; the first is depression alone."""

    use: float
    recovery_ms: float
    facilitation_ms: float
    active_ms: float


RELEASES = {
    "short-term, depressing": Release(0.5, 300.0, 0.0, 0.0),
    "short-term, facilitating": Release(0.15, 130.0, 530.0, 0.0),
    "short-term, with active state": Release(0.3, 200.0, 400.0, 3.0),
}
CASES = (*RULES, *RELEASES)


class Trains(NamedTuple):
    """Steps of spikes, one array for each neuron; the same for all rules."""

    pre: list[NDArray[np.int64]]
    """Of presynaptic neurons, even ones."""
    post: list[NDArray[np.int64]]
    """Of postsynaptic neurons, odd ones: the delay is even, so nothing meets at a synapse."""


def trains(seed: int = 1) -> Trains:
    """Poisson trains, with bursts of a few milliseconds and long silences as they come."""
    random = np.random.default_rng(seed)
    places = np.arange(50, LAST_STEP - 200, 2)
    likely = RATE_HZ * 2 * DT_MS / 1000.0
    pre = [places[random.random(places.size) < likely] for _ in range(SENDERS)]
    post = [places[random.random(places.size) < likely] + 1 for _ in range(RECEIVERS)]
    return Trains([np.concatenate(([FIRST_STEP], steps, [LAST_STEP])) for steps in pre], post)


def times_ms(steps: NDArray[np.int64]) -> list[float]:
    return [round(step * DT_MS, 1) for step in steps.tolist()]


def keep(results: dict[str, NDArray[np.float64]]) -> None:
    """Write results into the file that the command names: weights of shape (SENDERS, RECEIVERS),
    of short-term plasticity what acted at the last spike of each presynaptic neuron (SENDERS,).
    """
    np.savez(Path(sys.argv[1]), **results)
