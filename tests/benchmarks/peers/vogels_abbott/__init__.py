"""Benchmarks 1 to 3 of Brette et al. (2007): CUBA, COBA and COBA with Hodgkin-Huxley neurons.

4000 neurons, a fifth of them inhibitory, each pair connected with probability 0.02, as in Vogels
and Abbott (2005). Cases: cuba, coba, hh.
"""
