"""The classic formats: `t_ms, x, y, z, I` and `t=660: neuron 8 is spiking`."""

import re
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from engine.spikes import Spikes, times_ms

_WHOLE = re.compile(r"\.0(?=[,:\n])")
_EXPONENT = re.compile(r"-?[\d.]+e[-+]\d+")


def trace_lines(first_step: int, dt_ms: float, trace: NDArray[np.float64]) -> str:
    """A line for each row, time first: floats in their shortest exact form, no exponents.

    trace: variables and input current after each step, shape (steps, variables + 1).
    """
    times = times_ms(np.arange(first_step, first_step + len(trace)), dt_ms).tolist()
    line = ", ".join(["%r"] * (1 + trace.shape[1])) + "\n"
    lines = [line % (time_ms, *row) for time_ms, row in zip(times, trace.tolist(), strict=True)]
    text = "".join(lines)
    if "e" in text:
        text = _EXPONENT.sub(lambda match: f"{Decimal(match.group()):f}", text)
    return _WHOLE.sub("", text)


def spike_lines(spikes: Spikes) -> str:
    """A line for each spike."""
    lines = [
        f"t={time_ms}: neuron {neuron} is spiking\n"
        for time_ms, neuron in zip(spikes.time_ms.tolist(), spikes.neuron.tolist(), strict=True)
    ]
    text = "".join(lines)
    return _WHOLE.sub("", text) if spikes.time_ms.dtype.kind == "f" else text
