"""CircuitCheckpoint: what a described network needs to go on bit for bit, kept or in a file."""

import os
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import CheckpointError
from engine.networks.network import Network
from engine.networks.reading import parse_network
from engine.networks.writing import network_text

FORMAT = 1


@dataclass(frozen=True, eq=False)
class CircuitCheckpoint:
    """The state of a simulation between two steps: its arrays by name."""

    network: Network
    arrays: dict[str, NDArray[Any]]

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write to an .npz file, beside and then into place. Raises CheckpointError."""
        target = Path(path)
        beside = target.with_name(f".{target.name}.{os.getpid()}.part")
        entries: dict[str, Any] = {"format": FORMAT, "network": network_text(self.network)}
        entries |= self.arrays
        try:
            with beside.open("wb") as file:
                np.savez(file, **entries)
            beside.replace(target)
        except OSError as error:
            beside.unlink(missing_ok=True)
            raise CheckpointError(f"cannot write checkpoint {target}: {error.strerror}") from error

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> "CircuitCheckpoint":
        """Read what `save` wrote. Raises CheckpointError if the file is not such a one."""
        try:
            with Path(path).open("rb") as raw, np.load(raw, allow_pickle=False) as file:
                entries = {name: file[name] for name in file.files}
            if int(entries.pop("format")) != FORMAT:
                raise CheckpointError(f"{path} is a checkpoint of another format")
            network = parse_network(str(entries.pop("network")), str(path))
        except OSError as error:
            reason = error.strerror or "not a checkpoint file"
            raise CheckpointError(f"cannot read checkpoint {path}: {reason}") from error
        except (KeyError, ValueError, TypeError, EOFError, zipfile.BadZipFile) as error:
            if isinstance(error, CheckpointError):
                raise
            raise CheckpointError(f"{path} is not a checkpoint, or is damaged: {error}") from error
        return cls(network, entries)


def put_back(arrays: dict[str, NDArray[Any]], into: dict[str, NDArray[Any]]) -> None:
    """Copy kept arrays into those of a simulation. Raises CheckpointError if they do not fit."""
    if arrays.keys() != into.keys():
        raise CheckpointError("its arrays are not those of its network")
    for name, array in arrays.items():
        target = into[name]
        if array.shape != target.shape or array.dtype != target.dtype:
            raise CheckpointError(
                f"its array {name} is {array.dtype}{array.shape}, not {target.dtype}{target.shape}"
            )
        if array.dtype.kind == "f" and not np.isfinite(array).all():
            raise CheckpointError(f"its array {name} is not finite")
    for name, array in arrays.items():
        into[name][...] = array
