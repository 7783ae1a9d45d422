"""What is where in a recording's file; docs/recordings.md tells it to whoever reads one."""

FORMAT = "snn-tui recording"
VERSION = 1
SUFFIX = ".h5"
SPIKES = "spikes/network"
"""As SONATA has it: a group for each space of numbers of neurons, of which there is one."""
TIMES, NEURONS = f"{SPIKES}/timestamps", f"{SPIKES}/node_ids"
SAMPLES = "samples"
"""A data set for each variable, shape (samples, neurons)."""
HANDS = "hands"
DESCRIPTION = "description"
"""The network's, as TOML."""
START = "start"
"""The checkpoint that the run began with, byte by byte; not there if it began with step 0."""
POPULATIONS = "populations"
BLOCKS = "blocks"
"""A row for each block of the run that is whole: the step up to which it goes, and how many
spikes, samples and hands there are up to then. Whatever else is in the file does not count."""
KEPT_POPULATIONS, KEPT_NEURONS, KEPT_VARIABLES = (
    "kept_populations",
    "kept_neurons",
    "kept_variables",
)
"""Attributes with the plan: numbers of populations whose spikes are kept, if not of all; neurons
whose variables are sampled, and their names, each ended by a comma."""
BLOCK_COLUMNS = 4
B_STEP, B_SPIKES, B_SAMPLES, B_HANDS = range(BLOCK_COLUMNS)
CHUNK = 4096
"""Spikes, or samples, that are checked and read together."""
