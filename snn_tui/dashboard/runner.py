"""Runner: what the screen needs of a live simulation."""

from typing import Protocol

from engine.live.commands import Command
from engine.live.frame import Frame


class Runner(Protocol):
    """A simulation that runs elsewhere, steered by commands and seen through frames."""

    def start(self) -> None:
        """Begin, in a thread of its own."""

    def send(self, command: Command) -> None:
        """Ask for something; never blocks."""

    def take_frame(self) -> Frame | None:
        """The newest frame, once; never blocks. Raises EngineError if there will never be one."""

    def stop(self) -> None:
        """End, within a fifth of a second; a second call does nothing."""
