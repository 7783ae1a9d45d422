"""Spikes and traces to draw."""

import numpy as np

from snn_tui.plots.data import Column, Group, SpikeData, TraceData, Train
from snn_tui.plots.figure import Medium

SMALL = Medium(columns=80, rows=40, is_stacked=True)


def spikes(time_ms, neuron, sizes=(4,), names=("",), from_ms=0.0, to_ms=100.0, dt_ms=1.0):
    """These spikes of populations of these sizes."""
    firsts = np.cumsum([0, *sizes[:-1]]).tolist()
    groups = tuple(map(Group, names, firsts, sizes))
    train = Train(np.asarray(time_ms, np.float64), np.asarray(neuron, np.int64))
    return SpikeData("A network", train, groups, from_ms, to_ms, dt_ms)


def clock():
    """Two populations: three neurons that spike in turn, and one at the same times as the first."""
    time = np.arange(0.0, 96.0, 8.0)
    first = time[np.arange(12) % 3 == 0]
    neurons = np.concatenate([np.arange(12) % 3, np.full(first.size, 3)])
    return spikes(np.concatenate([time, first]), neurons, (3, 1), ("excitatory", "cell"))


def many(count, size=200):
    """So many spikes, anywhere."""
    rng = np.random.default_rng(1)
    time = rng.integers(0, 100, count)
    return spikes(time, rng.integers(0, size, count), (size,))


def trace(steps=100):
    """A wave, its derivative, and a constant current."""
    time = np.arange(steps) * 1.0
    wave = np.sin(time / 10), np.cos(time / 10), np.full(steps, 5.0)
    columns = (Column("v", "mV"), Column("u"), Column("I", "uA_per_cm2"))
    return TraceData("A neuron", time, columns, np.stack(wave, axis=1))
