"""Izhikevich neurons whose excitatory synapses follow additive pairs of spikes: many synapses, and
the network of E. M. Izhikevich, Neural Computation 18 (2006) 245-282, with delays of 1 to 20 ms.

The paper's own rule gathers changes for a second and drifts upwards; this one, which all simulators
have, changes weights at once.
"""
