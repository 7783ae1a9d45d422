"""What the status will be, shown until the engine has loaded and says it itself."""

from typing import TYPE_CHECKING

from engine.live.frame import Status
from engine.live.run_configuration import RunConfiguration

if TYPE_CHECKING:
    from engine.description.network import Network

MODEL = "Hindmarsh-Rose"
INTEGRATOR = "RK4"
DT_MS = 10
"""Of the classic network; asking the engine's model would load Numba before the first picture."""


def _integrator(network: "Network | None") -> str:
    if network is None:
        return INTEGRATOR
    # A described network has loaded its models already.
    from engine.description.network import integrators  # noqa: PLC0415

    return integrators(network)


def first_status(configuration: RunConfiguration, speed: float | None) -> Status:
    """The status of a network that is yet to be built."""
    network = configuration.network
    return Status(
        phase="starting",
        model=MODEL if network is None else network.title or network.name,
        integrator=_integrator(network),
        size=configuration.size,
        seed=configuration.seed,
        coupling=configuration.coupling,
        weights="procedural" if network is None else "stored",
        threads=1,
        current=configuration.current,
        step=0,
        dt_ms=DT_MS if network is None else network.dt_ms,
        real_time=speed == 1,
        asked_speed=speed,
        achieved_speed=0.0,
        lag_s=0.0,
        mean_rate_hz=0.0,
        network=configuration.name,
        resizable=network is None or network.resizing is not None,
    )
