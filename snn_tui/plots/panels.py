"""Populations' bars: all in one panel, or a panel for each."""

from typing import NamedTuple

from snn_tui.plots.figure import Bars, Medium, Panel, Ruler, Series

ROOM = 1.05
"""Of the highest bar, how high an axis is."""
MOST_TOGETHER = 4
"""Populations; the bars of more could not be told apart in one panel."""


class Told(NamedTuple):
    """What is told of a population. words: its number, in words."""

    name: str
    words: str
    bars: Bars


def panels_of(told: list[Told], label: str, medium: Medium) -> tuple[Panel, ...]:
    """The panels; those with one population each have each its own range."""
    is_stacked = medium.is_stacked or len(told) > MOST_TOGETHER
    headings = [f"{each.name}: {each.words}" if each.name else each.words for each in told]
    series = [Series(each.bars, number) for number, each in enumerate(told)]
    if is_stacked or len(told) == 1:
        return tuple(
            Panel(_ruler(label, [each]), (own,), heading)
            for each, own, heading in zip(told, series, headings, strict=True)
        )
    named = [
        Series(own.mark, own.colour, heading) for own, heading in zip(series, headings, strict=True)
    ]
    return (Panel(_ruler(label, told), tuple(named)),)


def _ruler(label: str, told: list[Told]) -> Ruler:
    top = max(float(each.bars.heights.max()) for each in told)
    return Ruler(label, 0.0, ROOM * top or 1.0)
