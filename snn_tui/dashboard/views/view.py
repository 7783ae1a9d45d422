"""View: what every arrangement of widgets that shows a Frame says of itself."""

from typing import ClassVar

from textual.containers import Container

from engine.live.commands import Watch, WatchRaster, WatchWeights
from engine.live.frame import Frame, Status
from snn_tui.dashboard.steering import Steering
from snn_tui.dashboard.user_action import UserAction

NO_ROWS = Watch(0, 0, 0)
NO_WEIGHTS = WatchWeights(None)
NO_RASTER = WatchRaster()


class View(Container):
    """One of the app's pages: only the one in sight gets frames, and only its actions can be done.

    Its widgets' styles are in its own DEFAULT_CSS, or in app.tcss.
    """

    NAME: ClassVar[str]
    """By which the footer knows it, and its id on the screen."""
    KEY: ClassVar[str]
    """Leads to it, where there are others."""
    TITLE: ClassVar[str]
    EXPLANATION: ClassVar[str]
    ACTIONS: ClassVar[tuple[UserAction, ...]] = ()
    """What the user can do in it, in the order of help."""
    FOREMOST: ClassVar[frozenset[str]] = frozenset()
    """Of the app's actions those that its footer names whatever its width."""

    def __init__(self, steering: Steering, status: Status) -> None:
        """steering: by which it changes the run. status: the newest that is known."""
        super().__init__(id=self.NAME)
        self.steering = steering
        self.status = status

    @property
    def window(self) -> Watch:
        """The rows of potentials that the engine should tell it."""
        return NO_ROWS

    @property
    def wants_selected(self) -> bool:
        """Whether the engine should record the selected neuron for it."""
        return False

    @property
    def wants_spikes(self) -> bool:
        """Whether the engine should tell it every spike."""
        return False

    @property
    def weights(self) -> WatchWeights:
        """The weights that the engine should summarise for it."""
        return NO_WEIGHTS

    @property
    def raster(self) -> WatchRaster:
        """The spikes that the engine should count for it."""
        return NO_RASTER

    @classmethod
    def suits(cls, status: Status) -> bool:
        """Whether it is what opens for such a network, until the user goes to another view."""
        return False

    @property
    def wants_statistics(self) -> bool:
        """Whether the engine should tell for it how populations fire."""
        return False

    def begin(self) -> None:
        """It comes into sight: take the focus, ask for what is to be shown."""

    def forget(self) -> None:
        """Another run began, whether it is in sight or not: what it kept is of the one before."""

    def show(self, frame: Frame, now: float) -> None:
        """Show a frame that arrived at wall time `now`."""

    def pass_time(self, now: float) -> None:
        """It is `now`, and there is no newer frame."""

    def wait(self, status: Status) -> None:
        """There is no network to show, and the status says why."""

    def show_steering(self) -> None:
        """Something was asked for that no frame shows yet."""
