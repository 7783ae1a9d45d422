"""Checkpoint: everything that a simulation needs to go on bit for bit, in memory or in a file."""

import os
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.checkpoints.file import read_arrays, text_array, text_of, write_arrays
from engine.checkpoints.schema import (
    require_array,
    require_names,
    require_step,
    require_steps,
    scalar,
)
from engine.classic.connectivity.moves import NEVER
from engine.classic.network import ClassicNetwork
from engine.classic.synapses import LAGS
from engine.errors import CheckpointError, InvalidValueError, UnknownNameError
from engine.limits import MAX_STEPS

KIND = "classic"
_OF_NETWORK = ("size", "seed", "coupling", "current")
_OPTIONAL = ("initial_state", "weights")
_ARRAYS = ("state", "applied", "last_spike", "row_steps", "rows")


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """The state of a simulation between two steps.

    state: x, y, z, shape (3, size). applied: applied current, shape (size,). last_spike: step of
    each neuron's last spike, shape (size,). row_steps: steps whose weight sums still count,
    shape (rows,). rows: these sums, shape (rows, size).
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
        self.validate()
        network = self.network
        arrays: dict[str, NDArray[Any]] = {
            "kind": text_array(KIND),
            "step": np.array(self.step, np.int64),
            **{name: getattr(self, name) for name in _ARRAYS},
            "network_size": np.array(network.size, np.int64),
            "network_seed": np.array(network.seed, np.uint64),
            "network_coupling": text_array(network.coupling),
            "network_current": np.asarray(network.current),
        }
        for name in _OPTIONAL:
            if getattr(network, name) is not None:
                arrays[f"network_{name}"] = np.asarray(getattr(network, name))
        write_arrays(path, arrays)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> "Checkpoint":
        """Read what `save` wrote. Raises CheckpointError if the file is not such a one."""
        arrays = read_arrays(path)
        try:
            return cls._of(arrays)
        except CheckpointError as error:
            raise CheckpointError(
                f"{path} is not a checkpoint of a classic network: {error}"
            ) from error

    @classmethod
    def _of(cls, arrays: dict[str, NDArray[Any]]) -> "Checkpoint":
        required = ["kind", "step", *_ARRAYS, *(f"network_{name}" for name in _OF_NETWORK)]
        if "kind" in arrays and text_of("kind", arrays["kind"]) != KIND:
            raise CheckpointError("it is one of another kind of network")
        require_names(arrays, required, [f"network_{name}" for name in _OPTIONAL])
        network = _network(arrays)
        step = scalar(arrays, "step", np.int64)
        loaded = cls(network, step, *(arrays[name] for name in _ARRAYS))
        loaded.validate()
        return loaded

    def validate(self) -> None:
        """Raise CheckpointError unless a simulation of the network can be in this state."""
        if not isinstance(self.network, ClassicNetwork):
            raise CheckpointError("its network is not a ClassicNetwork")
        size, step = self.network.size, require_step(self.step, MAX_STEPS)
        require_array("state", self.state, np.float64, (3, size))
        require_array("applied", self.applied, np.float64, (size,))
        last_spike = require_array("last_spike", self.last_spike, np.int64, (size,))
        require_steps("last_spike", last_spike, NEVER, step)
        count = np.size(self.row_steps)
        row_steps = require_array("row_steps", self.row_steps, np.int64, (count,))
        is_ascending = bool((np.diff(row_steps) > 0).all())
        oldest = max(0, step - LAGS)
        if not is_ascending or not ((row_steps >= oldest) & (row_steps < step)).all():
            raise CheckpointError(
                f"its array row_steps does not ascend within the {LAGS} steps before {step}"
            )
        if not np.isin(last_spike[last_spike >= oldest], row_steps).all():
            raise CheckpointError("its arrays last_spike and row_steps do not fit each other")
        is_stored = self.network.weights is not None
        require_array("rows", self.rows, np.float64 if is_stored else np.int32, (count, size))


def _network(arrays: dict[str, NDArray[Any]]) -> ClassicNetwork:
    """The network of the entries. Raises CheckpointError."""
    size = scalar(arrays, "network_size", np.int64)
    shapes = {"current": (size,), "initial_state": (3, size), "weights": (size, size)}
    given: dict[str, Any] = {
        name: require_array(f"network_{name}", arrays[f"network_{name}"], np.float64, shape)
        for name, shape in shapes.items()
        if f"network_{name}" in arrays
    }
    coupling: Any = text_of("network_coupling", arrays["network_coupling"])
    seed = scalar(arrays, "network_seed", np.uint64)
    try:
        return ClassicNetwork(size=size, seed=seed, coupling=coupling, **given)
    except (InvalidValueError, UnknownNameError) as error:
        raise CheckpointError(str(error)) from error
