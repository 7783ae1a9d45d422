"""TerminalDriver: pictures out, keys in, and the terminal given back whatever happens."""

import asyncio
import os
import signal
import sys
import time
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import App
from textual.driver import Driver
from textual.message import Message
from textual.messages import InBandWindowResize

from snn_tui.dashboard.terminal import modes
from snn_tui.dashboard.terminal.ending import end_at_the_latest, end_on_signals
from snn_tui.dashboard.terminal.flow import Flow
from snn_tui.dashboard.terminal.keyboard import Keyboard
from snn_tui.dashboard.terminal.outlet import Outlet

if TYPE_CHECKING:
    from snn_tui.dashboard.terminal.app import TerminalApp

SIZES = (events.Resize, InBandWindowResize)
"""The system tells the size; what is typed does not."""
FAREWELL_S = 0.1
"""How long to wait for a terminal that does not take what gives it back."""
LAST_ANSWER_S = 0.1
"""How long to wait for answers, which the shell would take for typed."""


class TerminalDriver(Driver):
    """Textual's own waits for the terminal, in the app's loop and at its end; this one never does.

    Writes to stdout's terminal and reads stdin's; stderr may be anything.
    """

    _app: "TerminalApp"

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        self._app.terminal = self
        self._input = sys.__stdin__.fileno()  # type: ignore[union-attr]
        self._outlet = Outlet(
            sys.__stdout__.fileno(),  # type: ignore[union-attr]
            self._app.catch_up,
            self._app.lose_terminal,
        )
        self._keyboard = Keyboard(self._input, self.process_message, self._app.lose_terminal)
        self._flow = Flow()
        self._before: modes.Attributes | None = None
        self._is_active = False
        self._is_taken = False

    @property
    def can_suspend(self) -> bool:
        """As every process of a shell with job control."""
        return True

    @property
    def is_free(self) -> bool:
        """Whether the terminal can take another picture."""
        return not self._outlet.pending and self._flow.is_free(time.monotonic())

    def show(self, picture: str) -> None:
        """Send a picture, and ask the terminal to tell when it is shown."""
        data = picture.encode("utf-8", "replace")
        self._outlet.write(data + self._flow.question(time.monotonic(), len(data)).encode())

    def write(self, data: str) -> None:
        """Send something else than a picture."""
        self._outlet.write(data.encode("utf-8", "replace"))

    def process_message(self, message: Message) -> None:
        """Pass an event on to the app, unless it is an answer to our question."""
        if isinstance(message, events.CursorPosition):
            self._flow.answer(time.monotonic())
            self._app.catch_up()
        elif not isinstance(message, SIZES):
            super().process_message(message)

    def start_application_mode(self) -> None:
        """Take the terminal."""
        end_on_signals(self._app.end)
        asyncio.get_running_loop().add_signal_handler(signal.SIGWINCH, self._tell_size)
        self._enter()
        if self._outlet.is_lost:
            self._app.lose_terminal()

    def stop_application_mode(self) -> None:
        """Give the terminal back; nothing that was still to be shown matters any more."""
        if not self._is_active:
            return
        self._is_active = False
        self._outlet.drop()
        self._outlet.write_within(modes.LEAVE.encode(), FAREWELL_S)
        self._await_answers()
        self._keyboard.close()
        modes.restore(self._input, self._before)
        self._is_taken = False

    def close(self) -> None:
        """Let go of the terminal."""
        self._outlet.close()

    def disable_input(self) -> None:
        """Nothing is left to do: input ends with the application mode."""

    def end_at_the_latest(self, exit_code: int) -> None:
        """End the process in a moment, even if Textual should not come to its end."""
        end_at_the_latest(exit_code, self._force_back)

    def _force_back(self) -> None:
        # Also when the orderly way back is under way, but too slow.
        if self._is_taken:
            self._outlet.write_within(modes.LEAVE.encode(), FAREWELL_S)
            modes.restore(self._input, self._before)

    def _enter(self) -> None:
        self._before = modes.attributes(self._input)
        modes.make_raw(self._input)
        self._is_active = self._is_taken = True
        self._flow.forget()
        self._keyboard.open()
        self._set_modes()
        self._tell_size()
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTSTP, self._suspend)
        loop.add_signal_handler(signal.SIGCONT, self._continue)

    def _set_modes(self) -> None:
        mouse = modes.MOUSE if self._mouse else ""
        question = self._flow.question(time.monotonic(), 0)
        self.write(modes.ENTER + mouse + modes.ASK_FOR_WHOLE_PICTURES + question)

    def _await_answers(self) -> None:
        """Drop answers that are on their way; a terminal that is slow or mute is not waited for."""
        deadline = time.monotonic() + LAST_ANSWER_S
        while self._flow.under_way and (left := deadline - time.monotonic()) > 0:
            self._keyboard.read_within(left)

    def _suspend(self) -> None:
        """Give the terminal back and stop, as asked by SIGTSTP; go on when told to."""
        if not self._is_active:
            return
        self.stop_application_mode()
        loop = asyncio.get_running_loop()
        loop.remove_signal_handler(signal.SIGTSTP)
        loop.remove_signal_handler(signal.SIGCONT)
        # Where nobody could tell us to go on, the system does not stop us here.
        signal.raise_signal(signal.SIGTSTP)
        while self._is_in_background():
            signal.raise_signal(signal.SIGSTOP)
        self._enter()
        self._app.show_all_again()

    def _continue(self) -> None:
        """Whoever stopped us by force, or let us go on, may have used the terminal meanwhile."""
        if self._is_active:
            modes.make_raw(self._input)
            self._outlet.write(modes.LEAVE.encode())
            self._set_modes()
            self._app.show_all_again()
            self._tell_size()

    def _is_in_background(self) -> bool:
        try:
            return os.tcgetpgrp(self._input) != os.getpgrp()
        except OSError:
            return False

    def _tell_size(self) -> None:
        size = modes.size(self._input)
        self._size = size
        self.send_message(events.Resize(size, size))
