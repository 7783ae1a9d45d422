"""ValueInput: where a number is typed, over the line that shows it."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

LONGEST = 26
"""The largest seed, its digits grouped."""


class ValueInput(Input):
    """Enter submits, Escape gives up, the arrow keys go to neighbouring values."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "give_up", "Give up", show=False),
        Binding("up", "nudge(1)", "Next value up", show=False),
        Binding("down", "nudge(-1)", "Next value down", show=False),
    ]

    class GivenUp(Message):
        """The user wants out."""

    class Nudged(Message):
        """The user wants the next value up (1) or down (-1)."""

        def __init__(self, direction: int) -> None:
            self.direction = direction
            super().__init__()

    def __init__(self) -> None:
        super().__init__(compact=True, select_on_focus=True, max_length=LONGEST)
        self.cursor_blink = False

    def action_give_up(self) -> None:
        """Tell that what was typed is not wanted."""
        self.post_message(self.GivenUp())

    def action_nudge(self, direction: int) -> None:
        """Ask for the neighbouring value."""
        self.post_message(self.Nudged(direction))
