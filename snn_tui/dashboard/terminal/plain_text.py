"""Words from outside on their way to a terminal: what it may obey is written out, never sent."""

from collections.abc import Sequence
from dataclasses import replace

from rich.cells import cell_len
from rich.segment import Segment
from textual.app import App
from textual.color import Color
from textual.filter import LineFilter
from textual.notifications import SeverityLevel

from engine.live.frame import Frame, Status
from engine.quoting import MOST_OF_TALK, escaped, plain

MOST_OF_TITLE = 200
UNKNOWN = "\ufffd"


class PlainApp(App[None]):
    """An app that shows, tells and copies nothing that a terminal would obey."""

    _has_complaint = False
    """Whether what was told last is a complaint."""

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Tell the user, in place of what was told before; any file may have square brackets."""
        self._has_complaint = False
        super().notify(
            plain(message, MOST_OF_TALK),
            title=plain(title, MOST_OF_TITLE),
            severity=severity,
            timeout=timeout,
            markup=False,
        )

    def on_notify(self) -> None:
        """Forget what was told before: Textual adds the new to it, and draws what there is."""
        self._notifications.clear()

    def complain(self, message: str) -> None:
        """Tell the user what can't be; it is taken back once all is well."""
        self.notify(message, severity="warning")
        self._has_complaint = True

    def take_back(self) -> None:
        """Take a complaint away: what it was about is well now."""
        if self._has_complaint:
            self._has_complaint = False
            self.clear_notifications()

    def copy_to_clipboard(self, text: str) -> None:
        """Copy text, in the lines that it was shown in."""
        super().copy_to_clipboard("\n".join(map(escaped, text.split("\n"))))

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Whatever draws a line, nothing else gets through."""
        return [*super().get_line_filters(), _PRINTABLE]


class Printable(LineFilter):
    """Stands at the last gate: what is not printable keeps its place in the line, and no more."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments, if all is well."""
        if all(segment.text.isprintable() for segment in segments):
            return segments
        return [
            segment
            if segment.text.isprintable() or segment.control
            else Segment("".join(map(_printable, segment.text)), segment.style)
            for segment in segments
        ]


_PRINTABLE = Printable()


def plain_status(status: Status) -> Status:
    """The status with its texts fit to be shown."""
    replayed = status.replayed
    if replayed is not None:
        replayed = replace(
            replayed,
            file=plain(replayed.file, MOST_OF_TITLE),
            version=plain(replayed.version, MOST_OF_TITLE),
        )
    return replace(
        status,
        title=plain(status.title, MOST_OF_TITLE),
        network=plain(status.network, MOST_OF_TITLE),
        error=plain(status.error, MOST_OF_TALK),
        replayed=replayed,
    )


def plain_frame(frame: Frame) -> Frame:
    """The frame with its texts fit to be shown."""
    selected = frame.selected
    if selected is not None:
        selected = replace(selected, population=plain(selected.population, MOST_OF_TITLE))
    weights = frame.weights
    if weights is not None:
        ends = (weights.source, weights.target)
        source, target = (
            replace(each, population=plain(each.population, MOST_OF_TITLE)) for each in ends
        )
        weights = replace(weights, source=source, target=target)
    told = frame.statistics
    if told is not None:
        named = [replace(each, name=plain(each.name, MOST_OF_TITLE)) for each in told.populations]
        told = replace(told, populations=tuple(named))
    status = plain_status(frame.status)
    headed = tuple((plain(name, MOST_OF_TITLE), at) for name, at in frame.rows.populations)
    rows = replace(frame.rows, populations=headed)
    return replace(
        frame, status=status, rows=rows, selected=selected, weights=weights, statistics=told
    )


def _printable(character: str) -> str:
    if character.isprintable():
        return character
    return (" " if character.isspace() else UNKNOWN) * cell_len(character)
