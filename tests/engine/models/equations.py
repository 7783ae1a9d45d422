"""The smooth models' equations as their papers write them, for an integrator of high order."""

from math import exp

import numpy as np
from scipy.integrate import solve_ivp

from engine.models.catalogue import MODELS
from tests.engine.models.alone import parameters_of


def hindmarsh_rose(state, p, current):
    x, y, z = state
    dx = y - p["a"] * x**3 + p["b"] * x**2 - z + current
    dy = p["c"] - p["d"] * x**2 - p["beta"] * y
    dz = p["r"] * (p["s"] * (x - p["x_r"]) - z)
    return np.array([dx, dy, dz]) / p["t_s_ms"]


def squid_rates(v):
    """The rates of 1952, with V counted from rest at -65 mV and depolarisation positive."""
    u = v + 65.0
    return (
        (0.1 * (25 - u) / (exp((25 - u) / 10) - 1), 4 * exp(-u / 18)),
        (0.07 * exp(-u / 20), 1 / (exp((30 - u) / 10) + 1)),
        (0.01 * (10 - u) / (exp((10 - u) / 10) - 1), 0.125 * exp(-u / 80)),
    )


def hippocampal_rates(v):
    """The rates of the 2007 benchmark, V_T = -63 mV."""
    u = v + 63.0
    return (
        (0.32 * (13 - u) / (exp((13 - u) / 4) - 1), 0.28 * (u - 40) / (exp((u - 40) / 5) - 1)),
        (0.128 * exp((17 - u) / 18), 4 / (1 + exp((40 - u) / 5))),
        (0.032 * (15 - u) / (exp((15 - u) / 5) - 1), 0.5 * exp((10 - u) / 40)),
    )


def _gated(state, rates, conductances, reversals, capacitance, current):
    v, m, h, n = state
    g_na, g_k, g_l = conductances
    e_na, e_k, e_l = reversals
    ions = g_na * m**3 * h * (v - e_na) + g_k * n**4 * (v - e_k) + g_l * (v - e_l)
    gates = [a * (1 - x) - b * x for x, (a, b) in zip((m, h, n), rates(v), strict=True)]
    return np.array([(current - ions) / capacitance, *gates])


def hodgkin_huxley(state, p, current):
    reversals = (50.0, -77.0, -54.387)
    return _gated(state, squid_rates, (120.0, 36.0, 0.3), reversals, 1.0, current)


def traub_miles(state, p, current):
    reversals = (50.0, -90.0, -60.0)
    return _gated(state, hippocampal_rates, (20e3, 6e3, 10.0), reversals, 200.0, current)


def adaptive_exponential(state, p, current):
    v, w = state
    upstroke = p["leak_nS"] * p["slope_factor_mV"]
    upstroke *= exp((v - p["threshold_mV"]) / p["slope_factor_mV"])
    dv = -p["leak_nS"] * (v - p["rest_mV"]) + upstroke - w + current
    dw = p["a_nS"] * (v - p["rest_mV"]) - w
    return np.array([dv / p["capacitance_pF"], dw / p["tau_w_ms"]])


EQUATIONS = {
    "hindmarsh-rose": hindmarsh_rose,
    "hodgkin-huxley": hodgkin_huxley,
    "traub-miles": traub_miles,
    "adaptive-exponential": adaptive_exponential,
}


def solution(model, cell_type, start, times_ms, current=None, **options):
    """What DOP853 makes of a neuron from `start` at time 0, at a tolerance of 1e-11."""
    parameters = parameters_of(model, cell_type)
    if current is None:
        current = MODELS[model].cell_type(cell_type).current
    return solve_ivp(
        lambda _, state: EQUATIONS[model](state, parameters, current),
        (0.0, times_ms[-1]),
        start,
        "DOP853",
        t_eval=times_ms,
        rtol=1e-11,
        atol=1e-11,
        **options,
    )
