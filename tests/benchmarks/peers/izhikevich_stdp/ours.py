"""Both networks in this project's engine."""

from engine import (
    CurrentStep,
    FixedInDegree,
    Network,
    PairStdp,
    PoissonSpikes,
    Population,
    Projection,
    Uniform,
)
from tests.benchmarks.peers.izhikevich_stdp import constants
from tests.benchmarks.peers.ours_running import run_ours
from tests.benchmarks.peers.protocol import task


def network(size: constants.Size, *, learns: bool = True, seed: int = 1) -> Network:
    """learns: whether excitatory synapses are plastic."""
    populations = [cells("excitatory", size.excitatory, "RS")]
    projections = []
    if size.inhibitory:
        populations.append(cells("inhibitory", size.inhibitory, "FS"))
        projections.append(
            Projection(
                source="inhibitory",
                target="excitatory",
                connect=FixedInDegree(size.inhibitory_to_excitatory),
                synapse=CurrentStep(),
                weight=size.inhibitory_weight,
                delay_ms=constants.DT_MS,
            )
        )
    names = [population.name for population in populations]
    rule = PairStdp(
        w_max=size.largest,
        a_plus=size.a_plus,
        a_minus=size.a_minus,
        tau_plus_ms=constants.TAU_MS,
        tau_minus_ms=constants.TAU_MS,
    )
    low, high = size.delay_ms
    projections.append(
        Projection(
            source="excitatory",
            target=names,
            connect=FixedInDegree(size.excitatory_to_all),
            synapse=CurrentStep(),
            weight=size.weight,
            delay_ms=low if low == high else Uniform(low, high),
            plasticity=rule if learns else None,
        )
    )
    return Network(
        name="izhikevich-stdp",
        dt_ms=constants.DT_MS,
        seed=seed,
        populations=populations,
        projections=projections,
        inputs=[
            PoissonSpikes(
                target=names, rate_Hz=size.drive_Hz, synapse=CurrentStep(), weight=size.drive
            )
        ],
    )


def cells(name: str, number: int, cell_type: str) -> Population:
    return Population(name=name, model="izhikevich", cell_type=cell_type, size=number)


def main() -> None:
    asked = task()
    run_ours(asked, network(constants.SIZES[asked.case]))


if __name__ == "__main__":
    main()
