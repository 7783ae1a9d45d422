"""All that changes from step to step, as arrays by name, and back."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.checkpoints.checkpoint import (
    FIXED_RING,
    LAST_SPIKES,
    MOVING,
    PLASTIC,
    REWARDS,
    STATE_OF,
    STORE,
)
from engine.checkpoints.last_spike_state import kept_last_spikes, put_last_spikes
from engine.checkpoints.plastic_state import kept_plastic, put_plastic
from engine.checkpoints.ring_state import kept_rings, kept_store, put_rings, rings_size
from engine.checkpoints.schema import require_array, require_names, require_within
from engine.connections.projection_blocks import ProjectionBlock
from engine.errors import CheckpointError
from engine.kernels.neuron_blocks import state_of_block
from engine.limits import FARTHEST, MAX_STEPS
from engine.runtime.dopamine_doses import Doses
from engine.runtime.network_arrays import Arrays
from engine.runtime.shares import OwnShare

MOST_REWARDS = 10**6
"""That can be on their way at once."""


@dataclass(frozen=True, slots=True)
class MovingState:
    """Of a simulation between two steps; last_spike: of each neuron, extra: current beside the
    description's, both in the order of the description. doses: of dopamine that are to come. share:
    what this process has of the network; what is kept is that of all."""

    arrays: Arrays
    projection_blocks: list[ProjectionBlock]
    last_spike: NDArray[np.int64]
    extra: NDArray[np.float64]
    doses: Doses
    share: OwnShare

    def kept(self) -> dict[str, NDArray[Any]]:
        """Copies."""
        step = int(self.arrays.progress.steps[0])
        kept = {name: array.copy() for name, array in self._plain().items()}
        kept[STORE] = kept_store(self.arrays, self.share)
        for k, state in enumerate(self._states(step)):
            kept[STATE_OF.format(k)] = self.share.merged(state, k)
        if self.doses.rewards:
            kept[REWARDS] = self.doses.kept()
        kept[FIXED_RING] = kept_rings(self.arrays, self.share)
        kept |= kept_last_spikes(self.arrays, step, self.share)
        return kept | kept_plastic(self.arrays, self.projection_blocks, self.share)

    def put_back(self, arrays: dict[str, NDArray[Any]]) -> None:
        """Put back what `kept` gave. Raises CheckpointError for anything else.

        Nothing is put back before everything was looked at.
        """
        step, plain = int(arrays["step"][0]), self._plain()
        states = self._states(step)
        names = [STATE_OF.format(k) for k in range(len(states))]
        of_rewards = (REWARDS,) if self.doses.rewards else ()
        of_plastic = PLASTIC if len(self.arrays.plastic.layout) else ()
        require_names(arrays, [*MOVING, *LAST_SPIKES, *of_plastic, *of_rewards, *names], ())
        for name, target in plain.items():
            require_array(name, arrays[name], target.dtype, target.shape)
        for name, state in zip(names, states, strict=True):
            require_array(name, arrays[name], state.dtype, state.shape)
            # The first of a model's variables is the membrane potential.
            require_within(name, arrays[name][0], -FARTHEST, FARTHEST)
        require_array(
            FIXED_RING, arrays[FIXED_RING], np.int32, (rings_size(self.arrays, self.share),)
        )
        rewards = self._rewards_in(arrays, step)
        put_last_spikes(arrays, self.arrays, step)
        put_plastic(arrays, self.arrays, self.projection_blocks, step, self.share)
        put_rings(arrays[FIXED_RING], self.arrays, self.share)
        for name, target in plain.items():
            target[...] = arrays[name]
        for name, state in zip(names, states, strict=True):
            state[...] = arrays[name]
        self.doses.put_back(rewards, step)

    def _rewards_in(self, arrays: dict[str, NDArray[Any]], step: int) -> NDArray[np.int64]:
        """The rewards that are still to come. Raises CheckpointError for any that can't be."""
        if not self.doses.rewards:
            return np.empty((0, 2), np.int64)
        count = min(len(np.atleast_1d(arrays[REWARDS])), MOST_REWARDS)
        rewards = require_array(REWARDS, arrays[REWARDS], np.int64, (count, 2))
        require_within(REWARDS, rewards[:, 0], step, step + MAX_STEPS)
        if not np.isin(rewards[:, 1], self.doses.rewards).all():
            raise CheckpointError(f"its array {REWARDS} names inputs that give none")
        return rewards

    def _plain(self) -> dict[str, NDArray[Any]]:
        return {
            "step": self.arrays.progress.steps,
            STORE: self.arrays.receptors.store,
            "last_spike": self.last_spike,
            "extra": self.extra,
        }

    def _states(self, step: int) -> list[NDArray[np.float64]]:
        neurons = self.arrays.neurons
        return [state_of_block(neurons, block, step) for block in range(len(neurons.layout))]
