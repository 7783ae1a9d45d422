"""ReplayRunner: the thread of a replay, its inbox of commands and its one-slot outbox of frames."""

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from engine.errors import EngineLoadError
from engine.live.commands import Command
from engine.live.frame import Frame
from engine.recordings.recording import Recording

if TYPE_CHECKING:
    from engine.replaying.replay_session import ReplaySession

STOP_S = 0.2
FRAME_S = 0.01
"""From frame to frame at least: each is made from the recording, and not on the way."""


class ReplayRunner:
    """Replays a recording in a daemon thread, as LiveRunner runs a network.

    speed: times real time, None for as fast as possible. Nothing here blocks but `stop`, for 0.2 s
    at most.
    """

    def __init__(self, recording: Recording, *, speed: float | None = 1.0) -> None:
        self._recording, self._speed = recording, speed
        self._inbox: deque[Command] = deque()
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._outbox: Frame | None = None
        self._lock = threading.Lock()
        self._load_error: Exception | None = None
        self._published_s = 0.0
        self._published_moment: tuple[object, ...] = ()
        self._thread = threading.Thread(target=self._work, name="replay", daemon=True)

    def start(self) -> None:
        """Start the thread; frames follow."""
        self._thread.start()

    def send(self, command: Command) -> None:
        """Leave a command for the thread; its effect shows in a later frame."""
        self._inbox.append(command)
        self._wake.set()

    def take_frame(self) -> Frame | None:
        """The newest frame, or None if there is none that was not taken yet.

        Raises EngineLoadError if the thread could not even begin.
        """
        if self._load_error is not None:
            raise EngineLoadError(f"The recording could not be opened: {self._load_error}")
        with self._lock:
            frame, self._outbox = self._outbox, None
        return frame

    def stop(self) -> None:
        """Ask the thread to end and wait a little."""
        self._stopping.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(STOP_S)

    def _work(self) -> None:
        try:
            from engine.replaying.replay_session import ReplaySession  # noqa: PLC0415 - a screen first

            session = ReplaySession(self._recording, self._speed, time.perf_counter)
        except Exception as error:
            self._load_error = error
            return
        while not self._stopping.is_set():
            self._guard(session, lambda: self._work_on(session))

    def _guard(self, session: "ReplaySession", work: Callable[[], None]) -> None:
        """Whatever goes wrong is shown; only a stop ends the thread."""
        try:
            work()
        except Exception as error:
            session.fail(error)

    def _work_on(self, session: "ReplaySession") -> None:
        """One turn: commands, where it is by now, a frame, a rest."""
        self._wake.clear()
        answered = bool(self._inbox)
        while self._inbox:
            session.obey(self._inbox.popleft())
        rest_s = session.turn()
        is_changed = session.moment() != self._published_moment
        is_due = self._outbox is None and time.perf_counter() - self._published_s >= FRAME_S
        if answered or (is_changed and is_due):
            self._publish(session)
        elif is_changed:
            rest_s = min(rest_s, FRAME_S)
        if rest_s > 0:
            self._wake.wait(rest_s)

    def _publish(self, session: "ReplaySession") -> None:
        # A frame that nobody took is withdrawn first, for its spikes are told again; and the screen
        # need not wait while another one is made.
        with self._lock:
            taken, self._outbox = self._outbox is None, None
        frame = session.frame(taken=taken)
        with self._lock:
            self._outbox = frame
        self._published_s = time.perf_counter()
        self._published_moment = session.moment()
