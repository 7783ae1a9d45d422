"""Brunel's network in Brian2, compiled to a C++ program."""

from brian2 import Hz, NeuronGroup, PoissonInput, Synapses, defaultclock, ms, mV, seed

from tests.benchmarks.peers.brian2_running import run_standalone, use_standalone
from tests.benchmarks.peers.brunel_2000 import constants as c
from tests.benchmarks.peers.protocol import task


def neurons() -> NeuronGroup:
    group = NeuronGroup(
        c.NEURONS,
        "dv/dt = -v / tau : volt (unless refractory)",
        threshold=f"v > {c.THRESHOLD_mV}*mV",
        reset=f"v = {c.RESET_mV}*mV",
        refractory=c.REFRACTORY_MS * ms,
        method="exact",
        namespace={"tau": c.TAU_MS * ms},
    )
    group.v = f"{c.THRESHOLD_mV}*mV*rand()"
    return group


def projection(part: NeuronGroup, group: NeuronGroup, inputs: int, weight_mV: float) -> Synapses:  # noqa: N803
    synapses = Synapses(part, group, on_pre=f"v += {weight_mV}*mV", delay=c.DELAY_MS * ms)
    synapses.connect(i=f"k for k in sample({len(part)}, size={inputs})")
    return synapses


def main() -> None:
    asked = task()
    regime = c.REGIMES[asked.case]
    use_standalone(asked)
    seed(1)
    defaultclock.dt = c.DT_MS * ms
    group = neurons()
    external = PoissonInput(
        group, "v", c.INPUTS_E, regime.external_Hz * Hz, weight=c.WEIGHT_mV * mV
    )
    excitatory, inhibitory = group[: c.EXCITATORY], group[c.EXCITATORY :]
    run_standalone(
        asked,
        group,
        "v",
        external,
        projection(excitatory, group, c.INPUTS_E, c.WEIGHT_mV),
        projection(inhibitory, group, c.INPUTS_I, -regime.g * c.WEIGHT_mV),
    )


if __name__ == "__main__":
    main()
