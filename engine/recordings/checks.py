"""What must be in a recording's file before anything of it is believed."""

from dataclasses import dataclass

import h5py
import numpy as np
from numpy.typing import NDArray

from engine.description.network import Network
from engine.errors import RecordingError
from engine.limits import MAX_FILE_BYTES, MAX_STEPS
from engine.quoting import echoed
from engine.recordings import schema
from engine.recordings.hands import ROW
from engine.recordings.plan import INPUT
from engine.toml.reading import parse_network

MOST_BLOCKS = 2**26


@dataclass(frozen=True, slots=True)
class Header:
    """What was known before the first step. program_version: of the program that recorded."""

    network: Network
    program_version: str


def header_of(file: h5py.File) -> Header:
    """What the file says of itself; raises RecordingError, or what the library stumbles over."""
    if "format" not in file.attrs or text_of(file.attrs["format"]) != schema.FORMAT:
        raise RecordingError("it is an HDF5 file, but not a recording")
    version = int(file.attrs["format_version"])
    if version > schema.VERSION:
        raise RecordingError(
            f"it has format version {version}, of a newer program; this one reads up to "
            f"{schema.VERSION}"
        )
    described = file[schema.DESCRIPTION]
    if described.shape != (1,) or described.id.get_storage_size() > MAX_FILE_BYTES:
        raise ValueError("its description is too long")
    network = parse_network(text_of(described[0]), "its description")
    return Header(network, echoed(text_of(file.attrs["program_version"])))


def text_of(value: object) -> str:
    """A text of the file."""
    if isinstance(value, bytes):
        return value.decode("utf-8")
    if isinstance(value, str):
        return value
    raise ValueError("it has numbers where texts belong")


def require_sound(file: h5py.File, header: Header) -> NDArray[np.int64]:
    """The table of blocks, to which all else fits; raises ValueError where it does not."""
    blocks = file[schema.BLOCKS]
    _require(blocks, "<i8", (schema.BLOCK_COLUMNS,), 1, MOST_BLOCKS)
    table: NDArray[np.int64] = blocks[:]
    is_ascending = bool(np.all(np.diff(table, axis=0) >= 0)) and bool(np.all(table >= 0))
    if not is_ascending or table[-1, schema.B_STEP] > MAX_STEPS:
        raise ValueError("its blocks are out of order")
    _, spikes, samples, hands = table[-1].tolist()
    _require(file[schema.TIMES], "<f8", (), spikes)
    _require(file[schema.NEURONS], "<u4", (), spikes)
    _require(file[schema.HANDS], ROW, (), hands)
    units = _units(header.network)
    for name, data in file.get(schema.SAMPLES, {}).items():
        if text_of(data.attrs["units"]) not in units.get(name, ()):
            raise ValueError("its samples are of variables that there are not")
        neurons = np.asarray(data.attrs["neurons"])
        _require(data, "<f8", neurons.shape, samples)
        is_there = (neurons >= 0) & (neurons < header.network.size)
        if neurons.dtype.kind != "i" or neurons.ndim != 1 or not is_there.all():
            raise ValueError("its samples are of neurons that there are not")
    return table


def _units(network: Network) -> dict[str, set[str]]:
    """The units that each variable, and the input current, has in models of the network."""
    units: dict[str, set[str]] = {}
    for population in network.populations:
        model = population.described_model
        for name, unit in (
            (INPUT, model.current_unit),
            *((v.name, v.unit) for v in model.variables),
        ):
            units.setdefault(name, set()).add(unit)
    return units


def _require(
    data: h5py.Dataset, kind: object, beyond: tuple[int, ...], least: int, most: int = 2**48
) -> None:
    if not isinstance(data, h5py.Dataset) or data.dtype != np.dtype(kind):  # type: ignore[call-overload]
        raise ValueError(f"its {data.name} is of another kind")
    if data.shape[1:] != beyond or not least <= data.shape[0] <= most or data.external:
        raise ValueError(f"its {data.name} has another shape")
