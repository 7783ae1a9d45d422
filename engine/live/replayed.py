"""Replayed: what is to be told of a recording that is shown in place of a running network."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Replayed:
    """The recording, and how it is gone through."""

    file: str
    """Its name."""
    first_step: int
    end_step: int
    version: str
    """Of the program that recorded it, if that is another than this; else empty."""
    populations: str = ""
    """Those whose spikes alone were recorded; empty for all."""
    hand_steps: tuple[int, ...] = ()
    """When hands did something."""
    is_backwards: bool = False
    leaps: int = 0
    """How often what is shown did not follow on what was shown before."""
