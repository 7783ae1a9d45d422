"""RunConfiguration: which network is to run, and what is changed of its description."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from engine.description.network import Network
from engine.description.quantities import DescriptionError
from engine.description.resizing import Coupling
from engine.errors import InvalidValueError
from engine.gallery import from_gallery
from engine.live.applied_current import (
    applied_current,
    with_applied_current,
    without_applied_current,
)
from engine.quoting import shown_key

if TYPE_CHECKING:
    from engine.processes.processes import Processes
    from engine.simulation import Simulation

DEFAULT_NETWORK = "classic"
"""Its name in the gallery."""


def _ignore(done: int, of: int) -> None:
    """Nobody wants to know how far a build is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunConfiguration:
    """A network of this size and seed.

    current: applied to all neurons, in place of the description's where that has one constant
    current into all of them, else beside its currents. coupling: of weights that follow the size.
    threads: as many at most, None as many as there are cores. origin: the file or the name in the
    gallery that the network is from; empty if it is from neither.
    """

    network: Network
    size: int
    seed: int
    current: float
    coupling: Coupling = "scaled"
    threads: int | None = None
    origin: str = field(default="", compare=False)

    @property
    def name(self) -> str:
        """The network's name."""
        return self.network.name

    def build(
        self,
        told: Callable[[int, int], None] = _ignore,
        processes: "Processes | None" = None,
    ) -> "Simulation":
        """A simulation of it, shared by several processes if they are named.

        told: called while it is built, with how much is done and of how much; may raise to stop.
        Raises DescriptionError, NetworkTooLargeError.
        """
        from engine.processes.processes import ALONE  # noqa: PLC0415 - loads numba
        from engine.simulation import Simulation  # noqa: PLC0415

        network = without_applied_current(self._changed())
        simulation = Simulation(
            network, threads=self.threads, told=told, processes=processes or ALONE
        )
        if self.current != 0.0:
            simulation.current = self.current
        return simulation

    def described(self) -> Network:
        """The network with all that is changed of it, as a description that gives the same bits."""
        return with_applied_current(self._changed(), self.current)

    def _changed(self) -> Network:
        return replace(self.network.resized(self.size, self.coupling), seed=self.seed)


def run_configuration(
    network: Network | None = None,
    *,
    size: int | None = None,
    seed: int | None = None,
    current: float | None = None,
    coupling: Coupling | None = None,
    threads: int | None = None,
    origin: str = "",
) -> RunConfiguration:
    """A configuration; what is None is as the network's description says.

    network: None is the gallery's classic network. Raises DescriptionError if the network does
    not come in this size, InvalidValueError for a coupling where weights do not follow the size.
    """
    if network is None:
        network, origin = from_gallery(DEFAULT_NETWORK), DEFAULT_NETWORK
    if coupling is not None and not network.has_coupling:
        raise InvalidValueError(
            f"weights of network {shown_key(network.name)} are as described, whatever its size, "
            "so it has no coupling"
        )
    if size is not None:
        network.resized(size)
    return RunConfiguration(
        network=network,
        size=network.size if size is None else size,
        seed=network.seed if seed is None else seed,
        current=own_current(network) if current is None else current,
        coupling=coupling or "scaled",
        threads=threads,
        origin=origin,
    )


def own_current(network: Network) -> float:
    """What is applied to its neurons unless somebody says otherwise."""
    return applied_current(network) or 0.0


def read_again(before: RunConfiguration, network: Network) -> RunConfiguration:
    """The network as its file has it now; what was changed of it before stays so, if it can."""
    size = None if before.size == before.network.size else before.size
    if size is not None:
        try:
            network.resized(size)
        except DescriptionError:
            size = None
    current = None if before.current == own_current(before.network) else before.current
    return run_configuration(
        network,
        size=size,
        seed=before.seed,
        current=current,
        coupling=before.coupling if network.has_coupling else None,
        threads=before.threads,
        origin=before.origin,
    )
