"""One current for all neurons of a block: kept once, and nothing shows it."""

import numpy as np
import pytest

from engine import (
    ConstantCurrent,
    CurrentPulses,
    ExponentialCurrent,
    FixedInDegree,
    Network,
    Population,
    Projection,
    Simulation,
    Uniform,
)

SIZE = 700
"""More than a tile."""


def network(*inputs):
    """Neurons whose synapses begin their current."""
    return Network(
        name="n",
        dt_ms=0.1,
        seed=3,
        populations=[
            Population(
                name="a",
                size=SIZE,
                model="leaky-integrate-and-fire",
                start={"v_mV": Uniform(-60.0, -45.0)},
            )
        ],
        projections=[
            Projection(
                source="a",
                target="a",
                connect=FixedInDegree(20),
                synapse=ExponentialCurrent(tau_ms=2.0),
                weight=0.02,
                delay_ms=0.3,
            )
        ],
        inputs=[ConstantCurrent(target=("a",), current=0.3), *inputs],
    )


PULSE = CurrentPulses(
    target=("a",), neurons=(3, 2), amplitude=2.0, times_ms=(2.0,), duration_ms=3.0
)


def test_it_is_known_but_while_some_have_a_pulse():
    simulation, known = Simulation(network(PULSE), threads=1), []
    for _ in range(8):
        known.append(float(simulation._arrays.neurons.common[0]))
        simulation.advance(10)
    np.testing.assert_equal(known, [0.3, 0.3, 0.3, np.nan, np.nan, np.nan, 0.3, 0.3])


@pytest.mark.parametrize("current", [0.0, 0.3])
def test_it_does_what_single_currents_do(monkeypatch, current):
    one = Simulation(network(PULSE), threads=1)
    one.current = current
    spikes = one.advance(200)
    for home in ("engine.kernels.neuron_blocks", "engine.runtime.applied_current"):
        monkeypatch.setattr(f"{home}.note_common", lambda neurons: None)
    other = Simulation(network(PULSE), threads=1)
    other.current = current
    assert np.isnan(other._arrays.neurons.common).all()
    np.testing.assert_array_equal(other.advance(200), spikes)
    assert spikes.step.size > 0
    assert one.state_of("a").tobytes() == other.state_of("a").tobytes()
