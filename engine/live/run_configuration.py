"""RunConfiguration: which network is to run, classic or described, and what was changed of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Union

from engine.classic.network import ClassicNetwork, Coupling
from engine.errors import InvalidValueError

if TYPE_CHECKING:
    from engine.circuit_simulation import CircuitSimulation
    from engine.classic.simulation import Simulation
    from engine.description.network import Network

AnySimulation = Union["Simulation", "CircuitSimulation"]
CLASSIC = "classic"
CLASSIC_CURRENT = 5.0
CLASSIC_SIZE = 10


def _ignore(done: int, of: int) -> None:
    """Nobody wants to know how far a build is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunConfiguration:
    """A network of this size and seed.

    network: its description; None is the classic network. current: applied current of the
    classic network, else what is added to the currents of the description. coupling: of the
    classic network's weights. threads: as many at most, None as many as there are cores.
    """

    network: "Network | None"
    size: int
    seed: int
    current: float
    coupling: Coupling = "scaled"
    threads: int | None = None

    @property
    def name(self) -> str:
        """The network's name."""
        return CLASSIC if self.network is None else self.network.name

    def build(self, told: Callable[[int, int], None] = _ignore) -> AnySimulation:
        """A simulation of it.

        told: called while a described network is built, with how much is done and of how much;
        may raise to stop. Raises InvalidValueError, NetworkTooLargeError.
        """
        if self.network is None:
            from engine.classic.simulation import Simulation  # noqa: PLC0415 - loads numba

            classic = ClassicNetwork(
                size=self.size, seed=self.seed, coupling=self.coupling, current=self.current
            )
            return Simulation(classic, threads=self.threads)
        from engine.circuit_simulation import CircuitSimulation  # noqa: PLC0415 - loads numba

        described = replace(self.network.resized(self.size), seed=self.seed)
        simulation = CircuitSimulation(described, threads=self.threads, told=told)
        if self.current != 0.0:
            simulation.current = self.current
        return simulation


def run_configuration(
    network: "Network | None",
    *,
    size: int | None = None,
    seed: int | None = None,
    current: float | None = None,
    coupling: Coupling | None = None,
    threads: int | None = None,
) -> RunConfiguration:
    """A configuration; what is None is as the network's description says.

    Raises DescriptionError if the network does not come in this size, InvalidValueError for a
    coupling of any but the classic network.
    """
    usual_current: float | None = CLASSIC_CURRENT
    usual_size, usual_seed = CLASSIC_SIZE, 0
    if network is not None:
        from engine.description.classic import classic_current  # noqa: PLC0415 - loads numpy

        usual_size, usual_seed = network.size, network.seed
        usual_current = classic_current(network)
        if usual_current is None:
            network.resized(usual_size if size is None else size)
    is_classic = usual_current is not None
    if network is not None and not is_classic and coupling is not None:
        raise InvalidValueError(
            f"only the classic network has a coupling; the weights of network {network.name} are "
            "as described"
        )
    return RunConfiguration(
        network=None if is_classic else network,
        size=usual_size if size is None else size,
        seed=usual_seed if seed is None else seed,
        current=(usual_current or 0.0) if current is None else current,
        coupling=coupling or "scaled",
        threads=threads,
    )
