"""The numbers of Brette et al. (2007), benchmarks 1 to 3."""

EXCITATORY, INHIBITORY = 3200, 800
NEURONS = EXCITATORY + INHIBITORY
PROBABILITY = 0.02
DT_MS = 0.1

CAPACITANCE_pF, LEAK_nS = 200.0, 10.0
TAU_M_MS = CAPACITANCE_pF / LEAK_nS
TAU_E_MS, TAU_I_MS = 5.0, 10.0
THRESHOLD_mV, RESET_mV = -50.0, -60.0
REFRACTORY_MS = 5.0

CUBA_REST_mV = -49.0
CUBA_E_mV, CUBA_I_mV = 1.62, -9.0

REST_mV = -60.0
REVERSAL_E_mV, REVERSAL_I_mV = 0.0, -80.0
WEIGHT_E_nS, WEIGHT_I_nS = 6.0, 67.0

SODIUM_nS, POTASSIUM_nS = 20_000.0, 6_000.0
SODIUM_mV, POTASSIUM_mV, SHIFT_mV = 50.0, -90.0, -63.0
HH_REFRACTORY_MS = 3.0

HH_START_mV = (-65.0, 5.0)
"""Mean and standard deviation; the others start anywhere between reset and threshold."""
KICKED, KICK_pA, KICK_MS = 1000, 300.0, 50.0
"""Conductance-based activity keeps itself going, once so many neurons got so much so long."""
