"""The one table of what the user can do; bindings, footer, palette and help are made from it."""

from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from textual.binding import Binding, BindingType


@dataclass(frozen=True, slots=True)
class UserAction:
    """One thing the user can do: what it calls, its keys, and how it is called and explained."""

    id: str
    call: str
    """The action of the app or the view, as Textual calls it."""
    keys: str
    """Comma-separated; empty for what is in the palette alone."""
    shown: str
    """The keys as people read them."""
    title: str
    tooltip: str
    group: str
    owner: Literal["app", "view"]
    """Whose action it is."""
    footer: str = ""
    """What the footer calls it; empty if it isn't there."""
    footer_keys: str = ""
    rank: int = 0
    """Footers too narrow for all leave out the highest ranks."""
    priority: bool = False

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


USER_ACTIONS = (
    UserAction("pause", "nudge('paused', 1)", "space", "space", "Pause or go on",
         "Stop the simulation, or let it go on", "Run", "app", "pause", "space"),
    UserAction("step", "step", "full_stop", ".", "Single step",
         "Advance by one step, and pause", "Run", "app", "step", ".", 5),
    UserAction("reset", "reset", "r", "r", "Reset",
         "Start the same network from its beginning", "Run", "app", "reset", "r", 4),
    UserAction("real_time", "nudge('real_time', 1)", "t", "t", "Real time on or off",
         "Keep pace with the wall clock, or run as fast as possible", "Run", "app",
         "real time", "t", 6),
    UserAction("faster", "nudge('speed', 1)", "greater_than_sign", ">", "Faster",
         "Ask for the next higher speed", "Run", "app"),
    UserAction("slower", "nudge('speed', -1)", "less_than_sign", "<", "Slower",
         "Ask for the next lower speed", "Run", "app"),
    UserAction("current_up", "nudge('current', 1)", "plus,equals_sign", "+", "More current",
         "Raise the applied current by 0.1", "Network", "app", "current", "- +", 1),
    UserAction("current_down", "nudge('current', -1)", "minus", "-", "Less current",
         "Lower the applied current by 0.1", "Network", "app"),
    UserAction("size_up", "nudge('size', 1)", "right_square_bracket", "]", "Larger network",
         "Build the next larger network: 1, 2, 5, 10...", "Network", "app", "size", "[ ]", 2),
    UserAction("size_down", "nudge('size', -1)", "left_square_bracket", "[", "Smaller network",
         "Build the next smaller network", "Network", "app"),
    UserAction("open", "open", "o", "o", "Open a network",
         "Choose one of the gallery, with its description", "Network", "app", "open", "o", 7),
    UserAction("coupling", "nudge('coupling', 1)", "c", "c", "Coupling scaled or raw",
         "Weights scaled with the network's size, or as they are", "Network", "app"),
    UserAction("seed", "nudge('seed', 1)", "n", "n", "New seed",
         "Build the network of the next seed", "Network", "app"),
    UserAction("pulse", "pulse(False)", "p", "p", "Pulse into the selected neuron",
         "Inject the current pulse that is set in the controls", "Stimulus", "view",
         "pulse", "p", 3),
    UserAction("pulse_all", "pulse(True)", "P", "P", "Pulse into all neurons",
         "Inject the current pulse that is set in the controls", "Stimulus", "view"),
    UserAction("next", "move(1)", "down,j", "↓ j", "Next neuron",
         "Select the neuron below", "Neurons", "view", "neuron", "↑ ↓", 7),
    UserAction("previous", "move(-1)", "up,k", "↑ k", "Previous neuron",
         "Select the neuron above", "Neurons", "view"),
    UserAction("page_down", "page(1)", "pagedown", "PgDn", "Page down",
         "Select a neuron one page below", "Neurons", "view"),
    UserAction("page_up", "page(-1)", "pageup", "PgUp", "Page up",
         "Select a neuron one page above", "Neurons", "view"),
    UserAction("first", "first", "home", "Home", "First neuron",
         "Select neuron 0", "Neurons", "view"),
    UserAction("last", "last", "end", "End", "Last neuron",
         "Select the last neuron", "Neurons", "view"),
    UserAction("go_to", "go_to", "g", "g", "Go to a neuron",
         "Select a neuron by its number", "Neurons", "app"),
    UserAction("enlarge", "enlarge", "enter,d", "Enter d", "Enlarge the selected neuron",
         "Give its curves most of the screen, or take it back", "View", "view", "enlarge", "d", 10),
    UserAction("wider", "nudge('column', 1)", "right_curly_bracket", "}", "More time in a column",
         "Show a longer past, coarser; starts its history anew", "View", "app"),
    UserAction("narrower", "nudge('column', -1)", "left_curly_bracket", "{",
         "Less time in a column",
         "Show a shorter past, finer; starts its history anew", "View", "app"),
    UserAction("filter", "filter", "f", "f", "Log of one neuron alone",
         "Show all spikes in the log, or those of the selected neuron", "View", "view",
         "filter", "f", 9),
    UserAction("follow", "follow", "l", "l", "Follow the log",
         "Return to the newest spikes", "View", "view"),
    UserAction("controls", "controls", "e", "e", "Edit the controls",
         "Go to the controls: type a value; Enter applies, Tab moves on", "View", "view",
         "edit", "e", 8),
    UserAction("leave", "leave", "escape", "Esc", "Back to the neurons",
         "Leave a control or the log", "View", "view"),
    UserAction("theme", "next_theme", "T", "T", "Next theme",
         "Dark, light or high contrast; remembered", "Program", "app", "theme", "T", 11),
    UserAction("screenshot", "save_screenshot", "ctrl+s", "Ctrl+S", "Screenshot",
         "Save the screen as an SVG file in the current folder", "Program", "app"),
    UserAction("redraw", "redraw", "ctrl+l", "Ctrl+L", "Draw all again",
         "Whatever others wrote over the screen goes", "Program", "app", priority=True),
    UserAction("suspend", "suspend_process", "ctrl+z", "Ctrl+Z", "Suspend",
         "Stop, and return to the shell; fg goes on", "Program", "app", priority=True),
    UserAction("palette", "palette", "ctrl+p", "Ctrl+P", "Command palette",
         "Search everything that can be done", "Program", "app"),
    UserAction("help", "help", "question_mark,f1,h", "?", "Help", "Show all keys", "Program", "app",
         "help", "?"),
    UserAction("quit", "quit", "q", "q", "Quit", "End the simulation and leave", "Program", "app",
         "quit", "q"),
    UserAction("quit_now", "quit", "ctrl+c,ctrl+q", "Ctrl+C", "Quit from anywhere",
         "End the simulation and leave, whatever has the focus", "Program", "app", priority=True),
)  # fmt: skip


BY_ID = {action.id: action for action in USER_ACTIONS}


def bindings() -> list[BindingType]:
    """The app's bindings."""
    return [action.binding for action in USER_ACTIONS]


def groups() -> list[tuple[str, list[UserAction]]]:
    """The actions under the headings of the help screen, in the table's order."""
    return [
        (name, list(actions))
        for name, actions in groupby(USER_ACTIONS, lambda action: action.group)
    ]


def markdown() -> str:
    """The key table of the README."""
    rows = [
        f"| {_code(action.shown)} | {action.title} | {action.tooltip} |" for action in USER_ACTIONS
    ]
    return "\n".join(["| Key | Does | In other words |", "| --- | --- | --- |", *rows])


def _code(shown: str) -> str:
    return " ".join(f"`{key}`" for key in shown.split())
