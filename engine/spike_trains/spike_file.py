"""Spikes in a file, CSV or npy: a row for each, its neuron and its time."""

import os
from pathlib import Path

import numpy as np

from engine.limits import LARGEST, MAX_NEURONS
from engine.number_file import Columns, read_rows
from engine.spike_trains.given_spikes import GivenSpikes
from engine.spike_trains.trains import Trains
from engine.validation import file_name, whole_number

COLUMNS = Columns("spikes", "a neuron and a time such as 3,12.5", ("neuron", "time_ms"), 2)


def load_spikes(path: str | os.PathLike[str], size: int) -> GivenSpikes:
    """The spikes of so many neurons, from a CSV or npy file.

    CSV: rows `neuron,time_ms`, perhaps after a line that says just that. npy: numbers of shape
    (spikes, 2). Neurons count from 0. Raises DescriptionError for any other file, naming its line.
    """
    path, size = Path(file_name("path", path)), whole_number("size", size, 1, MAX_NEURONS)
    rows = read_rows(path, COLUMNS)
    rows.require_neurons("neuron", 0, 0, size - 1)
    rows.require_within("time_ms", 1, 0.0, LARGEST, "finite and at least 0")
    neurons, times_ms = rows.numbers.T
    return GivenSpikes(Trains(neurons.astype(np.int64), times_ms, size))
