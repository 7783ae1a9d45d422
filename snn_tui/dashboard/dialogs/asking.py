"""Asking: an app that opens dialogs, one at a time."""

from textual.app import App
from textual.screen import ScreenResultCallbackType

from snn_tui.dashboard.dialogs.dialog import Dialog, Result


class Asking(App[None]):
    """An app of a single screen, with dialogs over it."""

    async def ask(
        self, dialog: Dialog[Result], then: ScreenResultCallbackType[Result] | None = None
    ) -> None:
        """Open a dialog, if none is, and wait until it takes keys; what was told would cover it."""
        if len(self.screen_stack) == 1:
            self.clear_notifications()
            await self.push_screen(dialog, then)
