"""KeepingApp: an app whose network can be saved, repeated, and read again from its file."""

from datetime import datetime
from pathlib import Path

from engine.live.commands import Save
from engine.live.frame import Status
from engine.live.run_configuration import RunConfiguration, own_current
from engine.live.saved import Kept, Saved
from engine.new_file import file_stem
from engine.numerics.time_stamps import time_ms
from engine.quoting import shown_path
from engine.runtime.memory import readable
from snn_tui.dashboard.dialogs.asking import Asking
from snn_tui.dashboard.dialogs.command import CommandDialog
from snn_tui.dashboard.network_file import NetworkFile, Reading
from snn_tui.dashboard.repeating import by_hand, repeat
from snn_tui.dashboard.runner import Runner
from snn_tui.dashboard.steering import Steering
from snn_tui.dashboard.terminal.plain_text import PlainApp

LONG_S = 1e6
"""Until it is taken back."""
SAVED_TOLD_S = 10.0
SAVING: dict[Kept, str] = {"network": "the network", "moment": "this moment"}
LEAVING = "Leaving once it is saved; q again leaves without it"
NO_FILE = "Only a network's own file is read again: start with --network FILE"


class KeepingApp(PlainApp, Asking):
    """Asks the engine to save, and tells what came of it; looks at the network's file."""

    runner: Runner
    status: Status
    """The newest that is known."""
    steering: Steering
    moment = ""
    """The file of `--resume`, if there is one."""
    network_file: NetworkFile | None = None
    """Of `--network`, if it is a file."""
    _fps: float
    _asked = 0
    """How many requests to save there were."""
    _is_leaving = _has_complained = False

    def action_save(self, what: Kept) -> None:
        """Ask for a new file in the current folder."""
        stem = f"{file_stem(self.status.network)}-{datetime.now():%Y-%m-%d-%H%M%S}"
        try:
            folder = Path.cwd()
        except OSError as error:
            self.complain(f"No {what} is saved: the current folder has gone ({error.strerror})")
            return
        self._asked += 1
        self.notify(f"Saving {SAVING[what]} ...", timeout=LONG_S)
        self.runner.send(Save(what, folder, stem))

    async def action_repeat(self) -> None:
        """Show the command that repeats what runs, and copy it."""
        told = repeat(self.status, self.moment, self._fps)
        if told.command:
            self.copy_to_clipboard(told.command)
        await self.ask(CommandDialog(told))

    def action_read_again(self) -> None:
        """Read the network's file again, with the files that it names."""
        if self.network_file is None:
            self.complain(NO_FILE)
        else:
            self.network_file.ask()

    def may_leave(self) -> bool:
        """Whether nothing is lost by it; if something is, it is left to the next request."""
        saved = self.status.saved
        is_saving = self._asked > (0 if saved is None else saved.number)
        if not is_saving or self._is_leaving:
            return True
        self._is_leaving = True
        self.complain(LEAVING)
        return False

    def tell_kept(self, before: Status) -> None:
        """Tell what the engine says of moments, files and the network's own file since then."""
        now = self.status
        if now.resumed_step is not None and before.resumed_step is None:
            path, time_s = shown_path(self.moment), time_ms(now.resumed_step, now.dt_ms) / 1000
            self.notify(f"Goes on at {time_s:,.2f} s from {path}; r starts it from its beginning")
        if now.saved is not None and now.saved != before.saved:
            self._tell_saved(now.saved)
        self._tell_reading(before)

    def _tell_reading(self, before: Status) -> None:
        was, now = before.configuration, self.status.configuration
        if self.network_file is None or was is None or now is None:
            return
        is_of_file = was.origin == now.origin == self.network_file.path
        if is_of_file and was.network is not now.network and self.status.phase != "failed":
            self.notify(told_of_reading(now))

    def _tell_saved(self, saved: Saved) -> None:
        if saved.path is None:
            self.complain(saved.refusal)
        else:
            self.notify(told_of_saved(saved, self.status), timeout=SAVED_TOLD_S)
        if self._is_leaving:
            self.call_later(self.run_action, "quit")

    def look_at_file(self) -> None:
        """Take what became of reading the network's file."""
        reading = None if self.network_file is None else self.network_file.take()
        if self.network_file is not None and reading is not None:
            self._take(reading, self.network_file.path)

    def _take(self, reading: Reading, path: str) -> None:
        configuration = self.status.configuration
        is_present = configuration is not None and configuration.origin == path
        if not is_present and not reading.is_asked:
            return
        if reading.network is None:
            self._has_complained = True
            self.notify(reading.complaint, severity="warning", timeout=LONG_S)
            return
        self._withdraw_complaint()
        if not is_present:
            self.steering.load(reading.network, path)
        elif not reading.is_same:
            self.steering.load_changed(reading.network, path)
        elif reading.is_asked:
            self.complain(f"{shown_path(path)} says the same as before")

    def _withdraw_complaint(self) -> None:
        if self._has_complained:
            self._has_complained = False
            self.clear_notifications()


def told_of_reading(configuration: RunConfiguration) -> str:
    """That the network is as its file has it now, and what of it is as it was set."""
    network, kept = configuration.network, []
    if configuration.size != network.size:
        kept.append(f"size {configuration.size:,}")
    if configuration.current != own_current(network):
        kept.append(f"current {configuration.current:g}")
    if network.has_coupling and configuration.coupling != "scaled":
        kept.append(f"coupling {configuration.coupling}")
    words = f"; as it was set: {', '.join(kept)}" if kept else ""
    return f"Read again: {shown_path(configuration.origin)}{words}"


def told_of_saved(saved: Saved, status: Status) -> str:
    """What a new file is, and what it is for."""
    path, size = shown_path(saved.path), readable(saved.bytes)
    if saved.what == "moment":
        return f"Saved this moment, {size}: {path}, for --resume"
    left_out = by_hand(status)
    without = f"; without what was done by hand: {left_out}" if left_out else ""
    seed = f"--seed {status.seed}"
    return f"Saved the network: {path}, for --network with {seed}{without}"
