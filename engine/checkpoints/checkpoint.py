"""Checkpoint: everything that a simulation needs to go on bit for bit, kept or in a file."""

import os
import re
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.checkpoints.file import read_arrays, text_array, text_of, write_arrays
from engine.checkpoints.schema import require_array, require_names, require_step, require_steps
from engine.description.network import Network
from engine.errors import CheckpointError, InvalidValueError
from engine.inputs.reward import Reward
from engine.limits import MAX_STEPS
from engine.toml.reading import parse_network
from engine.toml.writing import network_text

NETWORK, LIVE = "network", "live"
"""Texts beside the arrays, the second one from live sessions alone."""
STATE = re.compile("state_(0|[1-9][0-9]{0,8})")
STATE_OF = "state_{}"
"""Of each block of neurons."""
STEP, LAST_SPIKE, EXTRA = "step", "last_spike", "extra"
FIXED_RING, STORE = "fixed_ring", "store"
MOVING = (STEP, LAST_SPIKE, EXTRA, STORE, FIXED_RING)
LAST_SPIKES = (
    "row_counts",
    "row_steps",
    "fixed_rows",
    "rows",
    "last_arrival",
    "history_counts",
    "history",
)
PLASTIC = (
    "weights",
    "double_weights",
    "kept",
    "double_kept",
    "acting",
    "double_acting",
    "post_step",
    "post_fast",
    "post_slow",
    "post_mark",
    "learning",
    "arrival",
    "arrival_before",
    "fast",
    "slow",
    "use",
    "recovered",
    "active",
    "traces",
    "coming",
    "comings",
    "since",
    "mark",
    "mark_before",
    "dopamine",
    "epochs",
)
"""Where synapses change."""
REWARDS = "rewards"
"""Doses of dopamine that were earned and are still to come: step, and number of the input."""


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """The state of a simulation between two steps: its arrays by name.

    live: what a live session adds in a text of its own, for another one to go on as well; a
    simulation needs nothing of it.
    """

    network: Network
    arrays: dict[str, NDArray[Any]]
    live: str = ""

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write to an .npz file, beside and then into place. Raises CheckpointError."""
        self.validate()
        texts = {NETWORK: text_array(network_text(self.network))}
        if self.live:
            texts[LIVE] = text_array(self.live)
        write_arrays(path, {**texts, **self.arrays})

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> "Checkpoint":
        """Read what `save` wrote. Raises CheckpointError if the file is not such a one.

        What only a built network tells is checked by `Simulation.restore`.
        """
        arrays = read_arrays(path)
        try:
            if NETWORK not in arrays:
                raise CheckpointError(f"it has no entry {NETWORK}")
            described = text_of(NETWORK, arrays.pop(NETWORK))
            live = text_of(LIVE, arrays.pop(LIVE)) if LIVE in arrays else ""
            loaded = cls(parse_network(described, "its network"), arrays, live)
            loaded.validate()
        except (CheckpointError, InvalidValueError) as error:
            raise CheckpointError(f"{path} is not a checkpoint of a network: {error}") from error
        return loaded

    def validate(self) -> None:
        """Raise CheckpointError for what the description alone tells to be wrong.

        So a file can claim no network that is much larger than itself.
        """
        if not isinstance(self.network, Network) or not isinstance(self.arrays, dict):
            raise CheckpointError("it is not made of a Network and a dict of arrays")
        names = [name for name in self.arrays if isinstance(name, str)]
        states = [name for name in names if STATE.fullmatch(name)]
        if len(names) != len(self.arrays):
            raise CheckpointError("it has entries without a name")
        required = (*MOVING, *LAST_SPIKES, *(PLASTIC if self.network.is_plastic else ()))
        if any(isinstance(given, Reward) for given in self.network.inputs):
            required = (*required, REWARDS)
        require_names(names, required, states)
        size = self.network.size
        step = require_step(require_array(STEP, self.arrays[STEP], np.int64, (1,))[0], MAX_STEPS)
        last_spike = require_array(LAST_SPIKE, self.arrays[LAST_SPIKE], np.int64, (size,))
        require_steps(LAST_SPIKE, last_spike, -1, step)
        require_array(EXTRA, self.arrays[EXTRA], np.float64, (size,))
        shapes = [np.shape(self.arrays[name]) for name in states]
        if any(len(shape) != 2 for shape in shapes) or sum(shape[1] for shape in shapes) != size:
            raise CheckpointError("its states are not those of its network's neurons")
