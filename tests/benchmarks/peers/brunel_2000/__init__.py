"""Brunel (2000), model A: 10,000 excitatory and 2500 inhibitory neurons, in the four regimes.

Cases as in its figure 8: SR, SI-fast, AI, SI-slow.
"""
