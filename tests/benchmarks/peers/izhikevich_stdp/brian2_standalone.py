"""Both networks in Brian2, compiled to a C++ program; its delays are axonal, as ours."""

from brian2 import Hz, NeuronGroup, PoissonInput, Synapses, defaultclock, ms, seed

from tests.benchmarks.peers.brian2_running import run_standalone, use_standalone
from tests.benchmarks.peers.izhikevich_stdp import constants
from tests.benchmarks.peers.protocol import task

VARIABLES = """
v : 1
u : 1
I : 1
a : 1
b : 1
c : 1
d : 1
"""
STEP = """
v += 0.5 * (0.04*v**2 + 5*v + 140 - u + I)
v += 0.5 * (0.04*v**2 + 5*v + 140 - u + I)
u += a * (b*v - u)
I = 0
"""
SYNAPSE = """
w : 1
dpre/dt = -pre / tau : 1 (event-driven)
dpost/dt = -post / tau : 1 (event-driven)
"""


def neurons(size: constants.Size) -> NeuronGroup:
    """Half steps for v and one step for u, as in the paper."""
    group = NeuronGroup(
        size.excitatory + size.inhibitory, VARIABLES, threshold="v >= 30", reset="v = c; u += d"
    )
    for name, of_rs, of_fs in zip("abcd", constants.RS, constants.FS, strict=True):
        getattr(group, name)[: size.excitatory] = of_rs
        if size.inhibitory:
            getattr(group, name)[size.excitatory :] = of_fs
    group.v = constants.START_mV
    group.u = "b * v"
    group.run_regularly(STEP, when="groups")
    return group


def plastic(group: NeuronGroup, size: constants.Size) -> Synapses:
    low, high = size.delay_ms
    synapses = Synapses(
        group[: size.excitatory],
        group,
        SYNAPSE,
        on_pre="I += w\npre += growth\nw = clip(w - post, 0, largest)",
        on_post="post += loss\nw = clip(w + pre, 0, largest)",
        delay=low * ms if low == high else None,
        namespace={
            "tau": constants.TAU_MS * ms,
            "largest": size.largest,
            "growth": size.a_plus * size.largest,
            "loss": size.a_minus * size.largest,
        },
    )
    chosen = f"k for k in sample({size.excitatory}, size={size.excitatory_to_all})"
    synapses.connect(i=chosen)
    synapses.w = size.weight
    if low != high:
        synapses.pre.delay = f"({low} + floor(rand() * {high - low + 1})) * ms"
    return synapses


def static(group: NeuronGroup, size: constants.Size) -> Synapses:
    inhibitory = group[size.excitatory :]
    synapses = Synapses(
        inhibitory,
        group[: size.excitatory],
        on_pre=f"I += {size.inhibitory_weight}",
        delay=constants.DT_MS * ms,
    )
    degree = size.inhibitory_to_excitatory
    synapses.connect(i=f"k for k in sample({size.inhibitory}, size={degree})")
    return synapses


def main() -> None:
    asked = task()
    size = constants.SIZES[asked.case]
    use_standalone(asked)
    seed(1)
    defaultclock.dt = constants.DT_MS * ms
    group = neurons(size)
    others = [
        plastic(group, size),
        PoissonInput(group, "I", 1, rate=size.drive_Hz * Hz, weight=size.drive),
    ]
    if size.inhibitory:
        others.append(static(group, size))
    run_standalone(asked, group, "v", *others)


if __name__ == "__main__":
    main()
