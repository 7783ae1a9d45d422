"""Drawn all-to-all weights: their distribution, their independence, and that a seed keeps them."""

import numpy as np
import pytest
from scipy import stats

from engine.connections.all_to_all import AllToAll
from engine.connections.drawn_matrix import keys_of
from engine.connections.quantiles import quantiles_of
from engine.description.network import Network
from engine.description.population import Population
from engine.description.projection import Projection
from engine.distributions.normal import Normal
from engine.distributions.uniform import Uniform
from engine.simulation import Simulation
from engine.synapses.classic_kernel import ClassicKernel
from engine.synapses.current_step import CurrentStep

SIZE = 1200
UNIFORM, NORMAL = Uniform(-3.0, 1.0), Normal(0.5, 2.0)


def matrix(weight, size=SIZE, seed=99, synapse=CurrentStep()):  # noqa: B008 - a value
    """Shape (targets, sources)."""
    cells = Population(name="cells", size=size, model="izhikevich")
    every = Projection(
        source="cells", target="cells", synapse=synapse, weight=weight, connect=AllToAll()
    )
    network = Network(name="n", dt_ms=0.5, seed=seed, populations=(cells,), projections=(every,))
    found = Simulation(network).connections(0)
    weights = np.zeros((size, size))
    weights[found.target, found.source] = found.weight
    return weights


@pytest.fixture(scope="module", params=[UNIFORM, NORMAL], ids=["uniform", "normal"])
def standard(request):
    """Weights with their mean taken away, in standard deviations."""
    if request.param is UNIFORM:
        return (matrix(UNIFORM) + 1.0) / np.sqrt(4.0 / 3.0)
    return (matrix(NORMAL) - 0.5) / 2.0


def test_uniform_weights_are_odd_multiples_of_a_unit_around_the_middle():
    weights = matrix(UNIFORM)
    units = (weights + 1.0) / 2.0 * 2**16
    assert (units % 2 == 1).all()
    assert -3.0 < weights.min() < -2.9999
    assert 0.9999 < weights.max() < 1.0
    counts, _ = np.histogram(weights, bins=64, range=(-3, 1))
    assert stats.chisquare(counts).pvalue > 0.01


def test_normal_weights_are_normal_to_their_tails():
    weights = matrix(NORMAL)
    within = (weights - 0.5) / 2.0
    assert stats.kstest(within[::7].ravel(), "norm").pvalue > 0.01
    for beyond in (2.0, 3.0, 4.0):
        expected = within.size * stats.norm.sf(beyond)
        for sign in (1, -1):
            assert abs((sign * within > beyond).sum() - expected) < 4 * np.sqrt(expected)
    # The outermost of 65,536 shares is met at its middle.
    assert np.abs(within).max() == pytest.approx(stats.norm.isf(0.5 / 2**16), abs=1e-3)


def test_mean_and_variance(standard):
    assert abs(standard.mean()) < 4 / SIZE
    assert standard.var() == pytest.approx(1.0, rel=0.005)
    for axis in (0, 1):
        means = standard.mean(axis=axis) * np.sqrt(SIZE)
        assert np.abs(means).max() < 5
        assert means.var() == pytest.approx(1.0, rel=0.2)


def test_neither_rows_nor_columns_nor_halves_are_correlated(standard):
    for each in (standard, standard.T):
        correlations = np.corrcoef(each)[np.triu_indices(SIZE, 1)] * np.sqrt(SIZE)
        assert np.abs(correlations).max() < 6.5
        assert correlations.var() == pytest.approx(1.0, rel=0.02)


def test_nor_are_their_squares(standard):
    squares = standard**2
    for each in (squares, squares.T):
        correlations = np.corrcoef(each)[np.triu_indices(SIZE, 1)] * np.sqrt(SIZE)
        assert correlations.var() == pytest.approx(1.0, rel=0.05)


def test_the_singular_values_are_those_of_independent_entries(standard):
    corner = standard[:600, :600]
    largest = np.linalg.norm(corner - corner.mean(), 2) / np.sqrt(600)
    assert largest == pytest.approx(2.0, rel=0.03)


@pytest.mark.parametrize(
    "bounded",
    [Normal(0.5, 2.0, low=0.0), Normal(-1.0, 1.0, 0.0, 0.5), Normal(1.0, 0.5, high=2.0)],
)
def test_quantiles_of_bounded_weights_stay_within(bounded):
    table, unit = quantiles_of(bounded)
    low, high = bounded.numbers[2:]
    assert low - unit / 2 <= unit * table.min() <= unit * table.max() <= high + unit / 2
    assert (np.diff(table) >= 0).all()
    ends = [(bound - bounded.mean) / bounded.standard_deviation for bound in (low, high)]
    exact = stats.truncnorm(*ends, bounded.mean, bounded.standard_deviation)
    shares = (np.arange(2**16) + 0.5) / 2**16
    np.testing.assert_allclose(unit * table, exact.ppf(shares), atol=0.6 * unit)


def test_keys_are_distinct():
    """Two neurons of one key would have the same weights."""
    for key in (0, 7, 2**64 - 1):
        for keys in keys_of(key, 100_000, 100_000):
            assert np.unique(keys).size == keys.size


def test_a_seed_always_means_the_same_weights():
    units = (matrix(UNIFORM, size=2, seed=7) + 1.0) / 2.0 * 2**16
    assert units.tolist() == CORNER_OF_SEED_7


@pytest.mark.parametrize("weight", [UNIFORM, NORMAL])
def test_a_smaller_network_is_a_corner_of_a_larger_one(weight):
    np.testing.assert_array_equal(matrix(weight, 700)[:5, :5], matrix(weight, 5))


def test_the_synapse_is_no_part_of_it():
    np.testing.assert_array_equal(
        matrix(UNIFORM, 300), matrix(UNIFORM, 300, synapse=ClassicKernel())
    )


def test_seeds_differ():
    first, second = matrix(UNIFORM, 300, seed=0), matrix(UNIFORM, 300, seed=1)
    assert abs(np.corrcoef(first.ravel(), second.ravel())[0, 1]) < 0.015


CORNER_OF_SEED_7 = [[-20735.0, -28905.0], [-44935.0, 17625.0]]
