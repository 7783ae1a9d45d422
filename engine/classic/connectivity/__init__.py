"""Who connects to whom, how strongly, and what moves when a neuron spikes."""
