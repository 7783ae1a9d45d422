"""Neurodata Without Borders: units with their spike times, and time series in SI units."""

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import h5py
import numpy as np

from engine.numerics.time_stamps import time_ms
from engine.quoting import escaped
from engine.toml.writing import network_text
from snn_tui.headless.exports.excerpt import Excerpt
from snn_tui.headless.exports.lent_file import LentFile
from snn_tui.headless.exports.trains import Trains, trains_of

if TYPE_CHECKING:
    from pynwb import NWBFile
    from pynwb.misc import Units

PASSES = 1
START = datetime(2000, 1, 1, tzinfo=UTC)
"""Of the session, which the format asks for: simulated time has no date."""
SI = {
    "": ("a.u.", 1.0),
    "mV": ("volts", 1e-3),
    "nA": ("amperes", 1e-9),
    "pA": ("amperes", 1e-12),
    "uA_per_cm2": ("amperes/meter^2", 1e-2),
}
"""Unit, and how much of it one of ours is."""


def write(excerpt: Excerpt, file: LentFile) -> None:
    """Write the file."""
    from pynwb import NWBHDF5IO  # noqa: PLC0415 - takes seconds

    made = nwb_file(excerpt)
    with h5py.File(file, "w") as library, NWBHDF5IO(file=library, mode="w") as io:
        io.write(made)


def nwb_file(excerpt: Excerpt) -> "NWBFile":
    """Units with the numbers of neurons as ids, and in acquisition what was sampled.

    The identifier follows from what is in it, so that the same recording has the same.
    """
    from pynwb import NWBFile  # noqa: PLC0415

    network = excerpt.recording.network
    described = network_text(network)
    digest = hashlib.sha256(described.encode())
    digest.update(np.array([excerpt.first_step, excerpt.end_step], "<i8").tobytes())
    trains = trains_of(excerpt)
    for array in (trains.neurons, trains.ends, trains.times_ms):
        digest.update(np.ascontiguousarray(array).tobytes())
    series = [one for name in excerpt.recording.sampled for one in _series(excerpt, name, digest)]
    made = NWBFile(
        session_description=f"Simulation of {escaped(network.title)}, seed {network.seed}",
        identifier=digest.hexdigest(),
        session_start_time=START,
        experiment_description=escaped(network.description) or None,
        source_script=described,
        source_script_file_name="network.toml",
        keywords=["simulation", "spiking neural network"],
    )
    made.units = _units(excerpt, trains)
    for one in series:
        made.add_acquisition(one)
    return made


def _units(excerpt: Excerpt, trains: Trains) -> "Units":
    from hdmf.backends.hdf5 import H5DataIO  # noqa: PLC0415 - comes with PyNWB
    from hdmf.common import VectorData, VectorIndex  # noqa: PLC0415
    from pynwb.misc import Units  # noqa: PLC0415

    count = len(trains.neurons)
    names = np.array(excerpt.names, object)
    times = VectorData(
        name="spike_times",
        description="times of spikes in seconds",
        data=H5DataIO(trains.times_ms / 1000, compression="gzip", compression_opts=1),
    )
    observed = VectorData(
        name="obs_intervals",
        description="what was simulated",
        data=np.tile([excerpt.from_ms / 1000, excerpt.to_ms / 1000], (count, 1)),
    )
    population = VectorData(
        name="population",
        description="name of the population",
        data=names[excerpt.population_of(trains.neurons)].tolist(),
    )
    columns = [
        times,
        VectorIndex(name="spike_times_index", data=trains.ends, target=times),
        observed,
        VectorIndex(name="obs_intervals_index", data=np.arange(1, count + 1), target=observed),
        population,
    ]
    return Units(
        name="units",
        description="neurons of the network, by their numbers",
        id=trains.neurons.tolist(),
        columns=columns,
        colnames=["spike_times", "obs_intervals", "population"],
        resolution=excerpt.recording.dt_ms / 1000,
    )


def _series(excerpt: Excerpt, name: str, digest: Any) -> list[Any]:
    """A series for each neuron of which the variable was sampled."""
    from pynwb import TimeSeries  # noqa: PLC0415

    sampled, dt_ms = excerpt.recording.sampled[name], excerpt.recording.dt_ms
    steps = excerpt.steps_of(name)
    table = excerpt.table(name, steps)
    digest.update(f"{name} {sampled} {steps}".encode())
    digest.update(table.tobytes())
    unit, conversion = SI[sampled.unit]
    return [
        TimeSeries(
            name=f"{name}_{neuron}",
            description=f"variable {name} of neuron {neuron}",
            data=np.ascontiguousarray(table[:, place]),
            unit=unit,
            conversion=conversion,
            starting_time=time_ms(steps.start, dt_ms) / 1000,
            rate=1000 / (steps.step * dt_ms),
        )
        for place, neuron in enumerate(sampled.neurons)
    ]
