"""The classic formats: `t_ms, x, y, z, I` and `t=660: neuron 8 is spiking`."""

import re
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from engine.spikes import Spikes

_WHOLE = re.compile(r"\.0(?=[,\n])")
_EXPONENT = re.compile(r"-?[\d.]+e[-+]\d+")


def trace_lines(first_ms: int, dt_ms: int, trace: "NDArray[np.float64]") -> str:
    """A line for each row of x, y, z, I: floats in their shortest exact form, no exponents."""
    lines = [
        f"{first_ms + k * dt_ms}, {x!r}, {y!r}, {z!r}, {current!r}\n"
        for k, (x, y, z, current) in enumerate(trace.tolist())
    ]
    text = "".join(lines)
    if "e" in text:
        text = _EXPONENT.sub(lambda match: f"{Decimal(match.group()):f}", text)
    return _WHOLE.sub("", text)


def spike_lines(spikes: "Spikes") -> str:
    """A line for each spike."""
    return "".join(
        [
            f"t={time_ms}: neuron {neuron} is spiking\n"
            for time_ms, neuron in zip(spikes.time_ms.tolist(), spikes.neuron.tolist(), strict=True)
        ]
    )
