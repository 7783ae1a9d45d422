"""How many Poisson spikes neurons get, counted by the jumps of their potential."""

import numpy as np
import pytest
from scipy import stats

from engine.description.network import Network
from engine.description.population import Population
from engine.inputs.poisson_spikes import PoissonSpikes
from engine.kernels.external_input import poisson_thresholds
from engine.simulation import Simulation
from engine.synapses.voltage_jump import VoltageJump

SIZE = 8000


def counts(mean, steps=5, seed=1):
    """Spikes of each step and neuron, shape (steps, SIZE); the mean is that of a step."""
    jump = 0.01
    cell = {"rest_mV": 0.0, "threshold_mV": 200.0, "reset_mV": 0.0, "tau_m_ms": 10.0}
    network = Network(
        name="n",
        dt_ms=0.5,
        seed=seed,
        populations=(
            Population(name="cells", size=SIZE, model="leaky-integrate-and-fire", parameters=cell),
        ),
        inputs=(
            PoissonSpikes(
                target=("cells",),
                rate_Hz=mean * 500.0,  # of four sources, in steps of half a millisecond
                sources=4,
                synapse=VoltageJump(),
                weight=jump,
            ),
        ),
    )
    simulation = Simulation(network)
    v, seen = np.zeros(SIZE), []
    for _ in range(steps):
        simulation.advance(1)
        after = simulation.state_of("cells")[0]
        seen.append(np.rint((after - v * np.exp(-0.05)) / jump))
        v = after
    return np.array(seen)


@pytest.mark.compiled
@pytest.mark.parametrize("mean", [0.0025, 0.4, 3.0, 90.0, 990.0])
def test_mean_and_variance_are_the_rate(mean):
    seen = counts(mean)
    deviation = np.sqrt(mean / seen.size)
    assert abs(seen.mean() - mean) < 4 * deviation
    assert abs(seen.var() - mean) < 4 * np.sqrt((mean + 2 * mean**2) / seen.size)


@pytest.mark.compiled
@pytest.mark.parametrize("mean", [0.4, 3.0, 30.0])
def test_counts_are_poisson(mean):
    seen = counts(mean, seed=2).ravel().astype(int)
    expected = seen.size * stats.poisson.pmf(np.arange(200), mean)
    common = expected > 8
    observed = np.bincount(seen, minlength=200)[:200]
    tail = expected[~common].sum()
    observed_all = np.append(observed[common], observed[~common].sum())
    expected_all = np.append(expected[common], tail)
    expected_all *= observed_all.sum() / expected_all.sum()
    assert stats.chisquare(observed_all, expected_all).pvalue > 0.01


@pytest.mark.compiled
def test_steps_and_neurons_are_independent():
    seen = counts(3.0, steps=12)
    for one, other in ((seen[1:], seen[:-1]), (seen[:, 1:], seen[:, :-1])):
        correlation = np.corrcoef(one.ravel(), other.ravel())[0, 1]
        assert abs(correlation) < 4 / np.sqrt(one.size)


@pytest.mark.parametrize("mean", [0.0, 1e-12, 0.01, 1.0, 37.5, 1000.0])
def test_thresholds_are_the_cumulative_distribution(mean):
    least, steps = poisson_thresholds(mean)
    below = stats.poisson.cdf(np.arange(least, least + steps.size), mean)
    np.testing.assert_allclose(steps / 2.0**32, below, atol=3e-10)
    assert (np.diff(steps.astype(np.int64)) >= 0).all()
    assert stats.poisson.cdf(least - 1, mean) < 2.0**-32
    assert stats.poisson.sf(least + steps.size, mean) < 2.0**-32
