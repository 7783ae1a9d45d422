"""Who connects to whom, and how synapses are stored."""
