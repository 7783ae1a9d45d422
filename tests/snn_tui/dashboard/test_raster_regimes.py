"""Brunel's regimes told apart by the raster: how even its ink is, and how fast it beats."""

import numpy as np
import pytest

from engine import Simulation
from engine.gallery import from_gallery
from engine.live.commands import WatchRaster
from engine.live.pulses import Pulses
from engine.live.raster_watch import RasterWatch
from engine.live.weights import Ends
from engine.recording.spikes import spikes_at
from snn_tui.dashboard.drawing.halftone import Density, halftone

COLUMNS, COLUMN_STEPS, COLUMN_S = 250, 10, 0.001
SETTLED_STEPS = 1500


def ink_of(name):
    """The share of dots drawn in each column, of the excitatory neurons after a while."""
    simulation = Simulation(from_gallery(name))
    simulation.advance(SETTLED_STEPS)
    watch = RasterWatch(
        [Ends("excitatory", 0, 10_000), Ends("inhibitory", 10_000, 2500)], Pulses().between
    )
    watch.watch(WatchRaster(lines=26, columns=COLUMNS, column_steps=COLUMN_STEPS))
    steps = COLUMNS * COLUMN_STEPS
    spikes = simulation.advance(steps)
    watch.add(spikes_at(spikes.step - SETTLED_STEPS, spikes.neuron), steps)
    raster = watch.picture()
    counts = raster.counts[: raster.bands[0].rows]
    density = Density()
    density.include(counts)
    return halftone(counts, density.full, 0).mean(axis=0)


def beat_hz(ink):
    """The strongest frequency of the ink."""
    spectrum = np.abs(np.fft.rfft(ink - ink.mean()))
    return spectrum.argmax() / (COLUMNS * COLUMN_S)


@pytest.mark.compiled
def test_even_ink_is_asynchronous_and_stripes_are_fast_or_slow():
    ink = {name: ink_of(f"brunel-2000-{name}") for name in ("ai", "si-fast", "si-slow")}
    uneven = {name: each.std() / each.mean() for name, each in ink.items()}
    assert uneven["ai"] < 0.65
    assert min(uneven["si-fast"], uneven["si-slow"]) > 0.8
    assert 150 < beat_hz(ink["si-fast"]) < 210
    assert 17 < beat_hz(ink["si-slow"]) < 28
