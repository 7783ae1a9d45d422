"""Song's network in this project's engine."""

from engine import (
    ExponentialConductance,
    Network,
    PairStdp,
    PoissonRate,
    Population,
    Projection,
    Uniform,
)
from tests.benchmarks.peers.ours_running import run_ours
from tests.benchmarks.peers.protocol import task
from tests.benchmarks.peers.song_2000 import constants as c


def network(seed: int = 1) -> Network:
    """A leak of 1 uS makes conductances shares of it; no delay, as in Brian2's example."""
    cell = {
        "tau_m_ms": c.TAU_M_MS,
        "rest_mV": c.REST_mV,
        "threshold_mV": c.THRESHOLD_mV,
        "reset_mV": c.RESET_mV,
        "resistance_MOhm": 1.0,
        "refractory_ms": 0.0,
    }
    return Network(
        name="song-2000",
        dt_ms=c.DT_MS,
        seed=seed,
        populations=[
            Population(
                name="inputs", model="spike-source", size=c.INPUTS, spikes=PoissonRate(c.RATE_HZ)
            ),
            Population(name="cell", model="leaky-integrate-and-fire", size=1, parameters=cell),
        ],
        projections=[
            Projection(
                source="inputs",
                target="cell",
                synapse=ExponentialConductance(tau_ms=c.TAU_E_MS, reversal_mV=c.REVERSAL_mV),
                weight=Uniform(0.0, c.LARGEST),
                plasticity=PairStdp(
                    w_max=c.LARGEST,
                    a_plus=c.A_PLUS,
                    a_minus=c.A_MINUS,
                    tau_plus_ms=c.TAU_PLUS_MS,
                    tau_minus_ms=c.TAU_MINUS_MS,
                ),
            )
        ],
    )


def main() -> None:
    run_ours(task(), network(), of="cell")


if __name__ == "__main__":
    main()
