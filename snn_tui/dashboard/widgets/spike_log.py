"""SpikeLog: the spikes as they come, newest at the bottom, following unless scrolled up."""

from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip

from engine.live.frame import Frame
from engine.numerics.time_stamps import time_texts
from snn_tui.dashboard.widgets.hands import parted_by_hands, told_of_hand
from snn_tui.dashboard.widgets.hint import Hint
from snn_tui.dashboard.widgets.spike_history import Entry, Skipped, Spike, SpikeHistory
from snn_tui.dashboard.widgets.styled_widget import StyledWidget

WHEEL_LINES = 3
TRACK, THUMB = "│", "┃"
DRAWN_EVERY_S = 0.2
"""Nobody reads lines that move more often, and a page of them is a fifth of a frame's work."""


class SpikeLog(StyledWidget, can_focus=True):
    """A window on a SpikeHistory of all neurons, or of one."""

    STYLE_PREFIX = "spike-log"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"spike-log--{part}" for part in ("spike", "chosen", "skipped", "note", "track", "thumb")
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll(-1)", "Scroll up", show=False),
        Binding("down,j", "scroll(1)", "Scroll down", show=False),
        Binding("pageup", "scroll_page(-1)", "Page up", show=False),
        Binding("pagedown", "scroll_page(1)", "Page down", show=False),
        Binding("home", "scroll_page(-10000)", "Oldest", show=False),
        Binding("end", "follow", "Newest", show=False),
    ]

    hints = (
        Hint("↑ ↓", "scroll", "up", 0),
        Hint("PgUp PgDn", "page", "pageup", 3),
        Hint("End", "newest", "end", 2),
        Hint("Esc", "leave", "escape", 1),
    )

    class Clicked(Message):
        """The user clicked the spike of a neuron."""

        def __init__(self, neuron: int) -> None:
            self.neuron = neuron
            super().__init__()

    def __init__(self) -> None:
        super().__init__(id="log")
        self.filtered = False
        self._chosen: int | None = None
        self._all = SpikeHistory()
        self._one = SpikeHistory()
        self._one_is_partial = False
        """Whether spikes were skipped of which nobody knows whose they were."""
        self._widest = 0
        """Length of the longest line there could be; if it does not fit all are shortened."""
        self._from_end = 0
        """Lines between the bottom of the window and the newest entry; 0 follows."""
        self._anew: Frame | None = None
        """Whose spikes are to be drawn in place of what is."""
        self._undrawn = 0
        """Entries that came since the log was drawn, at wall time `_drawn_s`."""
        self._drawn_s = 0.0

    @property
    def history(self) -> SpikeHistory:
        """The entries that are shown."""
        return self._one if self.filtered else self._all

    @property
    def following(self) -> bool:
        """Whether the newest entry is in sight."""
        return self._from_end == 0

    def show(self, frame: Frame, now: float) -> None:
        """Add a frame's spikes, at wall time `now`."""
        if self._anew is not None:
            self._begin_with(self._anew, now)
        before = self.history.added
        self._add(frame, now)
        self._say()
        added = self.history.added - before
        if not self.following:
            self._from_end += added
        self._undrawn += added
        self.pass_time(now)

    def show_anew(self, frame: Frame, now: float) -> None:
        """Show a frame's spikes alone, at wall time `now`; what was before is of another time."""
        self._anew = frame
        self.pass_time(now)

    def pass_time(self, now: float) -> None:
        """Draw what is new; after a while without spikes the first one at once."""
        if self._anew is not None and now - self._drawn_s >= DRAWN_EVERY_S:
            self._begin_with(self._anew, now)
        if self._undrawn and now - self._drawn_s >= DRAWN_EVERY_S:
            self._drawn_s = now
            self.action_scroll(0)

    def note(self, text: str) -> None:
        """Add a line that is no spike."""
        self._all.note(text)
        self._one.note(text)
        self._from_end += not self.following
        self.action_scroll(0)

    def choose(self, neuron: int | None) -> None:
        """The neuron that is marked, and that the filter lets through."""
        if neuron != self._chosen:
            self._chosen = neuron
            self._one_is_partial = False
            if neuron is not None:
                self._one = self._all.of_neuron(neuron)
            if self.filtered:
                self._from_end = 0
            self._redraw()

    def clear(self) -> None:
        """Forget everything: another network runs."""
        self._forget(self._all.page)
        self._redraw()

    def _begin_with(self, frame: Frame, now: float) -> None:
        page = self._all.page
        # Whatever has room in a frame is worth a line, for nothing follows on it soon.
        self._forget(max(page, frame.spike_step.size))
        self._add(frame, now)
        self._all.page = self._one.page = page
        self._drawn_s = now
        self.action_scroll(0)

    def _forget(self, page: int) -> None:
        self._all, self._one = SpikeHistory(page), SpikeHistory(page)
        self._anew = None
        self._one_is_partial = False
        self._from_end = self._widest = 0

    def toggle_filter(self) -> None:
        """Show all spikes, or those of the chosen neuron."""
        self.filtered = not self.filtered
        self._from_end = 0
        self._redraw()

    def action_scroll(self, lines: int) -> None:
        """Move the window by so many lines, down being positive."""
        surplus = max(0, len(self.history.entries) - self.content_size.height)
        self._from_end = min(max(self._from_end - lines, 0), surplus)
        self._redraw()

    def action_scroll_page(self, pages: int) -> None:
        """Move the window by so many times its height."""
        self.action_scroll(pages * max(1, self.content_size.height - 1))

    def action_follow(self) -> None:
        """Return to the newest entry."""
        self._from_end = 0
        self._redraw()

    def on_resize(self) -> None:
        """A page of history is what the window holds."""
        self._all.page = self._one.page = max(1, self.content_size.height - 1)
        self.action_scroll(0)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Into the past."""
        event.stop()
        self.action_scroll(-WHEEL_LINES)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Towards the newest."""
        event.stop()
        self.action_scroll(WHEEL_LINES)

    def on_click(self, event: events.Click) -> None:
        """Choose the neuron of the spike under the mouse."""
        offset = event.get_content_offset(self)
        entry = None if offset is None else self._entry(offset.y)
        if isinstance(entry, Spike):
            self.post_message(self.Clicked(entry.neuron))

    def render_line(self, y: int) -> Strip:
        """One entry, and the scroll bar's piece beside it."""
        width = self.content_size.width
        entry = self._entry(y)
        text, part = ("", "spike") if entry is None else self._words(entry, width - 1)
        style = self.style_of(part)
        line = Strip([Segment(text, style)]).adjust_cell_length(max(0, width - 1), style)
        return Strip([*line, self._bar(y)]).adjust_cell_length(width, style)

    def _add(self, frame: Frame, now: float) -> None:
        for part in parted_by_hands(frame):
            self._add_spikes(part, now)
            for hand in part.hands:
                self._all.note(told_of_hand(hand, frame.status))
                self._one.note(told_of_hand(hand, frame.status))

    def _add_spikes(self, frame: Frame, now: float) -> None:
        times = time_texts(frame.spike_step, frame.status.dt_ms)
        self._all.add(times, frame.spike_neuron, frame.skipped, now)
        if times:
            words = len(f"t={times[-1]}: neuron {frame.spike_neuron.max()} is spiking")
            self._widest = max(self._widest, words)
        mine = frame.spike_neuron == (-1 if self._chosen is None else self._chosen)
        mine_at = [time for time, is_mine in zip(times, mine.tolist(), strict=True) if is_mine]
        self._one.add(mine_at, frame.spike_neuron[mine], 0, now)
        if frame.skipped and not self._one_is_partial:
            self._one_is_partial = True
            self._redraw()

    def _redraw(self) -> None:
        self._undrawn = 0
        self._say()
        self.refresh()

    def _say(self) -> None:
        """Tell whose spikes these are, and what is not in sight."""
        whose = f"neuron {self._chosen}" if self.filtered else "all"
        title = f"Spikes · {whose} · t in ms"
        share = self.history.share
        skipped = f"the newest {_percent(share)} of all" if share < 1 else ""
        if self.filtered and self._one_is_partial:
            skipped = "too fast to show all"
        paused = "" if self.following else f"{self._from_end:,} newer, l follows"
        subtitle = paused or skipped
        self.caption(title, subtitle)

    def _entry(self, y: int) -> Entry | None:
        entries = self.history.entries
        shown = len(entries) - (self._from_end or self._undrawn)
        index = shown - min(self.content_size.height, shown) + y
        return entries[index] if 0 <= index < shown else None

    def _words(self, entry: Entry, width: int) -> tuple[str, str]:
        match entry:
            case Spike(time, neuron):
                part = "chosen" if neuron == self._chosen else "spike"
                spike = f"t={time}: neuron {neuron}"
                return f"{spike} is spiking" if self._widest <= width else spike, part
            case Skipped(count):
                return f"… {count:,} more skipped", "skipped"
            case _:
                return f"» {entry.text}", "note"

    def _bar(self, y: int) -> Segment:
        height, total = self.content_size.height, len(self.history.entries)
        track = Segment(" ", self.style_of("track"))
        if total <= height:
            return track
        size = max(1, height * height // total)
        top = round((total - self._from_end - height) / (total - height) * (height - size))
        if top <= y < top + size:
            return Segment(THUMB, self.style_of("thumb"))
        return Segment(TRACK, track.style)


def _percent(share: float) -> str:
    """Two digits, so that no share looks like nothing or like all."""
    percent = 100 * share
    return f"{min(percent, 99):.0f} %" if percent >= 10 else f"{percent:.2g} %"
