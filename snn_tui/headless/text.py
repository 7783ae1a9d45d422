"""The classic formats: `t_ms, x, y, z, I` and `t=660: neuron 8 is spiking`."""

import re
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from engine.numerics.time_stamps import time_texts
from engine.recording.spikes import Spikes

WIDTH = 100
"""Of prose."""
_WHOLE = re.compile(r"\.0(?=[,:\n])")
_EXPONENT = re.compile(r"-?[\d.]+e[-+]\d+")


def trace_lines(first_step: int, dt_ms: float, trace: NDArray[np.float64]) -> str:
    """A line for each row, time first: floats in their shortest exact form, no exponents.

    trace: variables and input current after each step, shape (steps, variables + 1).
    """
    times = time_texts(np.arange(first_step, first_step + len(trace)), dt_ms)
    line = ", ".join(["%s"] + ["%r"] * trace.shape[1]) + "\n"
    lines = [line % (time, *row) for time, row in zip(times, trace.tolist(), strict=True)]
    text = "".join(lines)
    if "e" in text:
        text = _EXPONENT.sub(lambda match: f"{Decimal(match.group()):f}", text)
    return _WHOLE.sub("", text)


def spike_lines(spikes: Spikes, dt_ms: float) -> str:
    """A line for each spike."""
    times = time_texts(spikes.step, dt_ms)
    return "".join(
        [
            f"t={time}: neuron {neuron} is spiking\n"
            for time, neuron in zip(times, spikes.neuron.tolist(), strict=True)
        ]
    )
