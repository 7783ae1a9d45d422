"""Where the neurons of a description end up, and with which numbers."""

import numpy as np
import pytest
from scipy import stats

from engine.description.network import Network
from engine.description.population import Population
from engine.distributions.normal import Normal
from engine.distributions.uniform import Uniform
from engine.models.catalogue import MODELS
from engine.runtime.population_ranges import values_of
from engine.simulation import Simulation


def test_parameters_are_floats_however_a_cell_type_writes_them():
    for model in MODELS.values():
        for kind in model.cell_types:
            cells = Population(name="cells", size=2, model=model.name, cell_type=kind.name)
            for value in values_of(cells, 0).values():
                assert value.dtype == np.float64


def test_neurons_with_whole_numbers_for_parameters_move():
    cells = Population(name="cells", size=1, model="adaptive-exponential", cell_type="tonic")
    simulation = Simulation(Network(name="n", dt_ms=0.1, populations=(cells,)))
    simulation.current = 500.0
    assert simulation.advance(300).step.size > 0


@pytest.mark.parametrize(
    ("cell_type", "toward", "power", "published"),
    [
        ("RS", "CH", 2.0, {"c_mV": lambda r: -65 + 15 * r**2, "d": lambda r: 8 - 6 * r**2}),
        ("LTS", "FS", 1.0, {"a": lambda r: 0.02 + 0.08 * r, "b": lambda r: 0.25 - 0.05 * r}),
    ],
)
def test_neurons_between_two_morphologies_as_in_the_network_of_2003(
    cell_type, toward, power, published
):
    cells = Population(
        name="cells",
        size=4000,
        model="izhikevich",
        cell_type=cell_type,
        toward=toward,
        power=power,
    )
    values = values_of(cells, 7)
    ends = {name: of(np.array([0.0, 1.0])) for name, of in published.items()}
    ways = [(values[name] - low) / (high - low) for name, (low, high) in ends.items()]
    np.testing.assert_allclose(ways[0], ways[1], atol=1e-12)
    r = ways[0] ** (1 / power)
    assert stats.kstest(r, "uniform").pvalue > 0.01
    for name, of in published.items():
        np.testing.assert_allclose(values[name], of(r), rtol=1e-12)


def test_drawn_parameters_and_starts():
    cells = Population(
        name="cells",
        size=4000,
        model="leaky-integrate-and-fire",
        parameters={"tau_m_ms": Normal(20.0, 2.0), "rest_mV": Uniform(-75.0, -65.0)},
        start={"v_mV": Normal(-70.0, 3.0)},
    )
    values = values_of(cells, 7)
    assert stats.kstest(values["tau_m_ms"], "norm", args=(20.0, 2.0)).pvalue > 0.01
    assert stats.kstest(values["rest_mV"], "uniform", args=(-75.0, 10.0)).pvalue > 0.01
    assert abs(np.corrcoef(values["tau_m_ms"], values["rest_mV"])[0, 1]) < 4 / np.sqrt(4000)
    (v,) = Simulation(Network(name="n", dt_ms=0.1, populations=(cells,))).state_of("cells")
    assert stats.kstest(v, "norm", args=(-70.0, 3.0)).pvalue > 0.01


def test_a_drawn_parameter_stays_within_its_range():
    wide = {"tau_m_ms": Normal(1.0, 50.0)}
    cells = Population(name="cells", size=99, model="leaky-integrate-and-fire", parameters=wide)
    assert values_of(cells, 0)["tau_m_ms"].min() == 0.1
