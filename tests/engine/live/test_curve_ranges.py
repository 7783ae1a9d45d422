"""What is told of a selected neuron beside its samples: ranges, threshold, what others give it."""

import numpy as np
import pytest

from engine.connections.all_to_all import AllToAll
from engine.description.network import Network
from engine.description.population import Population
from engine.description.projection import Projection
from engine.distributions.uniform import Uniform
from engine.inputs.constant_current import ConstantCurrent
from engine.inputs.current_pulses import CurrentPulses
from engine.inputs.noise_current import NoiseCurrent
from engine.live.curve_range import curve_ranges
from engine.live.live_network import LiveNetwork
from engine.live.other_input import has_jumps, other_input
from engine.live.run_configuration import run_configuration
from engine.models.catalogue import MODELS
from engine.runtime.population_ranges import values_of
from engine.simulation import Simulation
from engine.synapses.exponential_current import ExponentialCurrent
from engine.synapses.voltage_jump import VoltageJump


@pytest.mark.parametrize("name", MODELS)
def test_every_model_has_a_range_for_each_variable_and_cell_type(name):
    model = MODELS[name]
    usual = {parameter.name: parameter.default for parameter in model.parameters}
    for cell_type in ({}, *(each.parameters for each in model.cell_types)):
        ranges = curve_ranges(model, usual | dict(cell_type))
        assert all(each.usual is not None for each in ranges)
        assert all(each.low <= each.usual[0] < each.usual[1] <= each.high for each in ranges)
        told = [each.threshold for each in ranges if each.threshold is not None]
        assert len(told) == (0 if model.is_source else 1)


def test_gates_are_between_0_and_1_and_potentials_between_reversals():
    model = MODELS["hodgkin-huxley"]
    usual = {parameter.name: parameter.default for parameter in model.parameters}
    potential, *gates = curve_ranges(model, usual)
    assert (potential.usual, potential.threshold) == ((-77.0, 50.0), 0.0)
    assert {(gate.low, gate.high, gate.usual) for gate in gates} == {(0.0, 1.0, (0.0, 1.0))}


def test_a_neuron_has_the_threshold_of_its_own():
    cells = Population(
        name="cells",
        size=5,
        model="leaky-integrate-and-fire",
        parameters={"threshold_mV": Uniform(-52.0, -48.0)},
    )
    network = Network(name="n", dt_ms=0.1, populations=[cells], seed=3)
    simulation = Simulation(network)
    drawn = values_of(cells, 3)["threshold_mV"]
    assert [simulation.parameters(k)["threshold_mV"] for k in range(5)] == drawn.tolist()


def network(inputs=(), synapse=None):
    cells = Population(name="cells", size=2, model="leaky-integrate-and-fire")
    projections = []
    if synapse is not None:
        unit = {"weight": 0.5}
        projections = [
            Projection(source="cells", target="cells", connect=AllToAll(), synapse=synapse, **unit)
        ]
    return Network(name="n", dt_ms=0.1, populations=[cells], projections=projections, inputs=inputs)


def test_of_one_variable_the_change_in_each_step_is_told():
    """A neuron that a current lets spike: by its trace, but for the steps in which it is reset."""
    live = LiveNetwork(run_configuration(network(synapse=VoltageJump()), current=5.0), 1)
    live.select(1)
    live.watch_selected(True)
    for _ in range(4):
        live.advance(250)
    selected, spikes = live.selected(), live.spikes.publish(taken=True)[0]
    spiked = spikes.step[spikes.neuron == 1]
    assert selected.jumps
    assert spiked.size > 3
    expected = np.diff(selected.values[:, 0], prepend=np.nan)
    expected[spiked] = np.nan
    np.testing.assert_array_equal(selected.change, expected)


def test_what_gives_current_is_named():
    noise = NoiseCurrent(target="cells", standard_deviation=0.1)
    current = ExponentialCurrent(5.0)
    assert other_input(network(), "cells") == ""
    assert other_input(network(synapse=VoltageJump()), "cells") == ""
    assert has_jumps(network(synapse=VoltageJump()), "cells")
    assert not has_jumps(network(synapse=VoltageJump()), "others")
    assert not has_jumps(network(synapse=current), "cells")
    assert other_input(network(synapse=current), "cells") == "synapses"
    assert other_input(network([noise], current), "cells") == "synapses and noise"
    assert other_input(network([noise], current), "others") == ""


def test_what_others_give_is_what_was_not_applied():
    """Constant currents, pulses of the description and pulses by hand are none of theirs."""
    inputs = [
        ConstantCurrent(target="cells", current=0.1),
        CurrentPulses(target="cells", amplitude=0.1, times_ms=[3.0, 6.0], duration_ms=2.0),
    ]
    live = LiveNetwork(run_configuration(network(inputs, ExponentialCurrent(5.0))), 1)
    live.select(1)
    live.watch_selected(True)
    live.inject(0.1, 2.5, 1)
    live.advance(100)
    selected = live.selected()
    assert np.ptp(selected.values[:, -1]) > 0.09
    np.testing.assert_allclose(selected.others, 0.0, atol=1e-12)
    live.set_current(0.5)
    live.advance(900)
    selected = live.selected()
    assert selected.last_spike_ms is not None
    assert selected.others.max() > 0.1
    assert selected.others.min() >= -1e-12
