"""What can be said of a network that is yet to be built."""

from engine.description.network import Network, integrators
from engine.live.dose import dose_of
from engine.live.frame import AS_DESCRIBED, Dopamine, Status
from engine.live.run_configuration import RunConfiguration


def first_status(configuration: RunConfiguration, speed: float | None) -> Status:
    """The status before the engine is loaded. speed: times real time, None as fast as possible."""
    network = configuration.network
    dose = dose_of(network)
    return Status(
        phase="starting",
        network=network.name,
        title=network.title or network.name,
        models=", ".join(dict.fromkeys(p.described_model.title for p in network.populations)),
        integrator=integrators(network),
        size=configuration.size,
        resizable=network.resizing is not None,
        seed=configuration.seed,
        coupling=configuration.coupling if network.has_coupling else AS_DESCRIBED,
        storage="",
        threads=1,
        current=configuration.current,
        current_unit=_current_unit(network),
        step=0,
        dt_ms=network.dt_ms,
        real_time=speed == 1,
        asked_speed=speed,
        achieved_speed=0.0,
        lag_s=0.0,
        mean_rate_hz=0.0,
        description=network.description,
        look_for=network.look_for,
        source=network.source,
        learning=True if network.learns else None,
        dopamine=None if dose is None else Dopamine(dose),
        view=network.view,
        configuration=configuration,
    )


def _current_unit(network: Network) -> str:
    """The unit of currents, where all populations that take any have the same."""
    models = [population.described_model for population in network.populations]
    units = {model.current_unit for model in models if not model.is_source}
    return units.pop() if len(units) == 1 else ""
