"""Whether plastic synapses here and in other simulators come to the same weights from the very same
spikes; whether Song's network comes to the same histogram.
"""
