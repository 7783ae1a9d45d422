"""LiveRecording: a session's recordings, one after the other."""

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from engine.errors import EngineError
from engine.live.by_hand import Hand
from engine.live.commands import Record
from engine.live.live_network import LiveNetwork
from engine.live.recorded import Recorded
from engine.quoting import one_line

if TYPE_CHECKING:
    from engine.recordings.recorder import Recorder

NOTHING_RUNS = "Nothing is recorded: no network runs"


class LiveRecording:
    """Begins and ends them; each is of one network, as it runs."""

    def __init__(self) -> None:
        self._recorder: Recorder | None = None
        self._told: Recorded | None = None
        self._number = 0

    def begin(self, command: Record, live: LiveNetwork | None) -> None:
        """Record from this moment on, or say why not."""
        from engine.recordings.recorder import Recorder  # noqa: PLC0415 - loads HDF5

        self.end("another recording began")
        self._number += 1
        try:
            if live is None:
                raise EngineError(NOTHING_RUNS)
            if live.resumed_step is not None:
                # Its own first steps are not to be had again: it is run again from here.
                start: bytes | None = _moment_of(live)
                hands: tuple[Hand, ...] = (Hand(live.simulation.step, "current", live.current),)
            else:
                start, hands = None, tuple(live.by_hand.hands)
            self._recorder = Recorder(
                command.path, live.simulation, command.plan, hands, start=start
            )
        except (EngineError, OSError, MemoryError) as error:
            message = one_line(str(error)) or "memory does not suffice"
            self._told = Recorded(
                self._number, command.path, is_on=False, message=message, is_failure=True
            )
            return
        live.listener = self._recorder
        self._told = self._now(self._recorder)

    def end(self, why: str = "", *, is_failure: bool = False) -> None:
        """End it, if there is one; the network that it was of may go on."""
        recorder, self._recorder = self._recorder, None
        if recorder is not None and not recorder.ended:
            recorder.close(why)
            told = self._now(recorder)
            self._told = told if not is_failure else replace(told, is_failure=True)

    def told(self) -> Recorded | None:
        """What there is to tell, if there ever was one."""
        if self._recorder is not None:
            self._told = self._now(self._recorder)
            if self._recorder.ended:
                self._told, self._recorder = replace(self._told, is_failure=True), None
        return self._told

    def _now(self, recorder: "Recorder") -> Recorded:
        return Recorded(
            self._number,
            recorder.path,
            is_on=not recorder.ended,
            first_step=recorder.first_step,
            spikes=recorder.spikes,
            bytes=recorder.bytes,
            message=one_line(recorder.ended),
        )


def _moment_of(live: LiveNetwork) -> bytes:
    """This moment as a checkpoint's file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "start.npz"
        live.moment().save(path)
        return path.read_bytes()
