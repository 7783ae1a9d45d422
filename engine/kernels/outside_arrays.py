"""Arrays of what comes from outside: noise and Poisson spikes, and the spikes of sources."""

from typing import NamedTuple

from engine.numerics.tables import Floats, Integers, Integers32, Table, Words, Words32


class External(NamedTuple):
    """What comes from outside."""

    noise: Floats
    """Standard deviation of the noise current, shape (neurons,), or none."""
    noise_key: Words
    poisson: Table
    """Columns as named below, shape (Poisson inputs, columns)."""
    poisson_weight: Floats
    poisson_key: Words
    poisson_numbers: Words32
    """Of each pair of neurons of each input, what their draws are made from."""
    ladders: Integers
    """A uniform 32-bit number that reaches so many of these is so many spikes, beside the least."""


E_RECEPTOR, E_LOW, E_HIGH, E_FIRST, E_LAST, E_LEAST, E_NUMBERS = range(7)
"""Columns of Poisson inputs: the receptor, neurons within the block, the ladder, the least number
of spikes, and where the numbers of their pairs begin."""
POISSON_COLUMNS = 7


class SourceSpikes(NamedTuple):
    """When spike sources spike."""

    steps: Integers
    """Of all given spikes, ascending, shape (given spikes,)."""
    neurons: Integers32
    """Whose they are, counted within the block, ascending within a step."""
    poisson: Table
    """Columns as named below, shape (populations of a Poisson rate, columns)."""
    keys: Words
    begins: Integers
    """The step with which each rate begins, population after population."""
    likely: Integers
    """How many of 2^32 outcomes of a draw are a spike then."""


T_LOW, T_HIGH, T_FIRST, T_LAST = range(4)
"""Columns of Poisson rates: neurons within the block, and which rates are theirs."""
TRAIN_COLUMNS = 4
