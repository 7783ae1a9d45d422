"""Where the neurons of a description end up, and with which numbers."""

import numpy as np

from engine.circuit.places import values_of
from engine.circuit.simulation import CircuitSimulation
from engine.models.catalogue import MODELS
from engine.networks.network import Network
from engine.networks.population import Population


def test_parameters_are_floats_however_a_morphology_writes_them():
    for model in MODELS.values():
        for kind in model.morphologies:
            cells = Population(name="cells", size=2, model=model.name, morphology=kind.name)
            for value in values_of(cells, 0).values():
                assert value.dtype == np.float64


def test_neurons_with_whole_numbers_for_parameters_move():
    cells = Population(name="cells", size=1, model="adaptive-exponential", morphology="tonic")
    simulation = CircuitSimulation(Network(name="n", dt_ms=0.1, populations=(cells,)))
    simulation.current = 500.0
    assert simulation.advance(300).step.size > 0
