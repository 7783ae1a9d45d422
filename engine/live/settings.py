"""What a live network is built from, and what a rebuild makes of it."""

from dataclasses import dataclass

from engine.commands import Rebuild
from engine.network import ClassicNetwork, Coupling


@dataclass(frozen=True, slots=True)
class Settings:
    """Size, seed, coupling as in ClassicNetwork, one applied current for all neurons, threads."""

    size: int
    seed: int
    coupling: Coupling
    current: float
    threads: int | None = None

    def network(self) -> ClassicNetwork:
        """The network's description; raises InvalidValueError or UnknownNameError."""
        return ClassicNetwork(
            size=self.size, seed=self.seed, coupling=self.coupling, current=self.current
        )

    def rebuilt(self, command: Rebuild) -> "Settings":
        """The settings that the command asks for."""
        return Settings(
            size=self.size if command.size is None else command.size,
            seed=self.seed if command.seed is None else command.seed,
            coupling=self.coupling if command.coupling is None else command.coupling,
            current=self.current,
            threads=self.threads,
        )
