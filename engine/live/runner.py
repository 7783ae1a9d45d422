"""LiveRunner: the worker thread, its inbox of commands and its one-slot outbox of frames."""

import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from engine.errors import EngineError, EngineLoadError, StoppedBuildError
from engine.live.commands import Command, Load, Rebuild
from engine.live.frame import Frame, Phase
from engine.live.run_configuration import RunConfiguration
from engine.numerics.kernel_cache.listening import hearing_of_compiling

if TYPE_CHECKING:
    from engine.live.moment import Moment
    from engine.live.session import Session

STOP_S = 0.2
REFRESH_S = 0.008
"""A frame that nobody took is replaced by a newer one after so long."""


class LiveRunner:
    """Runs a network in a daemon thread.

    configuration: the network to begin with. speed: times real time, None for as fast as possible.
    moment: of that network, to go on from. loaded: called in the thread whenever kernels were
    loaded that had not been, before they run. Nothing here blocks but `stop`, for 0.2 s at most.
    """

    def __init__(
        self,
        configuration: RunConfiguration,
        *,
        speed: float | None = 1.0,
        moment: "Moment | None" = None,
        loaded: Callable[[], None] = lambda: None,
    ) -> None:
        self._configuration = configuration
        self._moment = moment
        self._speed = speed
        self._loaded = loaded
        self._inbox: deque[Command] = deque()
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._outbox: Frame | None = None
        self._lock = threading.Lock()
        self._load_error: Exception | None = None
        self._published_s = 0.0
        self._published_moment: tuple[int, float, int, bool] | None = None
        self._thread = threading.Thread(target=self._work, name="engine", daemon=True)

    def start(self) -> None:
        """Start the thread; frames follow."""
        self._thread.start()

    def send(self, command: Command) -> None:
        """Leave a command for the thread; its effect shows in a later frame."""
        self._inbox.append(command)
        self._wake.set()

    def take_frame(self) -> Frame | None:
        """The newest frame, or None if there is none that was not taken yet.

        Raises EngineLoadError if the thread could not even load the engine.
        """
        if self._load_error is not None:
            raise EngineLoadError(f"The engine could not be loaded: {self._load_error}")
        with self._lock:
            frame, self._outbox = self._outbox, None
        return frame

    def stop(self) -> None:
        """Ask the thread to end and wait a little; one that compiles ends with the process."""
        self._stopping.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(STOP_S)

    def _work(self) -> None:
        # Numba is loaded here, so that a screen can be up before.
        try:
            from engine.live.session import Session  # noqa: PLC0415
        except Exception as error:
            self._load_error = error
            return
        session = Session(self._configuration, self._speed, time.perf_counter)
        # Whatever comes to be compiled: what was warmed up need not be all.
        with hearing_of_compiling(partial(self._tell_of_compiling, session)):
            self._guard(session, lambda: self._begin(session))
            while not self._stopping.is_set():
                self._guard(session, lambda: self._work_on(session))
            self._guard(session, lambda: self._close(session))

    def _close(self, session: "Session") -> None:
        """Leave a last frame, which tells what was kept."""
        session.close()
        self._publish(session)

    def _begin(self, session: "Session") -> None:
        # Kept no longer than it takes: its arrays are as large as the network.
        moment, self._moment = self._moment, None
        self._build(session, self._configuration, moment)

    def _guard(self, session: "Session", work: Callable[[], None]) -> None:
        """Whatever goes wrong is shown; only a stop ends the thread."""
        try:
            work()
        except StoppedBuildError:
            return
        except Exception as error:
            session.fail(error)

    def _build(
        self,
        session: "Session",
        configuration: RunConfiguration,
        moment: "Moment | None" = None,
    ) -> None:
        """Load or compile what is not, then build, telling of each."""
        from engine.live.warming import is_warm, warm_up  # noqa: PLC0415

        session.pending = configuration
        try:
            # What can't be built is told by the build.
            with suppress(EngineError):
                if not is_warm(configuration):
                    self._publish(session, "starting")
                    warm_up(configuration)
                    self._loaded()
            session.progress = 0.0
            self._publish(session, "building")
            session.build(configuration, partial(self._tell, session), moment)
        except StoppedBuildError:
            session.abandoned = configuration
            raise
        finally:
            session.progress, session.pending = 1.0, None

    def _tell_of_compiling(self, session: "Session") -> None:
        """Show that a kernel is compiled, and something else once it is."""
        session.note_compiling()
        self._publish(session, "compiling")
        self._published_moment = None

    def _tell(self, session: "Session", done: int, of: int) -> None:
        """Show how far a build is; end one that nobody wants any more."""
        another = any(isinstance(command, (Rebuild, Load)) for command in list(self._inbox))
        if self._stopping.is_set() or another:
            raise StoppedBuildError
        session.progress = done / of
        if time.perf_counter() - self._published_s >= REFRESH_S:
            self._publish(session, "building")

    def _work_on(self, session: "Session") -> None:
        """One turn: commands, a chunk of steps, a frame, perhaps a rest."""
        answered = self._obey_all(session)
        rest_s = session.turn()
        changed = session.moment() != self._published_moment
        if answered or (changed and self._is_frame_due()):
            self._publish(session)
            changed = False
        if rest_s > 0:
            self._wake.wait(min(rest_s, REFRESH_S) if changed else rest_s)

    def _obey_all(self, session: "Session") -> bool:
        self._wake.clear()
        answered = bool(self._inbox)
        while self._inbox and not self._stopping.is_set():
            command = self._inbox.popleft()
            if isinstance(command, (Rebuild, Load)):
                self._rebuild(session, command)
            else:
                session.obey(command)
        return answered

    def _rebuild(self, session: "Session", command: Rebuild | Load) -> None:
        try:
            configuration = session.rebuilt(command)
        except EngineError as error:
            session.fail(error)
        else:
            self._build(session, configuration)

    def _is_frame_due(self) -> bool:
        return self._outbox is None or time.perf_counter() - self._published_s >= REFRESH_S

    def _publish(self, session: "Session", phase: Phase | None = None) -> None:
        # Under the lock, so that no frame is taken while its spikes go into the next one.
        with self._lock:
            self._outbox = session.frame(taken=self._outbox is None, phase=phase)
        self._published_s = time.perf_counter()
        self._published_moment = session.moment()
