"""ChoiceList: one choice a line."""

from textual.events import Click
from textual.widgets import OptionList


class ChoiceList(OptionList):
    """Goes by pages from the first moment on; Textual's list fails until it is laid out.

    A click may come for a line that the next letter of a search has just taken away; that list
    fails there too.
    """

    def __init__(self) -> None:
        super().__init__(compact=True)

    def action_page_up(self) -> None:
        """Move up by what is in sight."""
        self._move(-self.size.height)

    def action_page_down(self) -> None:
        """Move down by what is in sight."""
        self._move(self.size.height)

    def on_click(self, event: Click) -> None:
        """Let a line be chosen only while it is there."""
        chosen = event.style.meta.get("option")
        if chosen is not None and chosen >= self.option_count:
            event.prevent_default()

    def _move(self, lines: int) -> None:
        if self.highlighted is not None:
            self.highlighted = max(0, min(self.highlighted + lines, self.option_count - 1))
