"""Random numbers that depend on nothing but their seed, stream and index."""

import numpy as np
from hypothesis import given, strategies as st

from engine.numerics import keys
from engine.numerics.randomness import below, nth, unit
from engine.numerics.rng import Stream, distinct_keys, uniform

seeds = st.integers(0, 2**64 - 1)


@given(seeds, st.integers(1, 50), st.integers(1, 50))
def test_more_numbers_begin_with_the_same_ones(seed, few, more):
    short = uniform(seed, Stream.INITIAL_X, few)
    long = uniform(seed, Stream.INITIAL_X, few + more)
    np.testing.assert_array_equal(long[:few], short)
    assert ((long >= 0) & (long < 1)).all()


@given(seeds)
def test_keys_are_distinct(seed):
    assert np.unique(distinct_keys(seed, Stream.PRESYNAPTIC_KEY, 5000)).size == 5000


@given(seeds)
def test_streams_are_unrelated(seed):
    first, second = (uniform(seed, s, 2000) for s in (Stream.INITIAL_X, Stream.INITIAL_Y))
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.15


def test_uniform_is_uniform():
    values = uniform(1, Stream.INITIAL_Z, 100_000)
    counts, _ = np.histogram(values, bins=50, range=(0, 1))
    assert ((counts - 2000) ** 2 / 2000).sum() < 100


def test_a_seed_always_means_the_same_numbers():
    assert uniform(7, Stream.INITIAL_X, 2).tolist() == FIRST_OF_SEED_7


FIRST_OF_SEED_7 = [0.4813487918628434, 0.6648769131856519]


@given(seeds, st.integers(1, 2**32 - 1))
def test_kernels_and_arrays_have_one_hash(key, count):
    places = np.array([0, 1, 2, 1000, 2**40])
    with np.errstate(over="ignore"):
        bits = [nth(np.uint64(key), int(n)) for n in places]
        assert keys.uniform_at(key, places).tolist() == [unit(each) for each in bits]
        whole = keys.whole_numbers_below(key, places, count)
        assert whole.tolist() == [below(each, count) for each in bits]
    np.testing.assert_array_equal(keys.uniform(key, 3), keys.uniform_at(key, places[:3]))
