"""Twenty columns of five layers: the gallery's network, written anew for other simulators.

Synapses are drawn anew, so rates and intervals agree, but not spikes.
"""
