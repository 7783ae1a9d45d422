"""RecordedNeuron: one neuron of a recording, what it is, and what of it was recorded."""

import numpy as np

from engine.live.curve_range import curve_ranges
from engine.live.populations import population_of
from engine.models.phase_plane import NeuronPlane
from engine.recordings.recording import Recording
from engine.replaying.recorded_trace import RecordedTrace
from engine.runtime.population_ranges import values_of

MOST_NAMED = 5
"""Neurons, or runs of them."""


class RecordedNeuron:
    """Its model, its samples, and the ranges and planes on which these are drawn."""

    def __init__(self, recording: Recording, number: int) -> None:
        network = recording.network
        population, first = population_of(network, number)
        self.number, self.population = number, population.name
        self.model = population.described_model
        variables = tuple(variable.name for variable in self.model.variables)
        self.trace = RecordedTrace(recording, number, variables)
        values = {
            name: value[number - first : number - first + 1]
            for name, value in values_of(population, network.seed).items()
        }
        parameters = {name: float(value[0]) for name, value in values.items()}
        told = zip(self.model.variables, curve_ranges(self.model, parameters), strict=True)
        recorded = [(each, of) for each, of in told if each.name in self.trace.names]
        self.units = tuple(variable.unit for variable, _ in recorded)
        self.ranges = tuple(of for _, of in recorded)
        is_whole = self.trace.names == variables and self.trace.has_input
        constants = self.model.constants(values, network.dt_ms) if is_whole else np.empty((0, 1))
        planes = self.model.planes if is_whole else ()
        self.planes = tuple(NeuronPlane(plane, constants) for plane in planes)
        has_any = self.trace.names or self.trace.has_input
        self.unrecorded = "" if has_any else _unrecorded(recording, number)


def _unrecorded(recording: Recording, number: int) -> str:
    """Why there are no curves of a neuron."""
    sampled = {neuron for each in recording.sampled.values() for neuron in each.neurons}
    if not sampled:
        return (
            "No variables of neurons were recorded, only spikes: a recording has those of the "
            "neurons that are named when it begins, in the dashboard by R, else by "
            "--record-neurons."
        )
    which = _named(sorted(sampled))
    return f"No variables of neuron {number} were recorded; there are those of {which}."


def _named(neurons: list[int]) -> str:
    """`neurons 0…3, 7`, not too long."""
    runs: list[list[int]] = []
    for neuron in neurons:
        if runs and neuron == runs[-1][-1] + 1:
            runs[-1][1:] = [neuron]
        else:
            runs.append([neuron])
    parts = ["…".join(map(str, run)) for run in runs[:MOST_NAMED]]
    more = ", …" if len(runs) > MOST_NAMED else ""
    return f"neuron{'s' if len(neurons) > 1 else ''} {', '.join(parts)}{more}"
