"""LineInput: a line to type into, which acts on each key before it looks at the next one."""

from collections.abc import Callable
from typing import Any

from textual import events
from textual.app import App
from textual.widgets import Input
from textual.widgets.input import Selection

LONGEST = 200
UNPRINTABLE = "?"
"""Stands for what can't be shown; no value has it, so that none is taken for what it is not."""


class LineInput(Input):
    """Hands what was entered on; what is typed after it was left goes to who has the focus then.

    entered: called with the text at Enter, before any later key.
    """

    def __init__(self, entered: Callable[[str], None], placeholder: str = "") -> None:
        super().__init__(
            placeholder=placeholder, compact=True, select_on_focus=False, max_length=LONGEST
        )
        self.cursor_blink = False
        self._entered = entered

    def begin(self, text: str, *, selected: bool) -> None:
        """Show this text; selected: what is typed replaces it."""
        self.value = text
        self.selection = Selection(0 if selected else len(text), len(text))

    async def on_key(self, event: events.Key) -> None:
        """Leave characters to the input, and act on all others at once."""
        has_focus = self.app.focused is self
        if has_focus and event.is_printable:
            return
        event.stop()
        event.prevent_default()
        if has_focus:
            await run_bound(self.app, event.key)
        else:
            self.app.post_message(events.Key(event.key, event.character))

    def on_paste(self, event: events.Paste) -> None:
        """Take the first line."""
        event.stop()
        event.prevent_default()
        self.replace(pasted(event), *self.selection)

    async def action_submit(self) -> None:
        """Hand the text on."""
        self._entered(self.value)


def pasted(event: events.Paste) -> str:
    """The first line of what was pasted that has anything, fit to be shown."""
    lines = event.text.strip().splitlines() or [""]
    return "".join(letter if letter.isprintable() else UNPRINTABLE for letter in lines[0])


async def run_bound(app: App[Any], key: str) -> bool:
    """Do what the key is bound to where the focus is; whether it is bound to anything."""
    # What Textual itself does once a key has come back to the app; it has no public name.
    return await app._check_bindings(key, priority=True) or await app._check_bindings(key)
