"""Synapses in a file, CSV or npy: a row for each, as `--headless weights` writes them."""

import os
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.connections.listed import Listed
from engine.description.frozen_sequence import FrozenSequence
from engine.description.units import with_unit
from engine.errors import InvalidValueError
from engine.limits import LARGEST, MAX_DELAY_MS, MAX_NEURONS
from engine.number_file import Columns, read_rows
from engine.quoting import shown
from engine.validation import file_name, instance, number

SOURCE, TARGET, WEIGHT, DELAY_MS = range(4)
ROW = "a source, a target, a weight and perhaps a delay such as 0,12,0.5,1.5"


def load_synapses(
    path: str | os.PathLike[str],
    source: range,
    target: range,
    unit: str = "",
    delay_ms: float | None = 0.0,
) -> Listed:
    """The synapses between two populations, from a CSV or npy file.

    source, target: the neurons of each population, counted through the network, as in
    range(800, 1000); so they are counted in the file, within their populations in what is
    returned. CSV: rows `source,target,weight,delay_ms`, perhaps after a line that says just that,
    where the weight has its unit at the end, as in weight_mV. npy: numbers of shape (synapses, 4).
    The last column may be left out. delay_ms: the projection's own, 0 if it has none, None if it
    is drawn; where all synapses have it, `delays_ms` is left to it.

    Raises DescriptionError for any other file, naming its line, InvalidValueError for what is no
    range of neurons, no unit or no delay.
    """
    path, unit = Path(file_name("path", path)), instance("unit", unit, str)
    delay_ms = None if delay_ms is None else number("delay_ms", delay_ms)
    ends = (("source", SOURCE, source), ("target", TARGET, target))
    for name, _, neurons in ends:
        _require_neurons(name, neurons)
    rows = read_rows(path, columns_of(unit))
    for name, column, neurons in ends:
        rows.require_neurons(name, column, neurons.start, neurons.stop - 1)
    weight = with_unit("weight", unit)
    rows.require_within(weight, WEIGHT, -LARGEST, LARGEST, f"finite and within {LARGEST:g} of 0")
    numbers, delays_ms = rows.numbers, np.empty(0)
    if numbers.shape[1] > DELAY_MS:
        rows.require_within("delay_ms", DELAY_MS, 0.0, MAX_DELAY_MS, f"from 0 to {MAX_DELAY_MS:g}")
        if delay_ms is None or not _are_all(numbers[:, DELAY_MS], delay_ms):
            delays_ms = numbers[:, DELAY_MS]
    pairs = numbers[:, : TARGET + 1] - (source.start, target.start)
    listed = pairs.astype(np.int64), numbers[:, WEIGHT], delays_ms
    return Listed(*map(FrozenSequence, listed))


def columns_of(unit: str) -> Columns:
    """What such a file has, weights being in this unit."""
    names = ("source", "target", with_unit("weight", unit), "delay_ms")
    return Columns("synapses", ROW, names, DELAY_MS)


def _are_all(delays_ms: NDArray[np.float64], delay_ms: float) -> bool:
    """Whether they are this one, as exactly as steps of time are told apart."""
    return bool((np.abs(delays_ms - delay_ms) <= 1e-9 * max(1.0, delay_ms)).all())


def _require_neurons(name: str, neurons: range) -> None:
    """Raise InvalidValueError unless it is a range of a population's neurons."""
    legal = instance(name, neurons, range)
    if not (legal.step == 1 and 0 <= legal.start < legal.stop <= MAX_NEURONS):
        message = f"must be a range of neurons such as range(800, 1000), not {shown(neurons)}"
        raise InvalidValueError(f"{name} {message}")
