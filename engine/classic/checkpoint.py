"""Checkpoint: everything that a simulation needs to go on bit for bit, in memory or in a file."""

import os
import zipfile
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.classic.network import ClassicNetwork
from engine.errors import CheckpointError

FORMAT = 1


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """The state of a simulation between two steps.

    state: x, y, z, shape (3, size). applied: applied current, shape (size,). last_spike: step of
    each neuron's last spike, shape (size,). row_steps: steps whose weight sums still count,
    shape (rows,). rows: these sums, shape (rows, neurons).
    """

    network: ClassicNetwork
    step: int
    state: NDArray[np.float64]
    applied: NDArray[np.float64]
    last_spike: NDArray[np.int64]
    row_steps: NDArray[np.int64]
    rows: NDArray[np.int32] | NDArray[np.float64]

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write to an .npz file, beside and then into place. Raises CheckpointError."""
        target = Path(path)
        beside = target.with_name(f".{target.name}.{os.getpid()}.part")
        try:
            with beside.open("wb") as file:
                np.savez(file, **self._entries())
            beside.replace(target)
        except OSError as error:
            beside.unlink(missing_ok=True)
            raise CheckpointError(f"cannot write checkpoint {target}: {error.strerror}") from error

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> "Checkpoint":
        """Read what `save` wrote. Raises CheckpointError if the file is not such a one."""
        try:
            with Path(path).open("rb") as raw, np.load(raw, allow_pickle=False) as file:
                return cls._from_entries({name: file[name] for name in file.files})
        except OSError as error:
            reason = error.strerror or "not a checkpoint file"
            raise CheckpointError(f"cannot read checkpoint {path}: {reason}") from error
        except (KeyError, ValueError, TypeError, EOFError, zipfile.BadZipFile) as error:
            raise CheckpointError(f"{path} is not a checkpoint, or is damaged: {error}") from error

    def _entries(self) -> dict[str, Any]:
        own = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "network"}
        described = {f.name: getattr(self.network, f.name) for f in fields(self.network)}
        given = {f"network_{k}": v for k, v in described.items() if v is not None}
        given["network_seed"] = np.uint64(self.network.seed)
        return {"format": FORMAT, **own, **given}

    @classmethod
    def _from_entries(cls, entries: dict[str, NDArray[Any]]) -> "Checkpoint":
        if int(entries["format"]) != FORMAT:
            raise CheckpointError(f"checkpoint format {entries['format']} is not {FORMAT}")
        prefix = "network_"
        described: dict[str, Any] = {
            k[len(prefix) :]: v for k, v in entries.items() if k.startswith(prefix)
        }
        described |= {k: described[k].item() for k in ("size", "seed", "coupling")}
        network = ClassicNetwork(**described)
        loaded = cls(
            network=network,
            step=int(entries["step"]),
            **{k: entries[k] for k in ("state", "applied", "last_spike", "row_steps", "rows")},
        )
        loaded.validate()
        return loaded

    def validate(self) -> None:
        """Raise CheckpointError unless the arrays fit the network."""
        size, rows = self.network.size, self.row_steps.size
        fitting = (
            self.state.shape == (3, size)
            and self.applied.shape == (size,)
            and self.last_spike.shape == (size,)
            and self.rows.shape[0] == rows
            and self.rows.shape[-1] >= size
            and np.isfinite(self.state).all()
            and np.isfinite(self.applied).all()
            and self.step >= 0
        )
        if not fitting:
            raise CheckpointError("its arrays do not fit its network")
