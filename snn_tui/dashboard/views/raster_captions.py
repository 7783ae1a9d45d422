"""What the frame of a raster says: where the cursor is, and what a dot stands for."""

from engine.live.pulses import Pulse
from engine.live.raster import Band, Raster
from engine.numerics.time_stamps import time_text
from snn_tui.counted import neurons
from snn_tui.dashboard.drawing.pulse_marks import START
from snn_tui.dashboard.widgets.raster_plot import Cursor


def title(raster: Raster, cursor: Cursor | None, size: int, dt_ms: float) -> str:
    """The neurons, the time and the spikes at the cursor; without one, which neurons are seen."""
    bands = raster.bands
    band = None if cursor is None else band_of(raster, cursor.neuron)
    if cursor is None or band is None:
        last = bands[-1].first + bands[-1].size - 1
        return f"neurons {bands[0].first:,}…{last:,} of {size:,}"
    step = raster.end_step - (cursor.back + 1) * raster.column_steps
    row = band.row_of(cursor.neuron)
    place = f"{_neurons(band, row)} · {band.name}"
    if step < max(0, raster.known_step):
        return f"{place} · not known"
    above = sum(each.rows for each in bands[: bands.index(band)])
    spikes = int(raster.counts[above + row, -1 - cursor.back])
    told = "1 spike" if spikes == 1 else f"{spikes:,} spikes"
    return f"{place} · {time_text(step, dt_ms)} ms · {told}"


def subtitle(raster: Raster, dt_ms: float, full: int, width: int, *, is_past: bool) -> str:
    """What a dot stands for, and what time is in sight, as far as there is room."""
    column_ms = raster.column_steps * dt_ms
    most = max(-(-band.size // band.rows) for band in raster.bands)
    is_exact = all(band.size == most * band.rows for band in raster.bands)
    about = "" if is_exact or most == 1 else "up to "
    parts = [
        *(["the past, End: now"] if is_past else []),
        *([_pulse(raster.pulses[-1], dt_ms)] if raster.pulses else []),
        f"a dot: {about}{neurons(most)}, {column_ms:g} ms",
        *([f"full at {full:,} spikes"] if full > 1 else []),
        f"{raster.counts.shape[1] * column_ms / 1000:.3g} s",
    ]
    while len(" · ".join(parts)) > width and len(parts) > 1:
        parts.pop()
    return " · ".join(parts)


def _pulse(pulse: Pulse, dt_ms: float) -> str:
    """The newest pulse that is in sight: when it began, and into whom."""
    into = "all neurons" if pulse.neuron is None else f"neuron {pulse.neuron:,}"
    begun = time_text(pulse.start_step, dt_ms)
    return f"{START} I{pulse.amplitude:+g} into {into} at {begun} ms"


def band_of(raster: Raster, neuron: int) -> Band | None:
    """The band that a neuron is in, if it is in sight."""
    return next((b for b in raster.bands if b.first <= neuron < b.first + b.size), None)


def neuron_beside(raster: Raster, neuron: int, down: int) -> int:
    """The first neuron of the row below (1) or above (-1) that of a neuron."""
    # Where the cursor is ahead of the picture, rows are about as large as those in sight.
    band = band_of(raster, neuron) or raster.bands[-1 if down > 0 else 0]
    row = band.row_of(neuron) + down
    if not down:
        return neuron
    if 0 <= row < band.rows:
        return band.first_of(row)
    ahead = neuron + down * max(1, band.size // band.rows)
    edge = band.first + band.size if down > 0 else band.first - 1
    beside = max(edge, ahead) if down > 0 else min(edge, ahead)
    return min(max(0, beside), raster.populations[-1].last)


def _neurons(band: Band, row: int) -> str:
    """The neurons of a row."""
    first, last = band.first_of(row), band.first_of(row + 1) - 1
    return f"neuron {first:,}" if first == last else f"neurons {first:,}…{last:,}"
