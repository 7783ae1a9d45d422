"""What the benchmark of parts counts and calls; how long that takes is not tested."""

from dataclasses import replace

import numpy as np
import pytest

from engine import Simulation, from_gallery
from tests.benchmarks.parts.amounts import out_degrees, per_step
from tests.benchmarks.parts.named import NEURONS, POISSON
from tests.benchmarks.parts.step import split

STEPS = 30


@pytest.fixture(params=["potjans-diesmann-2014", "vogels-abbott-cuba"])
def network(request):
    described = from_gallery(request.param)
    return replace(described.resized(3000), seed=1)


def test_out_degrees_are_those_of_the_synapses(network) -> None:
    simulation = Simulation(network, threads=1)
    of_all = [simulation.connections(k).source for k in range(len(network.projections))]
    expected = np.bincount(np.concatenate(of_all), minlength=network.size)
    assert (out_degrees(simulation._arrays) == expected).all()


def test_timed_parts_change_no_spike(network) -> None:
    timed, plain = Simulation(network, threads=1), Simulation(network, threads=1)
    found = split(timed, STEPS, runs=2)
    assert plain.advance(timed.step).neuron.size > 0
    assert (timed.advance(STEPS).neuron == plain.advance(STEPS).neuron).all()
    assert found.amounts[NEURONS] == network.size
    assert set(found.parts_s) == {kind for kind, amount in found.amounts.items() if amount}


def test_each_population_draws_its_poisson_spikes(network) -> None:
    given = [each for each in network.inputs if hasattr(each, "rate_Hz")]
    sizes = {population.name: population.size for population in network.populations}
    expected = sum(sizes[name] for each in given for name in each.target)
    amounts = per_step(Simulation(network, threads=1)._arrays)
    assert amounts[POISSON] == expected
