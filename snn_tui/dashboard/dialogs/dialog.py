"""Dialog: what every screen over the dashboard has in common."""

from typing import TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen

Result = TypeVar("Result")


class Dialog(ModalScreen[Result]):
    """Is left once: what else was pressed or clicked until it is gone comes too late.

    It keeps its widgets instead of looking them up: they may be gone before its last message.
    """

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Leave, if this is the screen that the user sees."""
        return super().dismiss(result) if self.is_active else AwaitComplete()
