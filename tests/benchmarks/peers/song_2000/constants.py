"""The numbers of Song, Miller and Abbott (2000), with the amplitude of Brian2's own example."""

DT_MS = 0.1
INPUTS = 1000
RATE_HZ = 15.0
TAU_M_MS, REST_mV, THRESHOLD_mV, RESET_mV = 20.0, -74.0, -54.0, -60.0
TAU_E_MS, REVERSAL_mV = 5.0, 0.0
LARGEST = 0.015
"""Of a synapse's conductance, as a share of the leak."""
A_PLUS = 0.01
A_MINUS = 1.05 * A_PLUS
TAU_PLUS_MS = TAU_MINUS_MS = 20.0
