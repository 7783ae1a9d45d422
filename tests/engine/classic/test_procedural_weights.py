"""Hashed weights are uniform, independent, symmetric around zero, and part of what a seed means."""

import numpy as np
import pytest

from engine.classic.connectivity.procedural import weight_matrix

SIZE = 1200


@pytest.fixture(scope="module")
def weights():
    return weight_matrix(99, SIZE)


def test_they_are_odd_multiples_of_the_unit_between_minus_one_and_one(weights):
    units = weights * 2**16
    assert (units % 2 == 1).all()
    assert weights.min() > -1
    assert weights.max() < 1


def test_they_are_uniform(weights):
    counts, _ = np.histogram(weights, bins=64, range=(-1, 1))
    expected = weights.size / 64
    chi_squared = ((counts - expected) ** 2 / expected).sum()
    assert 20 < chi_squared < 130


def test_their_mean_and_variance(weights):
    assert abs(weights.mean()) < 5 / np.sqrt(3 * weights.size)
    assert weights.var() == pytest.approx(1 / 3, rel=0.01)
    row_means = weights.mean(axis=1) * np.sqrt(3 * SIZE)
    column_means = weights.mean(axis=0) * np.sqrt(3 * SIZE)
    for means in (row_means, column_means):
        assert np.abs(means).max() < 5
        assert means.var() == pytest.approx(1, rel=0.25)


def test_neither_rows_nor_columns_nor_halves_are_correlated(weights):
    for matrix in (weights, weights.T):
        correlations = np.corrcoef(matrix)[np.triu_indices(SIZE, 1)] * np.sqrt(SIZE)
        assert np.abs(correlations).max() < 6.5
        assert correlations.var() == pytest.approx(1, rel=0.02)


def test_the_singular_values_are_those_of_independent_entries(weights):
    largest = np.linalg.norm(weights, 2) / np.sqrt(SIZE / 3)
    assert largest == pytest.approx(2, rel=0.02)


def test_a_seed_always_means_the_same_weights():
    corner = weight_matrix(7, 2) * 2**16
    assert corner.tolist() == CORNER_OF_SEED_7


def test_a_smaller_network_is_a_corner_of_a_larger_one():
    np.testing.assert_array_equal(weight_matrix(3, 700)[:5, :5], weight_matrix(3, 5))


def test_seeds_differ():
    first, second = weight_matrix(0, 300), weight_matrix(1, 300)
    assert abs(np.corrcoef(first.ravel(), second.ravel())[0, 1]) < 0.02


CORNER_OF_SEED_7 = [[34573.0, -24629.0], [-44147.0, 63901.0]]
