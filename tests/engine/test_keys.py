"""Random numbers that depend on nothing but their key and index."""

import numpy as np
from hypothesis import given, strategies as st

from engine.numerics.keys import key_of, uniform

keys = st.integers(0, 2**64 - 1)


@given(keys, st.integers(1, 50), st.integers(1, 50))
def test_more_numbers_begin_with_the_same_ones(key, few, more):
    short, long = uniform(key, few), uniform(key, few + more)
    np.testing.assert_array_equal(long[:few], short)
    assert ((long >= 0) & (long < 1)).all()


@given(keys)
def test_words_and_seeds_are_unrelated(seed):
    first = uniform(key_of(seed, "cells", "x"), 2000)
    for other in (key_of(seed, "cells", "y"), key_of(seed ^ 1, "cells", "x")):
        assert abs(np.corrcoef(first, uniform(other, 2000))[0, 1]) < 0.15


def test_uniform_is_uniform():
    counts, _ = np.histogram(uniform(1, 100_000), bins=50, range=(0, 1))
    assert ((counts - 2000) ** 2 / 2000).sum() < 100


def test_a_seed_always_means_the_same_numbers():
    assert uniform(key_of(7, "cells", "x"), 2).tolist() == FIRST_OF_SEED_7


FIRST_OF_SEED_7 = [0.02526268424823419, 0.8278607712318794]
