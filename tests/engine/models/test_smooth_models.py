"""The Runge-Kutta models beside SciPy's DOP853, and the order at which their error vanishes."""

from functools import cache

import numpy as np
import pytest

from engine.models.catalogue import MODELS
from tests.engine.models.alone import alone, gallery
from tests.engine.models.equations import solution

pytestmark = pytest.mark.compiled

STEPS = {
    "hindmarsh-rose": (1.25, 0.625),
    "hodgkin-huxley": (0.02, 0.01),
    "traub-miles": (0.01, 0.005),
}
SAMPLES = {
    "hindmarsh-rose": np.arange(1, 13) * 100.0,
    "hodgkin-huxley": np.arange(1, 13) * 1.6,
    "traub-miles": np.arange(1, 13) * 1.6,
}
SMALL = {"hindmarsh-rose": 2e-6, "hodgkin-huxley": 1e-4, "traub-miles": 5e-4}
"""Error of any variable at the coarser of the two steps; potentials go through 100 mV."""
KINDS = [(model, kind.name) for model in STEPS for kind in MODELS[model].cell_types]


@cache
def states(model, dt_ms):
    """Every cell_type's state at every sample, shape (samples, variables), by name."""
    simulation = gallery(model, dt_ms)
    seen = {kind.name: [] for kind in MODELS[model].cell_types}
    for time_ms in SAMPLES[model]:
        simulation.advance(round(time_ms / dt_ms) - simulation.step)
        for name, parts in seen.items():
            parts.append(simulation.state_of(name)[:, 0])
    return {name: np.array(parts) for name, parts in seen.items()}


def errors(model, cell_type):
    """The largest error at either time step."""
    start = gallery(model).state_of(cell_type)[:, 0]
    exact = solution(model, cell_type, start, SAMPLES[model]).y.T
    return [np.abs(states(model, dt_ms)[cell_type] - exact).max() for dt_ms in STEPS[model]]


@pytest.mark.parametrize(("model", "cell_type"), KINDS)
def test_the_trajectory_is_the_equations_own(model, cell_type):
    coarse, fine = errors(model, cell_type)
    assert fine < coarse < SMALL[model]


@pytest.mark.parametrize(("model", "cell_type"), KINDS)
def test_the_error_falls_with_the_fourth_power_of_the_step(model, cell_type):
    coarse, fine = errors(model, cell_type)
    assert 3.7 < np.log2(coarse / fine) < 4.3


@pytest.mark.parametrize("model", STEPS)
def test_the_samples_hold_an_action_potential(model):
    simulation = gallery(model)
    assert simulation.advance(round(SAMPLES[model][-1] / simulation.dt_ms)).step.size > 0


@pytest.mark.parametrize(
    ("model", "start", "spikes"),
    [
        ("hindmarsh-rose", {"y": 0.0}, 0),
        ("hindmarsh-rose", {}, 0),
        ("hodgkin-huxley", {"v_mV": 10.0, "h": 0.0}, 0),
        ("traub-miles", {"v_mV": 0.0, "h": 0.0}, 0),
        ("hindmarsh-rose", {"x": 0.0, "y": -3.5, "z": 0.0}, 1),
        ("hodgkin-huxley", {"v_mV": -0.001, "m": 1.0}, 1),
    ],
)
def test_a_spike_is_a_crossing_also_in_the_first_step(model, start, spikes):
    simulation = alone(model, dt_ms=MODELS[model].dt_ms, start=start)
    assert simulation.advance(1).step.size == spikes
