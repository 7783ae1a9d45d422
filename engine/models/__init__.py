"""Neuron models, one file each: equations, units, parameters, kernels."""
