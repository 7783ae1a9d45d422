"""LineCache: the lines of a widget that draws itself, each made once for each change."""

from rich.segment import Segment
from rich.style import Style
from textual._styles_cache import StylesCache
from textual.color import Color
from textual.filter import ANSIToTruecolor
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class LineCache(StylesCache):
    """Stands in for the toolkit's, which looks all styles up anew for each line that is drawn, and
    takes each line, drawn or not, through all filters for each picture.

    Beside the content there may be a border and padding, the same in each line.
    """

    def __init__(self) -> None:
        super().__init__()
        self._before: dict[int, Strip] = {}
        """What was shown until all was to be drawn anew."""
        self._borders: dict[int, Strip] = {}
        """Lines above and below the content, as long as `_words`, which stand in them, stay."""
        self._words: tuple[object, ...] = ()
        self._edges: tuple[list[Segment], list[Segment]] | None = None
        """What stands left and right of the content."""
        self._background, self._blank = Color(0, 0, 0), Style.null()

    def clear(self) -> None:
        """All is to be drawn anew; what turns out the same stays the same object."""
        self._before |= self._cache
        super().clear()

    def forget_styles(self) -> None:
        """Look all up again."""
        self._edges, self._words = None, ()

    def render_widget(self, widget: Widget, crop: Region) -> list[Strip]:
        """The widget's lines, of which those are drawn that changed."""
        width = widget.region.width
        if width != self._width:
            self.clear()
            self._width, self._words = width, ()
        stale = [y for y in crop.line_range if y in self._dirty_lines or y not in self._cache]
        if stale:
            self._draw(widget, stale)
        strips = [self._cache[y] for y in crop.line_range]
        first, end = crop.column_span
        return strips if (first, end) == (0, width) else [s.crop(first, end) for s in strips]

    def _draw(self, widget: Widget, stale: list[int]) -> None:
        """Draw these lines: content between the edges, and all else as the toolkit does."""
        top, (columns, rows) = widget.styles.gutter.top, widget.content_region.size
        self._heed_words(widget, rows)
        # What is drawn is in the themes' colours, which need not be made true.
        filters = [f for f in widget.get_line_filters() if not isinstance(f, ANSIToTruecolor)]
        for y in stale:
            if not top <= y < top + rows:
                self._cache[y] = self._border(widget, y)
            elif self._edges is None:
                self._cache[y] = self._drawn_by_toolkit(widget, y)
                self._take_edges(widget, self._cache[y])
            else:
                segments = self._between_edges(widget.render_line(y - top), columns)
                for each in filters:
                    segments = each.apply(segments, self._background)
                before = self._cache.get(y) or self._before.get(y)
                if before is None or before._segments != segments:
                    before = Strip(segments, self._width)
                self._cache[y] = before
        self._dirty_lines.difference_update(stale)

    def _heed_words(self, widget: Widget, rows: int) -> None:
        """Draw borders anew if other words stand in them, or others are the last."""
        words = (widget._border_title, widget._border_subtitle, rows)
        if words != self._words:
            self._words = words
            self._borders.clear()

    def _border(self, widget: Widget, y: int) -> Strip:
        if y not in self._borders:
            self._borders[y] = self._drawn_by_toolkit(widget, y)
        return self._borders[y]

    def _drawn_by_toolkit(self, widget: Widget, y: int) -> Strip:
        [strip] = super().render_widget(widget, Region(0, y, self._width, 1))
        return strip

    def _between_edges(self, content: Strip, columns: int) -> list[Segment]:
        assert self._edges is not None
        left, right = self._edges
        missing = columns - content.cell_length
        if missing < 0:
            return [*left, *content.crop(0, columns), *right]
        if missing > 0:
            right = [Segment(" " * missing, self._blank), *right]
        return [*left, *content, *right]

    def _take_edges(self, widget: Widget, line: Strip) -> None:
        """Let other lines begin and end as this one."""
        gutter = widget.styles.gutter
        left, right = line.crop(0, gutter.left), line.crop(self._width - gutter.right, self._width)
        self._edges = list(left), list(right)
        base, self._background = widget.background_colors
        self._blank = Style(bgcolor=(base + self._background).rich_color)
