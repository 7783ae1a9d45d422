"""Short-term depression and facilitation."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.description.fields import Range, take_fields
from engine.limits import MAX_TAU_MS
from engine.numerics.exponential import exponential
from engine.numerics.jit import subroutine

RELEASE, RECOVERY, FACILITATION, ACTIVE = range(4)
"""Constants by name: `use`, and the three time constants in steps."""
NEAR = 0.03
"""Where the difference of two decays is too small for its last bits to be told from rounding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortTerm:
    """Each spike releases a share u x of what a synapse has, and so leaves less for the next.

    x is what is recovered, y what is active, z = 1 - x - y what is inactive; between spikes

        dx/dt = z / tau_recovery,  dy/dt = -y / tau_active,  du/dt = -u / tau_facilitation

    and at a spike, after u grew by use (1 - u), u x moves from x to y. The weight that acts is the
    synapse's own times u x. It begins recovered (x = 1) and at rest (u = 0), so the first spike
    releases `use`. tau_facilitation 0: u is always `use`. tau_active 0: what was active is at once
    inactive. Between spikes the equations are solved exactly.
    """

    kind: ClassVar[str] = "tsodyks-markram"
    source: ClassVar[str] = (
        "M. V. Tsodyks and H. Markram, PNAS 94 (1997) 719-723; H. Markram, Y. Wang and M. Tsodyks, "
        "PNAS 95 (1998) 5323-5328; M. Tsodyks, A. Uziel and H. Markram, Journal of Neuroscience 20 "
        "(2000) RC50"
    )
    use: Annotated[float, Range(0.001, 1.0)] = 0.5
    tau_recovery_ms: Annotated[float, Range(0.001, MAX_TAU_MS)] = 800.0
    tau_facilitation_ms: Annotated[float, Range(0.0, MAX_TAU_MS)] = 0.0
    tau_active_ms: Annotated[float, Range(0.0, MAX_TAU_MS)] = 0.0

    def __post_init__(self) -> None:
        take_fields(self)

    def constants(self, dt_ms: float) -> tuple[float, ...]:
        """As named above."""
        taus = self.tau_recovery_ms, self.tau_facilitation_ms, self.tau_active_ms
        return (self.use, *(tau_ms / dt_ms for tau_ms in taus))


@subroutine
def release(
    use: NDArray[np.float64],
    recovered: NDArray[np.float64],
    active: NDArray[np.float64],
    q: int,
    steps: int,
    constants: NDArray[np.float64],
) -> float:
    """What a spike releases so many steps after the one before, of element q; u x.

    steps: below 0 for the first spike. use, recovered, active: u, x and y after the spike before.
    """
    u, x, y = use[q], recovered[q], active[q]
    if steps >= 0:
        recovery, facilitation = constants[RECOVERY], constants[FACILITATION]
        left = exponential(-steps / recovery)
        z, stays = 1.0 - x - y, 0.0
        if constants[ACTIVE] > 0.0:
            stays = exponential(-steps / constants[ACTIVE])
        x += (1.0 - left) * z + y * _passed_on(steps, left, stays, recovery, constants[ACTIVE])
        y *= stays
        u = u * exponential(-steps / facilitation) if facilitation > 0.0 else 0.0
    u += constants[RELEASE] * (1.0 - u)
    released = u * x
    use[q], recovered[q], active[q] = u, x - released, y + released
    return float(released)


@subroutine
def _passed_on(steps: int, left: float, stays: float, recovery: float, active: float) -> float:
    """The share of what was active that is recovered after so many steps.

    The others are still active, or inactive: steps / active left (e^z - 1) / z of them.
    """
    apart = active - recovery
    if abs(steps * apart) >= NEAR * recovery * active:
        return 1.0 - stays - recovery / apart * (stays - left)
    z = steps * apart / (recovery * active)
    series = 1.0 + z / 4.0 * (1.0 + z / 5.0 * (1.0 + z / 6.0 * (1.0 + z / 7.0)))
    return 1.0 - stays - steps / active * left * (1.0 + z / 2.0 * (1.0 + z / 3.0 * series))
