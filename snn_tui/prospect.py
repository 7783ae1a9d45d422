"""What the status will be, shown until the engine has loaded and says it itself."""

from engine.frame import Status
from engine.network import Coupling

MODEL = "Hindmarsh-Rose"
INTEGRATOR = "RK4"
DT_MS = 10
"""Of the classic network; asking the engine's model would load Numba before the first picture."""


def first_status(
    *, size: int, seed: int, current: float, coupling: Coupling, speed: float | None
) -> Status:
    """The status of a network that is yet to be built."""
    return Status(
        phase="starting",
        model=MODEL,
        integrator=INTEGRATOR,
        size=size,
        seed=seed,
        coupling=coupling,
        weights="procedural",
        threads=1,
        current=current,
        step=0,
        dt_ms=DT_MS,
        real_time=speed == 1,
        asked_speed=speed,
        achieved_speed=0.0,
        lag_s=0.0,
        mean_rate_hz=0.0,
    )
