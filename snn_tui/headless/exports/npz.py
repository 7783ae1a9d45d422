"""NumPy arrays in a zip, as `numpy.load` reads them; nothing in it is run, as a pickle would be.

However many spikes there are, some are in memory at a time.
"""

from collections.abc import Iterable
from typing import Any
from zipfile import ZipFile, ZipInfo

import numpy as np
from numpy.lib.format import write_array_header_1_0
from numpy.typing import NDArray

from engine.description.units import with_unit
from engine.numerics.time_stamps import times_ms
from engine.toml.writing import network_text
from snn_tui.headless.exports.excerpt import Excerpt
from snn_tui.headless.exports.lent_file import LentFile

PASSES = 2
SPIKE_TIMES, SPIKE_NEURONS, SAMPLE_TIMES = "spike_time_ms", "spike_neuron", "sample_time_ms"
Shape = tuple[int, ...]


def write(excerpt: Excerpt, file: LentFile) -> None:
    """Write all arrays; docs/recordings.md names them."""
    recording, count = excerpt.recording, excerpt.spike_count
    with ZipFile(file, "w") as archive:
        for name, value in _said(excerpt).items():
            whole = np.asarray(value)
            _put(archive, name, whole.shape, whole.dtype, [whole])
        times = (spikes.time_ms for spikes in excerpt.spikes())
        _put(archive, SPIKE_TIMES, (count,), "<f8", times)
        neurons = (spikes.neuron for spikes in excerpt.spikes())
        _put(archive, SPIKE_NEURONS, (count,), "<i8", neurons)
        if recording.sampled:
            _put_samples(archive, excerpt)


def _put_samples(archive: ZipFile, excerpt: Excerpt) -> None:
    steps, dt_ms = excerpt.sampled_steps(), excerpt.recording.dt_ms
    times = (times_ms(np.array(some), dt_ms) for some in excerpt.pieces(steps, 1))
    _put(archive, SAMPLE_TIMES, (len(steps),), "<f8", times)
    for name, each in excerpt.recording.sampled.items():
        shape = (len(steps), len(each.neurons))
        tables = (excerpt.table(name, some) for some in excerpt.pieces(steps, shape[1]))
        _put(archive, f"sample_{with_unit(name, each.unit)}", shape, "<f8", tables)


def _said(excerpt: Excerpt) -> dict[str, Any]:
    """What is short."""
    network = excerpt.recording.network
    return {
        "network": network_text(network),
        "seed": np.uint64(network.seed),
        "dt_ms": network.dt_ms,
        "from_ms": excerpt.from_ms,
        "to_ms": excerpt.to_ms,
        "population_name": excerpt.names,
        "population_first": excerpt.firsts,
        "population_size": excerpt.sizes,
    } | {
        f"sample_{name}_neuron": np.array(each.neurons)
        for name, each in excerpt.recording.sampled.items()
    }


def _put(
    archive: ZipFile, name: str, shape: Shape, kind: Any, pieces: Iterable[NDArray[Any]]
) -> None:
    """Add an array that comes in pieces. The same array is the same bytes, whatever the date."""
    entry = ZipInfo(f"{name}.npy")
    with archive.open(entry, "w", force_zip64=True) as member:
        kind = np.dtype(kind)
        header = {"descr": kind.str, "fortran_order": False, "shape": shape}
        write_array_header_1_0(member, header)
        for piece in pieces:
            member.write(np.ascontiguousarray(piece, kind).tobytes())
