"""CUBA, COBA and COBAHH as Brian2 takes them."""

from brian2 import NeuronGroup, Synapses, defaultclock, ms, mV, nS, pA, pF, seed

from tests.benchmarks.peers.vogels_abbott import constants as c

CUBA = """
dv/dt = (ge + gi - (v - El)) / taum : volt (unless refractory)
dge/dt = -ge / taue : volt
dgi/dt = -gi / taui : volt
"""
COBA = """
dv/dt = (gl*(El - v) + ge*(Ee - v) + gi*(Ei - v) + kick) / Cm : volt (unless refractory)
dge/dt = -ge / taue : siemens
dgi/dt = -gi / taui : siemens
kick = kick_current * int(i < kicked and t < kick_end) : amp
"""
HH = """
dv/dt = (gl*(El - v) + ge*(Ee - v) + gi*(Ei - v) + kick
         - gNa*m**3*h*(v - ENa) - gK*n**4*(v - EK)) / Cm : volt
dm/dt = alpha_m*(1 - m) - beta_m*m : 1
dn/dt = alpha_n*(1 - n) - beta_n*n : 1
dh/dt = alpha_h*(1 - h) - beta_h*h : 1
dge/dt = -ge / taue : siemens
dgi/dt = -gi / taui : siemens
kick = kick_current * int(i < kicked and t < kick_end) : amp
s = (v - VT) / mV : 1
alpha_m = 0.32*4 / exprel((13 - s) / 4) / ms : Hz
beta_m = 0.28*5 / exprel((s - 40) / 5) / ms : Hz
alpha_h = 0.128*exp((17 - s) / 18) / ms : Hz
beta_h = 4 / (1 + exp((40 - s) / 5)) / ms : Hz
alpha_n = 0.032*5 / exprel((15 - s) / 5) / ms : Hz
beta_n = 0.5*exp((10 - s) / 40) / ms : Hz
"""
CONDUCTANCES = {
    "Cm": c.CAPACITANCE_pF * pF,
    "gl": c.LEAK_nS * nS,
    "El": c.REST_mV * mV,
    "Ee": c.REVERSAL_E_mV * mV,
    "Ei": c.REVERSAL_I_mV * mV,
    "kicked": c.KICKED,
    "kick_current": c.KICK_pA * pA,
    "kick_end": c.KICK_MS * ms,
}
SYNAPSES = {"taue": c.TAU_E_MS * ms, "taui": c.TAU_I_MS * ms}
SPIKE = {
    "threshold": f"v > {c.THRESHOLD_mV}*mV",
    "reset": f"v = {c.RESET_mV}*mV",
    "refractory": c.REFRACTORY_MS * ms,
}
BETWEEN_RESET_AND_THRESHOLD = f"({c.RESET_mV} + {c.THRESHOLD_mV - c.RESET_mV}*rand())*mV"


def cuba() -> NeuronGroup:
    namespace = {**SYNAPSES, "taum": c.TAU_M_MS * ms, "El": c.CUBA_REST_mV * mV}
    group = NeuronGroup(c.NEURONS, CUBA, method="exact", namespace=namespace, **SPIKE)
    group.v = BETWEEN_RESET_AND_THRESHOLD
    return group


def coba() -> NeuronGroup:
    namespace = {**SYNAPSES, **CONDUCTANCES}
    group = NeuronGroup(c.NEURONS, COBA, method="exponential_euler", namespace=namespace, **SPIKE)
    group.v = BETWEEN_RESET_AND_THRESHOLD
    return group


def hodgkin_huxley() -> NeuronGroup:
    channels = {
        "gNa": c.SODIUM_nS * nS,
        "gK": c.POTASSIUM_nS * nS,
        "ENa": c.SODIUM_mV * mV,
        "EK": c.POTASSIUM_mV * mV,
        "VT": c.SHIFT_mV * mV,
    }
    group = NeuronGroup(
        c.NEURONS,
        HH,
        threshold="v > -20*mV",
        refractory=c.HH_REFRACTORY_MS * ms,
        method="exponential_euler",
        namespace={**SYNAPSES, **CONDUCTANCES, **channels},
    )
    mean, spread = c.HH_START_mV
    group.v = f"({mean} + {spread}*randn())*mV"
    return group


def projection(part: NeuronGroup, group: NeuronGroup, on_pre: str) -> Synapses:
    synapses = Synapses(part, group, on_pre=on_pre)
    synapses.connect(p=c.PROBABILITY)
    return synapses


def network(case: str) -> tuple[NeuronGroup, Synapses, Synapses]:
    """The neurons, and what connects them."""
    seed(1)
    defaultclock.dt = c.DT_MS * ms
    group = {"cuba": cuba, "coba": coba, "hh": hodgkin_huxley}[case]()
    excitatory, inhibitory = group[: c.EXCITATORY], group[c.EXCITATORY :]
    if case == "cuba":
        to_e, to_i = f"ge += {c.CUBA_E_mV}*mV", f"gi += {c.CUBA_I_mV}*mV"
    else:
        to_e, to_i = f"ge += {c.WEIGHT_E_nS}*nS", f"gi += {c.WEIGHT_I_nS}*nS"
    return group, projection(excitatory, group, to_e), projection(inhibitory, group, to_i)
