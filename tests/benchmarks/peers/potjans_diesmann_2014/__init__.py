"""Potjans and Diesmann (2014): the cortical microcircuit, at full size or scaled down.

Cases are numbers of neurons, with Poisson input or, where the name says so, with a constant one.
"""
