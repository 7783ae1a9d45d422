"""CUBA and COBA in BrainPy, in one compiled scan; conductances are in units of the leak."""

from typing import Any

from tests.benchmarks.peers.brainpy_running import run_brainpy
from tests.benchmarks.peers.protocol import task
from tests.benchmarks.peers.vogels_abbott import constants as c

KICK_mV = c.KICK_pA / c.LEAK_nS
PARTS = ((0, c.EXCITATORY), (c.EXCITATORY, c.NEURONS))
TAUS_MS = (c.TAU_E_MS, c.TAU_I_MS)
REVERSALS_mV = (c.REVERSAL_E_mV, c.REVERSAL_I_mV)
WEIGHTS = {
    "cuba": (c.CUBA_E_mV, c.CUBA_I_mV),
    "coba": (c.WEIGHT_E_nS / c.LEAK_nS, c.WEIGHT_I_nS / c.LEAK_nS),
}


def network(case: str) -> Any:
    import brainpy as bp
    import brainpy.math as bm

    class ExcitatoryInhibitory(bp.DynSysGroup):
        def __init__(self) -> None:
            super().__init__()
            self.neurons = bp.dyn.LifRef(
                c.NEURONS,
                V_rest=c.CUBA_REST_mV if case == "cuba" else c.REST_mV,
                V_th=c.THRESHOLD_mV,
                V_reset=c.RESET_mV,
                tau=c.TAU_M_MS,
                tau_ref=c.REFRACTORY_MS,
                V_initializer=bp.init.Uniform(c.RESET_mV, c.THRESHOLD_mV),
            )
            self.V = self.neurons.V
            self.excitation, self.inhibition = (self.projection(part) for part in (0, 1))
            kick = KICK_mV if case == "coba" else 0.0
            self.kick = bm.where(bm.arange(c.NEURONS) < c.KICKED, kick, 0.0)

        def projection(self, part: int) -> Any:
            low, high = PARTS[part]
            reversal = REVERSALS_mV[part]
            return bp.dyn.HalfProjAlignPost(
                comm=bp.dnn.EventCSRLinear(
                    bp.conn.FixedProb(c.PROBABILITY, pre=high - low, post=c.NEURONS),
                    WEIGHTS[case][part],
                ),
                syn=bp.dyn.Expon(c.NEURONS, tau=TAUS_MS[part]),
                out=bp.dyn.CUBA() if case == "cuba" else bp.dyn.COBA(E=reversal),
                post=self.neurons,
            )

        def update(self):
            spikes = self.neurons.spike.value
            self.excitation(spikes[: c.EXCITATORY])
            self.inhibition(spikes[c.EXCITATORY :])
            return self.neurons(bm.where(bp.share["t"] < c.KICK_MS, self.kick, 0.0))

    return ExcitatoryInhibitory()


def main() -> None:
    asked = task()
    run_brainpy(asked, c.DT_MS, c.DT_MS, lambda: network(asked.case), "V")


if __name__ == "__main__":
    main()
