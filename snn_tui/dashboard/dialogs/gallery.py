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
from snn_tui.dashboard.dialogs.dialog import Dialog
from snn_tui.dashboard.widgets.choice_list import ChoiceList

LONGEST_TITLE, WIDEST_TITLE = 46, 55
"""Columns for a network's title, at least and at most."""
FEW = 10
"""Single neurons and small circuits have no more."""
BESIDE_TITLE = 21
"""Columns for its size and the dialog's frame."""


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
            title = max(LONGEST_TITLE, min(WIDEST_TITLE, self.app.size.width - BESIDE_TITLE))
            self._options.add_options(Option(_line(name, title)) for name in self._names)
            yield self._options
            # Tab reaches it, to scroll what a low terminal has no room for.
            with VerticalScroll(id="about"):
                yield self._description

    def on_mount(self) -> None:
        """Begin with the network that is."""
        if self._current in self._names:
            self._options.highlighted = self._names.index(self._current)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Describe what the cursor is on."""
        network = from_gallery(self._names[event.option_index])
        self._description.update(_description(network))

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

    def _leave(self, index: int) -> None:
        self.dismiss(from_gallery(self._names[index]))


def _place(name: str) -> tuple[bool, bool, str]:
    """What is most easily understood comes first."""
    return name != DEFAULT_NETWORK, from_gallery(name).size > FEW, name


def _line(name: str, title: int) -> Text:
    network = from_gallery(name)
    return Text.assemble(f"{network.title:<{title}}", (f"{network.size:>7,} neurons", "dim"))


def _description(network: Network) -> Text:
    return Text.assemble(
        network.description,
        "\n\n",
        ("Look for: ", "bold"),
        network.look_for,
        "\n\n",
        (network.source, "dim"),
    )
