"""TypeAhead: an app whose keys act in the order they were typed, however fast they came.

Textual sends a key through the widget with the focus, and looks for its binding when it comes back.
Of keys that arrive together the last is on its way before the first has opened what it is for.
"""

from textual import events
from textual.app import App

from snn_tui.dashboard.widgets.line_input import LineInput, run_bound


class TypeAhead(App[None]):
    """Does what a key is bound to at once; a LineInput, once it has the focus, does so itself."""

    async def on_event(self, event: events.Event) -> None:
        """Act on a key of the terminal before the next one is looked at."""
        is_given = isinstance(event, events.InputEvent | events.Paste) and not event.is_forwarded
        if is_given and (self._exit or not (self.is_running and self.screen_stack)):
            return  # It came before there is a screen, or after an end was asked for.
        if isinstance(event, events.Key) and is_given:
            self.app_focus = True
            if not isinstance(self.focused, LineInput) and await run_bound(self, event.key):
                return
        await super().on_event(event)
