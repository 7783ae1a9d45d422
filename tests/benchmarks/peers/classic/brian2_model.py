"""The classic network in Brian2's equations, for its C++ and its Cython target."""

from brian2 import NeuronGroup, Synapses, second

from tests.benchmarks.peers.classic.equations import WIDTH_S, Inputs

EQUATIONS = """
dx/dt = (y - x**3 + 3*x**2 - z + I) / t_s : 1
dy/dt = (1 - 5*x**2 - y) / t_s : 1
dz/dt = 0.001 * (4*(x + 1.6) - z) / t_s : 1
tau = (t - lastspike) / second : 1
"""
KERNEL = "0.1 * exp(-(tau/A)**2) / (A * sqrt(pi) * tau)"
INPUT = f"""
I = 5 + I_syn : 1
I_syn : 1
g = {KERNEL} : 1 (constant over dt)
"""


def neurons(inputs: Inputs, equations: str, **namespace: object) -> NeuronGroup:
    """The neurons at their start; one that starts above the threshold has not spiked."""
    group = NeuronGroup(
        inputs.state.shape[1],
        EQUATIONS + equations,
        method="rk4",
        threshold="y > -3.5",
        refractory="y > -3.5",
        namespace={"t_s": 0.1 * second, "A": WIDTH_S, **namespace},
        name="neurons",
    )
    group.x, group.y, group.z = inputs.state
    group.not_refractory = False
    return group


def synapses(group: NeuronGroup, inputs: Inputs) -> Synapses:
    """All-to-all, each adding its weight times the kernel at every step."""
    made = Synapses(group, group, "w : 1\nI_syn_post = w * g_pre : 1 (summed)", name="synapses")
    made.connect()
    made.w = inputs.weights.T.ravel()
    return made
