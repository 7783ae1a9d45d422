"""SteppedRunner: the real engine under a clock that the caller turns, so that runs repeat."""

from engine.live.commands import Command
from engine.live.frame import Frame
from engine.live.run_configuration import RunConfiguration
from engine.live.session import Session

TURN_S = 0.001
"""In which steps that are due are taken, one after the other."""


class SteppedRunner:
    """Runs a network in real time, as the clock that it carries has it, and in this thread."""

    def __init__(self, configuration: RunConfiguration) -> None:
        self.now_s = 0.0
        self._configuration = configuration
        self._session = Session(configuration, 1.0, lambda: self.now_s)

    def start(self) -> None:
        """Build the network."""
        self._session.build(self._configuration)

    def send(self, command: Command) -> None:
        """Carry out the command at once."""
        self._session.obey(command)

    def take_frame(self) -> Frame:
        """This very moment."""
        return self._session.frame(taken=True)

    def stop(self) -> None:
        """Nothing runs by itself."""

    def run(self, seconds: float) -> None:
        """Let the clock go on for so long, and take the steps that fall due."""
        for _ in range(round(seconds / TURN_S)):
            self.now_s += TURN_S
            step = -1
            while self._step > step:
                step = self._step
                self._session.turn()

    @property
    def _step(self) -> int:
        return self._session.moment()[0]
