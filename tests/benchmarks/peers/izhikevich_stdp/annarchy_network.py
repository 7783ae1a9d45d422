"""Both networks in ANNarchy; its delays are axonal, as ours."""

import ANNarchy

from tests.benchmarks.peers.annarchy_running import run_annarchy
from tests.benchmarks.peers.izhikevich_stdp import constants
from tests.benchmarks.peers.protocol import Task, task

EQUATIONS = [
    "half = v + 0.5 * (0.04*v*v + 5*v + 140 - u + g_exc)",
    "v = half + 0.5 * (0.04*half*half + 5*half + 140 - u + g_exc)",
    "u += a * (b*v - u)",
]


def neurons(network: ANNarchy.Network, size: constants.Size) -> ANNarchy.Population:
    """Half steps for v and one step for u, as in the paper."""
    cell = ANNarchy.Neuron(
        parameters={name: ANNarchy.Parameter(0.0, locality="local") for name in "abcd"},
        equations=EQUATIONS,
        spike="v >= 30.0",
        reset="v = c\nu += d",
    )
    group = network.create(geometry=size.excitatory + size.inhibitory, neuron=cell)
    kinds = [constants.RS] * size.excitatory + [constants.FS] * size.inhibitory
    for name, values in zip("abcd", zip(*kinds, strict=True), strict=True):
        setattr(group, name, list(values))
    group.v = constants.START_mV
    group.u = [constants.START_mV * b for _, b, _, _ in kinds]
    return group


def connect(network: ANNarchy.Network, group: ANNarchy.Population, size: constants.Size) -> None:
    low, high = (round(delay_ms) for delay_ms in size.delay_ms)
    rule = ANNarchy.STDP(
        tau_plus=constants.TAU_MS,
        tau_minus=constants.TAU_MS,
        A_plus=size.a_plus,
        A_minus=size.a_minus,
        w_max=size.largest,
    )
    plastic = network.connect(group[: size.excitatory], group, target="exc", synapse=rule)
    plastic.fixed_number_pre(
        number=size.excitatory_to_all,
        weights=size.weight,
        delays=low if low == high else ANNarchy.DiscreteUniform(low, high),
    )
    if size.inhibitory:
        static = network.connect(group[size.excitatory :], group[: size.excitatory], target="exc")
        static.fixed_number_pre(
            number=size.inhibitory_to_excitatory, weights=size.inhibitory_weight
        )
    sources = network.create(ANNarchy.PoissonPopulation(geometry=group.size, rates=size.drive_Hz))
    network.connect(sources, group, target="exc").one_to_one(weights=size.drive)


def main() -> None:
    asked: Task = task()
    size = constants.SIZES[asked.case]
    network = ANNarchy.Network(dt=constants.DT_MS, seed=1)
    group = neurons(network, size)
    connect(network, group, size)
    run_annarchy(asked, network, group, "v")


if __name__ == "__main__":
    main()
