"""Recorded: what is to be told of a recording that is under way, or that has ended."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Recorded:
    """The newest recording. number: how many were asked for by then."""

    number: int
    path: Path
    is_on: bool
    first_step: int = 0
    spikes: int = 0
    bytes: int = 0
    """Of the file, so far."""
    message: str = ""
    """Why there is none, or why it ended, and how much was kept; empty while it goes on."""
    is_failure: bool = False
    """Whether it ended, or never began, against the user's will."""
