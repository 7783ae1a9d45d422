"""Song's network in Brian2, as in Brian2's own example of it."""

from brian2 import Hz, NeuronGroup, PoissonGroup, Synapses, defaultclock, ms, mV, seed

from tests.benchmarks.peers.song_2000 import constants as c

NEURON = """
dv/dt = (ge*(reversal - v) + rest - v) / taum : volt
dge/dt = -ge / taue : 1
"""
SYNAPSE = """
w : 1
dpre/dt = -pre / taupre : 1 (event-driven)
dpost/dt = -post / taupost : 1 (event-driven)
"""
NAMESPACE = {
    "taum": c.TAU_M_MS * ms,
    "taue": c.TAU_E_MS * ms,
    "rest": c.REST_mV * mV,
    "reversal": c.REVERSAL_mV * mV,
}
PLASTICITY = {
    "taupre": c.TAU_PLUS_MS * ms,
    "taupost": c.TAU_MINUS_MS * ms,
    "largest": c.LARGEST,
    "growth": c.A_PLUS * c.LARGEST,
    "loss": c.A_MINUS * c.LARGEST,
}


def network(number: int = 1) -> tuple[NeuronGroup, PoissonGroup, Synapses]:
    """The cell, its inputs and the synapses between; `number` seeds them."""
    seed(number)
    defaultclock.dt = c.DT_MS * ms
    inputs = PoissonGroup(c.INPUTS, rates=c.RATE_HZ * Hz)
    cell = NeuronGroup(
        1,
        NEURON,
        threshold=f"v > {c.THRESHOLD_mV}*mV",
        reset=f"v = {c.RESET_mV}*mV",
        method="euler",
        namespace=NAMESPACE,
    )
    cell.v = c.REST_mV * mV
    synapses = Synapses(
        inputs,
        cell,
        SYNAPSE,
        on_pre="ge += w\npre += growth\nw = clip(w - post, 0, largest)",
        on_post="post += loss\nw = clip(w + pre, 0, largest)",
        namespace=PLASTICITY,
    )
    synapses.connect()
    synapses.w = "rand() * largest"
    return cell, inputs, synapses
