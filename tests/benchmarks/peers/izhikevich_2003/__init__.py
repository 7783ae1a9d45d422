"""Izhikevich (2003): four fifths excitatory neurons of all kinds, thalamic noise, steps of 1 ms.

Cases: 1000-all, the paper's, and 10000x1000 and 100000x100, where every neuron has so many
synapses to neurons drawn at random.
"""
