"""How large, long and many: what is beyond is refused with a word that tells the limit."""

MAX_NEURONS = 2**31 - 1
MAX_SEED = 2**64 - 1
MAX_STEPS = 2**40
MAX_THREADS = 1024

LARGEST = 1e30
"""Of any number: weights are kept as 32-bit floats, and sums of what is drawn must stay finite."""
FARTHEST = 1e6
"""|v| of a neuron that is lost: no model comes near it."""
LONGEST_NAME = 100
"""Of a network or a population, which every message about it tells."""
MAX_FILE_BYTES = 64 * 2**20
"""Of a description."""
MAX_NUMBER_FILE_BYTES = 2**30
"""Of a file of spikes or synapses beside it."""

MIN_DT_MS, MAX_DT_MS = 0.001, 1000.0
MIN_TAU_MS, MAX_TAU_MS = 0.001, 1e15
"""Time constants beyond these are mistakes, and would not survive the arithmetic."""
MAX_DELAY_MS = 10_000.0
MAX_DELAY_STEPS = 65_535
"""As many as 16 bits hold."""
MAX_SYNAPSES = 2**48
"""Of a projection from one population to one other."""
MAX_POPULATION_PAIRS = 100_000
"""Of a matrix of connectivity, each of which is a projection."""
MOST_DOPAMINE = 1e6
"""Of a dose, either way."""
MAX_EVENTS_PER_STEP = 1000.0
"""Spikes of Poisson sources into one neuron."""
MAX_POISSON_SOURCES = 10**18
