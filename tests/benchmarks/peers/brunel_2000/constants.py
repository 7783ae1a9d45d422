"""The numbers of Brunel (2000), model A."""

from typing import NamedTuple

EXCITATORY, INHIBITORY = 10_000, 2_500
NEURONS = EXCITATORY + INHIBITORY
INPUTS_E, INPUTS_I = 1_000, 250
TAU_MS = 20.0
THRESHOLD_mV, RESET_mV = 20.0, 10.0
REFRACTORY_MS = 2.0
DELAY_MS = 1.5
WEIGHT_mV = 0.1
DT_MS = 0.1
THRESHOLD_RATE_Hz = THRESHOLD_mV / (WEIGHT_mV * INPUTS_E * TAU_MS / 1000)
"""Of each external input, that alone brings the mean potential to the threshold."""


class Regime(NamedTuple):
    """Inhibitory over excitatory weight, and external rate over the threshold rate."""

    g: float
    external: float

    @property
    def external_Hz(self) -> float:  # noqa: N802 - the unit
        """Of each of a neuron's external inputs, as many as its excitatory ones."""
        return self.external * THRESHOLD_RATE_Hz


REGIMES = {
    "SR": Regime(3.0, 2.0),
    "SI-fast": Regime(6.0, 4.0),
    "AI": Regime(5.0, 2.0),
    "SI-slow": Regime(4.5, 0.9),
}
