"""RecordingApp: an app that records what runs, and tells what became of it."""

from datetime import datetime
from pathlib import Path

from engine.live.commands import EndRecording, Record
from engine.live.frame import Status
from engine.live.recorded import Recorded
from engine.new_file import file_stem
from engine.numerics.time_stamps import time_text
from engine.quoting import shown_path
from snn_tui.dashboard.dialogs.asking import Asking
from snn_tui.dashboard.runner import Runner
from snn_tui.dashboard.steering import PHASES_THAT_RUN, Steering
from snn_tui.dashboard.terminal.plain_text import PlainApp

TOLD_S = 10.0
NOTHING_RUNS = "Nothing is recorded: no network runs"


class RecordingApp(PlainApp, Asking):
    """Begins and ends recordings."""

    runner: Runner
    status: Status
    """The newest that is known."""
    steering: Steering

    async def action_record(self) -> None:
        """End the recording under way; or ask what to record, and do.

        The engine hears of it once what it builds is built, and so records from the first step on.
        """
        status = self.status
        if status.recorded is not None and status.recorded.is_on:
            self.runner.send(EndRecording())
            return
        if status.configuration is None or status.phase == "failed":
            self.complain(NOTHING_RUNS)
            return
        # Loads HDF5, which nothing else here needs.
        from snn_tui.dashboard.dialogs.record import RecordDialog  # noqa: PLC0415

        stem = f"{file_stem(status.network)}-{datetime.now():%Y-%m-%d-%H%M%S}"
        network = status.configuration.described()
        neuron = min(self.steering.selected, network.size - 1)
        file = Path(f"{stem}.h5")
        rate_hz = status.mean_rate_hz if status.phase in PHASES_THAT_RUN else None
        await self.ask(RecordDialog(network, rate_hz, file, neuron), self._record)

    def _record(self, command: Record | None) -> None:
        if command is not None:
            self.runner.send(command)

    def tell_recorded(self, before: Status) -> None:
        """Tell what the engine says of a recording since then."""
        was, now = before.recorded, self.status.recorded
        if now is None or (was is not None and (was.number, was.is_on) == (now.number, now.is_on)):
            return
        self.clear_notifications()
        if now.is_failure:
            self.notify(f"Recording: {now.message}", severity="warning", timeout=TOLD_S)
        else:
            self.notify(told_of_recording(now, self.status.dt_ms), timeout=TOLD_S)


def told_of_recording(recorded: Recorded, dt_ms: float) -> str:
    """That it is under way, or how it ended."""
    if recorded.is_on:
        begun = time_text(recorded.first_step, dt_ms)
        return f"Recording from t={begun} ms on into {shown_path(recorded.path)}; R ends it"
    return f"Recorded: {recorded.message}"
