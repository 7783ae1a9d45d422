"""Planes of two variables: their slopes are those of the model's own equations and kernel."""

import numpy as np
import pytest

from engine import Given, Network, Population, Simulation
from engine.models import adaptive_exponential, hindmarsh_rose
from engine.models.catalogue import MODELS, model

GRID = np.linspace(-1.0, 1.0, 9)


def planes_of(name: str, **parameters):
    network = Network(
        name="n",
        populations=[Population(name="p", model=name, size=3, parameters=parameters)],
        dt_ms=model(name).dt_ms,
        seed=1,
    )
    return {(each.plane.across, each.plane.up): each for each in Simulation(network).planes(1)}


def test_models_of_two_variables_have_nullclines() -> None:
    for each in map(model, MODELS):
        names = [variable.name for variable in each.variables]
        assert bool(each.planes) or len(names) != 2
        for plane in each.planes:
            assert {plane.across, plane.up} <= set(names)


def test_izhikevich_nullclines() -> None:
    plane = planes_of("izhikevich", b=0.25)["v", "u"]
    v = -60.0 + 20.0 * GRID
    on_v = 0.04 * v**2 + 5.0 * v + 140.0 + 7.0
    assert plane.slopes(v, on_v, np.zeros(2), 7.0)[0] == pytest.approx(0.0, abs=1e-9)
    assert plane.slopes(v, 0.25 * v, np.zeros(2), 7.0)[1] == pytest.approx(0.0, abs=1e-9)
    assert (plane.slopes(v, on_v - 1.0, np.zeros(2), 7.0)[0] > 0.9).all()


def test_adaptive_exponential_slopes_are_those_of_its_kernel() -> None:
    plane = planes_of("adaptive-exponential", a_nS=7.0)["v", "w"]
    v, w = np.meshgrid(-50.0 + 100.0 * GRID, 300.0 * GRID)
    slopes = plane.slopes(v, w, np.zeros(2), 400.0)
    change, step = np.empty(2), plane.constants[adaptive_exponential.STEP, 0]
    for at in np.ndindex(v.shape):
        state = np.array([v[at], w[at]])
        adaptive_exponential.derivative(state, plane.constants, 0, 400.0, 0.0, change)
        assert [slope[at] for slope in slopes] == pytest.approx(change / step, rel=1e-9, abs=1e-9)


def test_hindmarsh_rose_planes() -> None:
    planes = planes_of("hindmarsh-rose", b=2.7)
    x = 2.0 * GRID
    rest = 1.0 - 5.0 * x**2
    bursts, spikes = planes["x", "z"], planes["x", "y"]
    present = np.array([0.3, -1.0, 3.3])
    on_x = rest - x**3 + 2.7 * x**2 + 4.0
    assert bursts.slopes(x, on_x, present, 4.0)[0] == pytest.approx(0.0, abs=1e-12)
    assert bursts.slopes(x, 4.0 * (x + 1.6), present, 4.0)[1] == pytest.approx(0.0, abs=1e-12)
    assert spikes.slopes(x, rest, present, 4.0)[1] == pytest.approx(0.0, abs=1e-12)
    on_x = x**3 - 2.7 * x**2 + 3.3 - 4.0
    assert spikes.slopes(x, on_x, present, 4.0)[0] == pytest.approx(0.0, abs=1e-12)


def test_a_neuron_has_the_constants_of_its_own() -> None:
    given = Given([2.0, 3.0])
    network = Network(
        name="n",
        populations=[
            Population(name="a", model="hindmarsh-rose", size=2),
            Population(name="i", model="izhikevich", size=1),
            Population(name="b", model="hindmarsh-rose", size=2, parameters={"b": given}),
        ],
        dt_ms=1.0,
        seed=1,
    )
    simulation = Simulation(network)
    b = [
        planes[0].constants[hindmarsh_rose.B, 0] if len(planes) == 2 else None
        for planes in map(simulation.planes, range(5))
    ]
    assert b == [3.0, 3.0, None, 2.0, 3.0]
