"""StyledWidget: a widget that draws its own lines, with its component styles at hand."""

from typing import ClassVar

from rich.style import Style
from textual.content import Content
from textual.widget import Widget

from snn_tui.dashboard.widgets.line_cache import LineCache


class StyledWidget(Widget):
    """Keeps the style of each part, which the toolkit would look up anew at every refresh."""

    STYLE_PREFIX: ClassVar[str]
    """Component classes are named so, with `--part` after it."""
    _part_styles: dict[str, Style] | None = None
    _styles_cache: LineCache
    _captions: tuple[str, str] = ("", "")

    def __init__(self, *children: Widget, id: str | None = None) -> None:
        super().__init__(*children, id=id)
        self._styles_cache = LineCache()

    def style_of(self, part: str) -> Style:
        """The style of this part."""
        if self._part_styles is None:
            self._part_styles = {}
        if part not in self._part_styles:
            self._part_styles[part] = self.get_component_rich_style(f"{self.STYLE_PREFIX}--{part}")
        return self._part_styles[part]

    def caption(self, title: str, subtitle: str) -> None:
        """Put these words into the frame; square brackets are no markup."""
        if (title, subtitle) != self._captions:
            self._captions = title, subtitle
            self.border_title = Content(title)
            self.border_subtitle = Content(subtitle)

    def notify_style_update(self) -> None:
        """Look all up again: the theme or the widget's state has changed."""
        self._part_styles = None
        self._styles_cache.forget_styles()
        super().notify_style_update()
