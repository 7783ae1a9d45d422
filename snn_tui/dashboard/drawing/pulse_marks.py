"""Where pulses that were given by hand stand in a raster: which characters are theirs."""

import re
from itertools import groupby

from engine.live.pulses import Pulse
from engine.live.raster import Raster
from snn_tui.dashboard.drawing.braille import DOTS_ACROSS

START = "↑"
LASTING = "─"
_TICK = re.compile(r"└\S+ s")


def cells_of(pulse: Pulse, raster: Raster) -> range:
    """The characters that it lasted over; none if that is out of sight."""
    columns = raster.counts.shape[1]
    start = raster.end_step - columns * raster.column_steps
    first = max(0, (pulse.start_step - start) // raster.column_steps)
    last = min(columns - 1, (pulse.end_step - 1 - start) // raster.column_steps)
    return range(first // DOTS_ACROSS, last // DOTS_ACROSS + 1) if first <= last else range(0)


def axis_with_pulses(axis: str, raster: Raster) -> list[tuple[str, bool]]:
    """The axis in parts, and whether each is a pulse's; a tick that one would hide goes."""
    marks = dict.fromkeys((at for each in raster.pulses for at in cells_of(each, raster)), LASTING)
    start = raster.end_step - raster.counts.shape[1] * raster.column_steps
    for pulse in raster.pulses:
        cells = cells_of(pulse, raster)
        if cells and pulse.start_step >= start:
            marks[cells[0]] = START

    def kept(tick: re.Match[str]) -> str:
        is_free = marks.keys().isdisjoint(range(*tick.span()))
        return tick.group() if is_free else " " * len(tick.group())

    text = _TICK.sub(kept, axis)
    marked = [(marks.get(at, blank), at in marks) for at, blank in enumerate(text)]
    return [
        ("".join(character for character, _ in part), is_pulse)
        for is_pulse, part in groupby(marked, key=lambda each: each[1])
    ]
