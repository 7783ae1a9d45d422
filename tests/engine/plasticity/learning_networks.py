"""Networks that learn from chosen trains: all rules, synapses, ways to connect and delays."""

from dataclasses import replace

import numpy as np

from engine.connections.all_to_all import AllToAll
from engine.connections.fixed_in_degree import FixedInDegree
from engine.connections.listed import Listed
from engine.connections.one_to_one import OneToOne
from engine.connections.pairwise_bernoulli import PairwiseBernoulli
from engine.description.projection import Projection
from engine.distributions.uniform import Uniform
from engine.plasticity.derivative_stdp import DerivativeStdp
from engine.plasticity.inhibitory_stdp import InhibitoryStdp
from engine.plasticity.pair_stdp import PairStdp
from engine.plasticity.triplet_stdp import TripletStdp
from engine.synapses.alpha_current import AlphaCurrent
from engine.synapses.classic_kernel import ClassicKernel
from engine.synapses.current_step import CurrentStep
from engine.synapses.exponential_conductance import ExponentialConductance
from engine.synapses.exponential_current import ExponentialCurrent
from engine.synapses.voltage_jump import VoltageJump
from tests.engine.plasticity.driven import POST, PRE, driven

STEPS = 70
PAIR = {"a_plus": 0.13, "a_minus": 0.11, "tau_plus_ms": 9.0, "tau_minus_ms": 21.0}
LAWS = {
    "additive": {},
    "multiplicative": {"mu_plus": 1.0, "mu_minus": 1.0},
    "power": {"mu_plus": 0.4, "mu_minus": 1.3},
    "mixed": {"mu_plus": 0.0, "mu_minus": 1.0},
}
PAIRINGS = ("all-to-all", "nearest", "presynaptic-centred", "reduced")
TRIPLET = {
    "a2_plus": 0.02,
    "a3_plus": 0.05,
    "a2_minus": 0.04,
    "a3_minus": 0.03,
    "tau_plus_ms": 11.0,
    "tau_minus_ms": 17.0,
    "tau_x_ms": 31.0,
    "tau_y_ms": 43.0,
}
RULES = {
    **{
        f"{law}, {pairing}": PairStdp(w_max=1.0, pairing=pairing, **PAIR, **LAWS[law])
        for law in LAWS
        for pairing in PAIRINGS
    },
    "triplet": TripletStdp(w_max=1.0, **TRIPLET),
    "triplet, nearest": TripletStdp(w_max=1.0, pairing="nearest", **TRIPLET),
    "inhibitory": InhibitoryStdp(w_max=1.0, eta=0.07, target_rate_Hz=9.0, tau_ms=14.0),
    **{
        f"derivative, {pairing}": DerivativeStdp(
            w_max=1.0, pairing=pairing, interval_ms=8.0, drift=0.004, retention=0.6, **PAIR
        )
        for pairing in ("all-to-all", "nearest")
    },
}
SYNAPSES = {
    "voltage-jump": (VoltageJump(), 4.0),
    "current-step": (CurrentStep(), 0.6),
    "exponential-current": (ExponentialCurrent(tau_ms=5.0), 0.1),
    "alpha-current": (AlphaCurrent(tau_ms=3.0), 0.1),
    "conductance": (ExponentialConductance(tau_ms=4.0, reversal_mV=-10.0), 2e-3),
    "classic-kernel": (ClassicKernel(), 1e-3),
}
"""Each with a largest weight, a few of which make a neuron spike."""
CONNECTIVITIES = ("all-to-all", "matrix", "list", "pairwise-bernoulli", "one-to-one", "in-degree")
DELAYS = ("none", "fixed", "long", "drawn", "each", "dendritic", "long dendritic")
STEPS_OF = {"none": 0, "fixed": 1, "long": 13, "dendritic": 1, "long dendritic": 7}


def connectivity(name, delay, sizes, low, high, seed):
    """Who connects to whom, and with which weight where that is not drawn."""
    sources, targets = sizes
    random = np.random.default_rng(seed)
    if name == "matrix":
        return AllToAll(random.uniform(low, high, (targets, sources))), None
    if name == "list":
        count = 2 * sources + 1  # some twice
        ends = random.integers(0, sizes, (count, 2)).tolist()
        weights = random.uniform(low, high, count).tolist()
        delays = random.integers(1, 9, count).tolist() if delay == "each" else ()
        return Listed(ends, weights=weights, delays_ms=delays), 0.0
    connect = {
        "all-to-all": AllToAll(),
        "pairwise-bernoulli": PairwiseBernoulli(0.5),
        "one-to-one": OneToOne(),
        "in-degree": FixedInDegree(min(2, sources - 1)),
    }[name]
    return connect, Uniform(low, high)


def projection(sizes, *, rule, synapse, connect, delay, precision, sign, seed, is_recurrent=False):
    """One from the presynaptic population to the other, or from that one to itself."""
    kind, size = SYNAPSES[synapse]
    w_max = size if synapse == "conductance" else sign * size
    source, sizes = (POST, (sizes[1], sizes[1])) if is_recurrent else (PRE, sizes)
    if connect == "one-to-one" and sizes[0] != sizes[1]:
        connect = "all-to-all"
    if connect == "in-degree" and sizes[0] < 2:
        connect = "pairwise-bernoulli"
    low, high = sorted((0.0, w_max))
    given, weight = connectivity(connect, delay, sizes, low, high, seed)
    delay_ms = float(STEPS_OF[delay]) if STEPS_OF.get(delay) else None
    if delay == "drawn" or (delay == "each" and connect != "list"):
        delay_ms = Uniform(1.0, 6.0)
    plasticity = None
    if rule is not None:
        is_dendritic = delay.endswith("dendritic") and not kind.acts_by_last_spike
        side = "dendritic" if is_dendritic else "axonal"
        plasticity = replace(RULES[rule], w_max=w_max, delay=side, precision=precision)
    return Projection(
        source=source,
        target=POST,
        synapse=kind,
        connect=given,
        weight=weight,
        delay_ms=delay_ms,
        plasticity=plasticity,
    )


def random_trains(count, seed):
    """Of some neurons many spikes, of others few."""
    random = np.random.default_rng(seed)
    rates = random.choice([0.03, 0.15, 0.5], count)
    return [np.flatnonzero(random.random(STEPS) < rate).tolist() for rate in rates]


def network_of(sizes, *projections, dt_ms=1.0, seed=3):
    """Random trains, neurons of both populations."""
    trains = random_trains(sum(sizes), seed)
    return driven(trains[: sizes[0]], trains[sizes[0] :], *projections, dt_ms=dt_ms, seed=seed)
