"""GalleryDialog: the networks that come with the program, each with what to look for."""

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from engine.description.network import Network
from engine.gallery import from_gallery, names
from engine.live.run_configuration import DEFAULT_NETWORK
from snn_tui.counted import neurons
from snn_tui.dashboard.dialogs.about import about_text
from snn_tui.dashboard.dialogs.dialog import Dialog
from snn_tui.dashboard.widgets.choice_list import ChoiceList

WIDEST = 70
"""Columns of a line."""
FRAME = 8
"""Columns of the dialog that are no line's: its border, its margins, the scroll bar."""
ROOM_FOR_WORDS = 60
"""Narrower lines say `N 100` as the status line does, not `100 neurons`."""
FEW = 10
"""Single neurons and small circuits have no more."""


class GalleryDialog(Dialog[Network | None]):
    """One of the gallery's networks, or Escape."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,o", "dismiss", "Cancel"),
        Binding("enter", "open", "Open", priority=True),
        Binding("j", "move(1)", "Next", show=False),
        Binding("k", "move(-1)", "Previous", show=False),
        *(Binding(str(n), f"open_number({n})", show=False) for n in range(1, 10)),
    ]

    def __init__(self, current: str) -> None:
        super().__init__()
        self._names = sorted(names(), key=_place)
        self._current = current
        self._options = ChoiceList()
        self._description = Static()

    def compose(self) -> ComposeResult:
        """Names, and under them what the highlighted one is."""
        with Vertical(classes="dialog", id="gallery") as box:
            box.border_title = "Open a network"
            box.border_subtitle = (
                "Enter opens, 1…9 at once · Esc cancels · --network FILE for your own"
            )
            self._options.add_options(Option(_line(name, self._width)) for name in self._names)
            yield self._options
            # Tab reaches it, to scroll what a low terminal has no room for.
            with VerticalScroll(id="about"):
                yield self._description

    def on_mount(self) -> None:
        """Begin with the network that is."""
        if self._current in self._names:
            self._options.highlighted = self._names.index(self._current)

    def on_resize(self) -> None:
        """Fit the lines to the new size."""
        for index, name in enumerate(self._names):
            self._options.replace_option_prompt_at_index(index, _line(name, self._width))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Describe what the cursor is on."""
        network = from_gallery(self._names[event.option_index])
        self._description.update(about_text(network.description, network.look_for, network.source))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open what was clicked."""
        self._leave(event.option_index)

    def action_open(self) -> None:
        """Open what the cursor is on."""
        if self._options.highlighted is not None:
            self._leave(self._options.highlighted)

    def action_open_number(self, number: int) -> None:
        """Open the one that is so far down the list."""
        self._leave(number - 1)

    def action_move(self, lines: int) -> None:
        """Move the cursor."""
        if lines > 0:
            self._options.action_cursor_down()
        else:
            self._options.action_cursor_up()

    @property
    def _width(self) -> int:
        return min(WIDEST, self.app.size.width - FRAME)

    def _leave(self, index: int) -> None:
        self.dismiss(from_gallery(self._names[index]))


def _place(name: str) -> tuple[bool, bool, str]:
    """What is most easily understood comes first."""
    return name != DEFAULT_NETWORK, from_gallery(name).size > FEW, name


def _line(name: str, width: int) -> Text:
    """Title and size, in exactly so many columns."""
    network = from_gallery(name)
    size = neurons(network.size) if width >= ROOM_FOR_WORDS else f"N {network.size:,}"
    title = Text(network.title)
    title.truncate(width - len(size) - 2, overflow="ellipsis", pad=True)
    return Text.assemble(title, "  ", (size, "dim"))
