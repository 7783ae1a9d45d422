"""Neurons that nobody else acts on: every cell_type of a model, each with its applied current."""

import numpy as np

from engine.description.network import Network
from engine.description.population import Population
from engine.inputs.constant_current import ConstantCurrent
from engine.models.catalogue import MODELS
from engine.simulation import Simulation

DYNAMIC = [model.name for model in MODELS.values() if not model.is_source]
"""Models whose neurons something can act on."""


def alone(model, *, dt_ms, current=0.0, **population):
    """A single neuron, or `size` of them."""
    cells = Population(name="cells", model=model, **{"size": 1, **population})
    inputs = (ConstantCurrent(target=("cells",), current=current),)
    return Simulation(Network(name="n", dt_ms=dt_ms, populations=(cells,), inputs=inputs))


def gallery(model, dt_ms=None):
    """One neuron of every cell_type, in a population of its name, at its cell_type's current."""
    described = MODELS[model]
    kinds = described.cell_types
    populations = tuple(
        Population(name=kind.name, size=1, model=model, cell_type=kind.name) for kind in kinds
    )
    inputs = tuple(ConstantCurrent(target=(kind.name,), current=kind.current) for kind in kinds)
    return Simulation(
        Network(name="n", dt_ms=dt_ms or described.dt_ms, populations=populations, inputs=inputs)
    )


def spike_times(model, duration_ms, dt_ms=None):
    """When each cell_type spiked, in ms, by its name."""
    simulation = gallery(model, dt_ms)
    spikes = simulation.advance(round(duration_ms / simulation.dt_ms))
    names = [kind.name for kind in MODELS[model].cell_types]
    return {name: np.asarray(spikes.time_ms[spikes.neuron == i]) for i, name in enumerate(names)}


def parameters_of(model, cell_type):
    """All parameters of a cell_type, by name."""
    described = MODELS[model]
    defaults = {parameter.name: parameter.default for parameter in described.parameters}
    return defaults | dict(described.cell_type(cell_type).parameters)
