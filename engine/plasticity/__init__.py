"""Synapses that change: rules of plasticity, one file each."""
