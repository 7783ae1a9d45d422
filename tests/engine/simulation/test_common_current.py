"""One current for all neurons of a tile: kept once, and nothing shows it."""

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
from engine.kernels.arrays import N_FIRST, N_SIZE
from engine.runtime.tiles import first_tile, tile_count

LEAKY = "leaky-integrate-and-fire"
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
                model=LEAKY,
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
        known.append(simulation._arrays.neurons.common.copy())
        simulation.advance(10)
    first, second = np.transpose(known)
    np.testing.assert_equal(first, [0.3, 0.3, 0.3, np.nan, np.nan, np.nan, 0.3, 0.3])
    assert (second == 0.3).all()


def test_each_tile_of_each_block_has_its_own():
    sizes, currents = {"a": 700, "b": 400, "c": 30}, {"a": 0.1, "b": 0.2, "c": 4.0}
    models = {"a": LEAKY, "b": LEAKY, "c": "izhikevich"}
    simulation = Simulation(
        Network(
            name="n",
            dt_ms=0.1,
            seed=3,
            populations=[
                Population(name=name, size=size, model=models[name]) for name, size in sizes.items()
            ],
            inputs=[
                ConstantCurrent(target=(name,), current=value) for name, value in currents.items()
            ],
        ),
        threads=1,
    )
    neurons = simulation._arrays.neurons
    found = {}
    for block, row in enumerate(neurons.layout):
        at = first_tile(row[N_FIRST], block)
        found[int(row[N_SIZE])] = neurons.common[at : at + tile_count(row[N_SIZE])].tolist()
    np.testing.assert_equal(found, {1100: [0.1, np.nan, 0.2], 30: [4.0]})


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
