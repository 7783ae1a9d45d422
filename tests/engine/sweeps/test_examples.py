"""Points that stand for others."""

import itertools

import numpy as np

from engine.sweeps.examples import MOST_WORDINGS, at_ends, of_each_wording


def test_the_ends_of_a_grid_are_its_corners_and_of_each_parameter():
    grid = list(itertools.product((1.0, 5.0, 9.0), ("a", "b"), (10, 30, 20)))
    found = set(at_ends(grid, (float, str, int)))
    assert set(itertools.product((1.0, 9.0), ("a", "b"), (10, 30))) <= found


def test_the_ends_of_many_parameters_are_those_of_whole_numbers():
    random = np.random.default_rng(1)
    points = [(*map(float, random.random(6)), int(random.integers(1000))) for _ in range(500)]
    found = list(at_ends(points, (float,) * 6 + (int,)))
    assert len(found) == 81
    assert max(points, key=lambda point: point[6])[6] == max(point[6] for point in found)


def test_nothing_varies_but_the_seed():
    assert list(at_ends([()], ())) == [()]
    assert of_each_wording([()], ()) == ()


def test_each_combination_of_words_has_a_point():
    grid = list(itertools.product(("a", "b"), (1.0, 2.0), (True, False)))
    expected = (("a", 1.0, True), ("a", 1.0, False), ("b", 1.0, True), ("b", 1.0, False))
    assert of_each_wording(grid, (str, float, bool)) == expected
    many = [(str(number),) for number in range(100)]
    assert len(of_each_wording(many, (str,))) == MOST_WORDINGS
