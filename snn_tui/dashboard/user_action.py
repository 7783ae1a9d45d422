"""UserAction: one thing the user can do, declared by whoever does it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from textual.binding import Binding

from engine.live.frame import Status


def always(status: Status) -> bool:
    """Whatever the network is."""
    return True


@dataclass(frozen=True, slots=True)
class UserAction:
    """One thing the user can do: what it calls, its keys, and how it is called and explained."""

    id: str
    call: str
    """The action of the app, or of the view that declares it, as Textual calls it."""
    keys: str
    """Comma-separated; empty for what is in the palette alone."""
    shown: str
    """The keys as people read them."""
    title: str
    tooltip: str
    group: str
    footer: str = ""
    """What the footer calls it; empty if it isn't there."""
    footer_keys: str = ""
    rank: int = 0
    """Footers too narrow for all leave out the highest ranks."""
    priority: bool = False
    needs_shell: bool = False
    """Whether it is for nothing where no shell waits behind the dashboard."""
    does_something: Callable[[Status], bool] = always
    """Whether the footer is to name it: elsewhere its keys say why there is nothing to do."""
    in_replay: Literal["also", "never", "alone"] = "also"
    """Whether it can be done while a recording is replayed, or at no other time."""

    def refusal(self, status: Status) -> str:
        """Why it can't be done to what is shown, in a sentence; mostly nothing."""
        if status.replayed is not None and self.in_replay == "never":
            return f"{self.title}: not in a replay, which shows a run as it was"
        if status.replayed is None and self.in_replay == "alone":
            return f"{self.title}: only in a replay of a recording, snn-tui --replay FILE"
        return ""

    @property
    def binding(self) -> Binding:
        """The binding of its keys, in the app."""
        return Binding(
            self.keys,
            f"do({self.id!r})",
            self.title,
            id=self.id,
            tooltip=self.tooltip,
            key_display=self.shown,
            priority=self.priority,
        )
