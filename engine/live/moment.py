"""Moment: a live session between two steps, as a checkpoint that says what hands did as well."""

import json
import os
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from engine.checkpoints.checkpoint import EXTRA, STEP, Checkpoint
from engine.errors import CheckpointError
from engine.limits import LARGEST, MAX_STEPS
from engine.live.applied_current import applied_current, with_applied_current
from engine.live.pulses import Pulse
from engine.live.run_configuration import RunConfiguration
from engine.quoting import shown_path

VERSION = 1
"""Of what a session adds to a checkpoint."""


@dataclass(frozen=True, slots=True)
class Moment:
    """All that a session needs to go on bit for bit.

    current: applied to all neurons. pulses: under way, in the order in which they are added up.
    """

    checkpoint: Checkpoint
    current: float
    pulses: tuple[Pulse, ...] = ()

    @property
    def step(self) -> int:
        """Steps that were taken."""
        return int(self.checkpoint.arrays[STEP][0])

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write to a checkpoint's file. Raises CheckpointError."""
        pulses = [[p.amplitude, p.start_step, p.end_step, p.neuron] for p in self.pulses]
        live = {"version": VERSION, "current": self.current, "pulses": pulses}
        replace(self.checkpoint, live=json.dumps(live)).save(path)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> "Moment":
        """Read what `save` wrote, or a simulation's own checkpoint. Raises CheckpointError."""
        checkpoint = Checkpoint.load(path)
        try:
            return cls(checkpoint, *_of_hands(checkpoint))
        except CheckpointError as error:
            raise CheckpointError(f"{shown_path(path)}: {error}") from error

    def configuration(self, *, threads: int | None = None) -> RunConfiguration:
        """The network as it runs, with the current that is applied, from its first step on."""
        network = self.checkpoint.network
        if applied_current(network) is not None:
            network = with_applied_current(network, self.current)
        return RunConfiguration(
            network=network,
            size=network.size,
            seed=network.seed,
            current=self.current,
            threads=threads,
        )


def _of_hands(checkpoint: Checkpoint) -> tuple[float, tuple[Pulse, ...]]:
    """The current and the pulses of a checkpoint. Raises CheckpointError."""
    if not checkpoint.live:
        return _current_of_a_program(checkpoint), ()
    try:
        live = json.loads(checkpoint.live)
    except (ValueError, RecursionError) as error:
        raise CheckpointError("its entry live is damaged") from error
    if not isinstance(live, dict) or live.get("version") != VERSION:
        raise CheckpointError(f"its entry live is none of version {VERSION}")
    pulses, step = live.get("pulses"), int(checkpoint.arrays[STEP][0])
    if not _is_current(live.get("current")) or not isinstance(pulses, list):
        raise CheckpointError("its entry live has no current, or no pulses")
    size = checkpoint.network.size
    return float(live["current"]), tuple(_pulse(each, step, size) for each in pulses)


def _pulse(values: Any, step: int, size: int) -> Pulse:
    if isinstance(values, list) and len(values) == 4:
        amplitude, start, end, neuron = values
        is_target = neuron is None or (type(neuron) is int and 0 <= neuron < size)
        are_whole = type(start) is int and type(end) is int
        is_now = are_whole and 0 <= start <= step < end <= 2 * MAX_STEPS
        if _is_current(amplitude) and is_now and is_target:
            return Pulse(float(amplitude), start, end, neuron)
    raise CheckpointError("its entry live has a pulse that can't be")


def _is_current(value: Any) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and abs(value) <= LARGEST


def _current_of_a_program(checkpoint: Checkpoint) -> float:
    """The one current of all neurons; what is beside the description's may differ among them."""
    extra = checkpoint.arrays[EXTRA]
    if not (extra == extra[0]).all():
        message = "its neurons have currents of their own, which the dashboard has no control for"
        raise CheckpointError(message)
    return (applied_current(checkpoint.network) or 0.0) + float(np.float64(extra[0]))
