"""The numbers of both networks."""

from typing import NamedTuple

DT_MS = 1.0
RS, FS = (0.02, 0.2, -65.0, 8.0), (0.1, 0.2, -65.0, 2.0)
"""a, b, c, d: regular spiking and fast spiking."""
START_mV = -65.0
TAU_MS = 20.0


class Size(NamedTuple):
    """A network; in-degrees are of each neuron."""

    excitatory: int
    inhibitory: int
    excitatory_to_all: int
    inhibitory_to_excitatory: int
    delay_ms: tuple[float, float]
    """Of excitatory synapses, whole steps between these; inhibitory ones take a step."""
    weight: float
    inhibitory_weight: float
    largest: float
    a_plus: float
    a_minus: float
    drive: float
    """Of Poisson spikes of each neuron's own, so strong and so often."""
    drive_Hz: float  # noqa: N815 - the unit


SIZES = {
    "10000x1000": Size(
        excitatory=10_000,
        inhibitory=0,
        excitatory_to_all=1000,
        inhibitory_to_excitatory=0,
        delay_ms=(5.0, 5.0),
        weight=0.006,
        inhibitory_weight=0.0,
        largest=1.0,
        a_plus=0.01,
        a_minus=0.012,
        drive=60.0,
        drive_Hz=7.0,
    ),
    "2006": Size(
        excitatory=800,
        inhibitory=200,
        excitatory_to_all=80,
        inhibitory_to_excitatory=25,
        delay_ms=(1.0, 20.0),
        weight=6.0,
        inhibitory_weight=-5.0,
        largest=10.0,
        a_plus=0.01,
        a_minus=0.012,
        drive=20.0,
        drive_Hz=1.0,
    ),
}
