"""S. Song, K. D. Miller and L. F. Abbott, Nature Neuroscience 3 (2000) 919-926: one neuron with a
thousand Poisson inputs, whose plastic synapses compete until most are weak and some strong.
"""
