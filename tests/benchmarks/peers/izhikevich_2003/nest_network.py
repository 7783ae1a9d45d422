"""Izhikevich's network in NEST."""

from typing import Any

import nest

from tests.benchmarks.peers.izhikevich_2003 import constants
from tests.benchmarks.peers.nest_running import run_nest
from tests.benchmarks.peers.protocol import task


def network(size: constants.Size) -> Any:
    cells = constants.cells(size)
    neurons = nest.Create(
        "izhikevich",
        size.neurons,
        {
            "a": cells.a,
            "b": cells.b,
            "c": cells.c,
            "d": cells.d,
            "V_m": -65.0,
            "U_m": -65.0 * cells.b,
            "V_th": 30.0,
            # The paper's own scheme, two half steps for v and one step for u.
            "consistent_integration": False,
        },
    )
    rule: dict[str, Any] = {"rule": "all_to_all"}
    if size.synapses is not None:
        rule = {"rule": "fixed_outdegree", "outdegree": size.synapses}
    excitatory, inhibitory = neurons[: size.excitatory], neurons[size.excitatory :]
    for part, noise, largest in (
        (excitatory, constants.NOISE_E, constants.LARGEST_E),
        (inhibitory, constants.NOISE_I, constants.LARGEST_I),
    ):
        generator = nest.Create("noise_generator", params={"std": noise, "dt": constants.DT_MS})
        nest.Connect(generator, part, syn_spec={"delay": constants.DT_MS})
        ends = sorted((0.0, largest * size.weight_scale))
        weight = nest.random.uniform(*ends)
        nest.Connect(part, neurons, rule, {"weight": weight, "delay": constants.DT_MS})
    return neurons


def main() -> None:
    asked = task()
    run_nest(asked, constants.DT_MS, lambda: network(constants.SIZES[asked.case]))


if __name__ == "__main__":
    main()
