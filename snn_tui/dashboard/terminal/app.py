"""TerminalApp: shows what changed, and makes no picture while the last one is on its way."""

import os
import signal
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from rich.color import ColorSystem
from rich.console import RenderableType
from textual import constants, events
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App
from textual.driver import Driver
from textual.screen import Screen

from snn_tui.dashboard.terminal.cells import Cells, Update
from snn_tui.dashboard.terminal.composition import PartlyDrawnScreen

if TYPE_CHECKING:
    from snn_tui.dashboard.terminal.driver import TerminalDriver

WHOLE_PICTURE = ("\x1b[?2026h", "\x1b[?2026l")
"""Around what is to be shown at once, where the terminal knows how."""
SIGHUP_CODE = 129
"""What a shell expects of a program whose terminal went away."""


class TerminalApp(App[None]):
    """An app whose terminal may be slow, go away, or be used by others meanwhile.

    Textual sends whole lines, as often as it likes: 20 kB a picture, which a slow line shows many
    seconds later.
    """

    def __init__(self, ending: Callable[[], None]) -> None:
        """ending: what to do as soon as an end is asked for."""
        super().__init__()
        self.terminal: TerminalDriver | None = None
        self._ending = ending
        self._cells = Cells(self.console._color_system or ColorSystem.TRUECOLOR)
        self._cursor = ""
        self._has_missed = False
        self._is_ready = False
        self._exit_code: int | None = None

    def get_driver_class(self) -> type[Driver]:
        """Ours, where terminals are Unix's and nobody prescribed another."""
        if constants.DRIVER or os.name != "posix":
            return super().get_driver_class()
        from snn_tui.dashboard.terminal.driver import TerminalDriver  # noqa: PLC0415 - not for Windows

        return TerminalDriver

    def get_default_screen(self) -> Screen[None]:
        """The one that moves."""
        return PartlyDrawnScreen()

    @property
    def can_show(self) -> bool:
        """Whether the terminal can take a picture now."""
        return self.terminal is None or self.terminal.is_free

    def end(self, exit_code: int) -> None:
        """End, as asked by the user, by a signal, or by the loss of the terminal."""
        self._ending()
        if self.terminal is not None:
            self.terminal.end_at_the_latest(exit_code)
        self._exit_code = exit_code
        if self._is_ready:
            self.exit(return_code=exit_code)

    def on_ready(self) -> None:
        """End now if it was asked for before; Textual cannot while it puts the screen together."""
        self._is_ready = True
        if self._exit_code is not None:
            self.exit(return_code=self._exit_code)

    def lose_terminal(self) -> None:
        """There is nobody to show anything to."""
        self.end(SIGHUP_CODE)

    def catch_up(self) -> None:
        """Show what the terminal could not take before, if it can now."""
        if self._has_missed and self.can_show and self._running and self._screen_stack:
            self._has_missed = False
            self.screen.refresh()

    def show_all_again(self) -> None:
        """Write every cell anew: the terminal may show anything."""
        self._cells.forget()
        self._has_missed = True
        self.catch_up()

    def on_resize(self, event: events.Resize) -> None:
        """A terminal that changes its size keeps what it likes of what it showed."""
        self.show_all_again()

    def action_redraw(self) -> None:
        """Write every cell anew."""
        self.show_all_again()

    def action_suspend_process(self) -> None:
        """Stop, with all of the shell's job, as Ctrl+Z does elsewhere."""
        if self.terminal is not None:
            os.kill(0, signal.SIGTSTP)

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        if self.terminal is None or not isinstance(renderable, LayoutUpdate | ChopsUpdate):
            super()._display(screen, renderable)
            return
        if self._batch_count or not self.can_show:
            self._has_missed = True
        elif self._running and not self._closed:
            self._send(self.terminal, renderable)
        self.post_display_hook()

    def _send(self, terminal: "TerminalDriver", update: Update) -> None:
        x, y = self.screen.outer_size.clamp_offset(self.cursor_position)
        cursor = f"\x1b[{y + 1};{x + 1}H"
        changes = self._cells.change(update)
        if changes or cursor != self._cursor:
            self._cursor = cursor
            begin, end = WHOLE_PICTURE if self._sync_available else ("", "")
            terminal.show(f"{begin}{changes}{cursor}{end}")
