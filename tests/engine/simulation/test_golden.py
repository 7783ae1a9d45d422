"""The check values of the classic network: made elsewhere, with NumPy and plain Runge-Kutta."""

import json
from pathlib import Path

import numpy as np
import pytest

from engine import ClassicNetwork, Simulation

GOLDEN = Path(__file__).parents[2] / "golden"
NETWORKS = json.loads((GOLDEN / "classic_network.json").read_text())


def golden_simulation(network):
    return Simulation(
        ClassicNetwork(
            size=network["size"],
            current=network["current"],
            initial_state=[network["x"], network["y"], network["z"]],
            weights=network["weights_post_by_pre"],
        )
    )


@pytest.mark.parametrize("network", NETWORKS, ids=lambda network: f"size-{network['size']}")
def test_every_spike_of_20_seconds(network):
    spikes = golden_simulation(network).advance(network["steps"])
    found = [
        list(pair) for pair in zip(spikes.time_ms.tolist(), spikes.neuron.tolist(), strict=True)
    ]
    assert found == network["spikes_ms_neuron"]


@pytest.mark.parametrize("network", NETWORKS, ids=lambda network: f"size-{network['size']}")
@pytest.mark.parametrize(("steps", "tolerance"), [(50, 1e-12), (100, 1e-11), (2000, 1e-3)])
def test_state_after_so_many_steps(network, steps, tolerance):
    """Bursting networks are chaotic, so rounding grows with time."""
    simulation = golden_simulation(network)
    simulation.advance(steps)
    expected = network["state_xyz_after_steps"][str(steps)]
    np.testing.assert_allclose(simulation.state_of("neurons"), expected, rtol=0, atol=tolerance)


def test_the_classic_trace_to_its_last_digit():
    lines = (GOLDEN / "readme_trace.csv").read_text().splitlines()
    rows = np.array([[float(cell) for cell in line.split(", ")] for line in lines])
    start = rows[0, 1:4].reshape(3, 1)
    simulation = Simulation(ClassicNetwork(size=1, initial_state=start, weights=[[0.0]]))
    _, trace = simulation.advance_traced(len(rows) - 1)
    assert (trace == rows[1:, 1:]).all()
