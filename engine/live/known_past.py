"""What is known of a neuron's past that nobody watched."""

import numpy as np
from numpy.typing import NDArray

from engine.live.feed import MAX_SAMPLES
from engine.live.populations import population_of
from engine.recording.columns import ColumnHistory
from engine.simulation import Simulation


def known_past(simulation: Simulation, history: ColumnHistory, neuron: int) -> NDArray[np.float64]:
    """Its variables after each of the last steps, shape (steps, variables); NaN if not known.

    That is the membrane potential where a column of the rows ends, and all that the neuron is now.
    """
    step, every = simulation.step, history.column_steps
    columns = min(step, MAX_SAMPLES) // every
    potential = history.window(step, neuron, 1, columns)[0][0]
    past = np.full((min(step, MAX_SAMPLES), len(simulation.variables(neuron))), np.nan)
    newest = len(past) - 1 - step % every
    past[newest - every * np.arange(potential.size)[::-1], 0] = potential
    population, first = population_of(simulation.network, neuron)
    past[-1:] = simulation.state_of(population.name)[:, neuron - first]
    known = np.flatnonzero(np.isfinite(past[:, 0]))
    return past[known[0] :] if known.size else past[:0]
