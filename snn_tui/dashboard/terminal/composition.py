"""Composition: of a screen that changed in parts, those parts and nothing else."""

from collections.abc import Iterator

from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip

Part = tuple[int, int, Strip]
"""Of a line: its first column, where it ends, and what is seen there."""
Gap = tuple[int, int]
"""Columns of a line that nothing was found for yet, the last one not included."""


class ChangedParts(Compositor):
    """Takes what changed from the foremost widget there.

    The toolkit's takes all lines of all widgets in sight, and cuts each line wherever any widget
    begins or ends, which is most of a picture's work.
    """

    def render_partial_update(self) -> ChopsUpdate | None:
        """What changed since the last picture; None if nothing did."""
        width, height = self.size
        regions = {self.size.region.intersection(each) for each in self._dirty_regions}
        self._dirty_regions.clear()
        spans = list(self._regions_to_spans(regions))
        if not spans:
            return None
        gaps: dict[int, list[Gap]] = {}
        for y, first, end in spans:
            gaps.setdefault(y, []).append((first, end))
        chops: list[dict[int, Strip | None]] = [{} for _ in range(height)]
        ends = [[width]] * height
        for y, parts in self._found(gaps).items():
            parts.sort(key=lambda part: part[0])
            chops[y] = {first: strip for first, _, strip in parts}
            ends[y] = [*(end for _, end, _ in parts), width]
        return ChopsUpdate(chops, spans, ends)

    def _found(self, gaps: dict[int, list[Gap]]) -> dict[int, list[Part]]:
        """What fills these gaps, line by line, from the front to the back."""
        found: dict[int, list[Part]] = {y: [] for y in gaps}
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            lines = [y for y in seen.line_range if y in gaps and _overlaps(gaps[y], seen)]
            strips = widget.render_lines(seen.translate(-region.offset)) if lines else []
            for y in lines:
                strip = strips[y - seen.y]
                found[y] += [
                    (first, end, strip.crop(first - seen.x, end - seen.x))
                    for first, end in _filled(gaps[y], seen)
                ]
                gaps[y] = list(_left(gaps[y], seen))
                if not gaps[y]:
                    del gaps[y]
            if not gaps:
                break
        return found


class PartlyDrawnScreen(Screen[None]):
    """A screen that is composed so."""

    def __init__(self) -> None:
        super().__init__(id="_default")
        self._compositor = ChangedParts()


def _overlaps(gaps: list[Gap], seen: Region) -> bool:
    return any(first < seen.right and end > seen.x for first, end in gaps)


def _filled(gaps: list[Gap], seen: Region) -> Iterator[Gap]:
    """What of these gaps is seen."""
    for first, end in gaps:
        left, right = max(first, seen.x), min(end, seen.right)
        if left < right:
            yield left, right


def _left(gaps: list[Gap], seen: Region) -> Iterator[Gap]:
    """What of these gaps is not seen."""
    for first, end in gaps:
        if first < min(end, seen.x):
            yield first, min(end, seen.x)
        if max(first, seen.right) < end:
            yield max(first, seen.right), end
