"""The synapse of the classic network."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.models.model import Model

WIDTH_S = 1.0 / 3.0
AMPLITUDE = 0.1
LONGEST_MS = 10_000.0
NEGLIGIBLE = 1e-16
"""Of its first value; beyond it the kernel no longer changes a sum."""


@dataclass(frozen=True, slots=True)
class ClassicKernel:
    """The current weight 0.1 exp(-(t/A)^2) / (A sqrt(pi) t), A = 1/3 s, of the last spike alone."""

    kind: ClassVar[str] = "classic-kernel"
    needs_neuron: ClassVar[bool] = True
    stages: ClassVar[int] = 0
    is_conductance: ClassVar[bool] = False
    acts_by_last_spike: ClassVar[bool] = True
    acts_at_end: ClassVar[bool] = False

    def weight_unit(self, model: Model) -> str | None:
        """That of currents."""
        return model.current_unit

    def charge_ms(self, dt_ms: float) -> float | None:
        """What a spike adds depends on when the next one comes."""
        return None


def classic_kernel(tau_s: NDArray[np.float64]) -> NDArray[np.float64]:
    """g(tau) = 0.1 exp(-(tau/A)^2) / (A sqrt(pi) tau) with A = 1/3 s, for tau > 0 in seconds."""
    decay = np.exp(-((tau_s / WIDTH_S) ** 2))
    return np.asarray(AMPLITUDE * decay / (WIDTH_S * np.sqrt(np.pi) * tau_s))


def kernel_by_lag(dt_ms: float) -> NDArray[np.float64]:
    """g at lags of 0, 1, 2, ... steps, as far as it matters; lag 0 does not occur and is 0."""
    lags = np.arange(1, 2 + int(LONGEST_MS / dt_ms), dtype=np.float64)
    values = classic_kernel(lags * (dt_ms / 1000.0))
    return np.concatenate(([0.0], values[values >= NEGLIGIBLE * values[0]]))
