"""Saved: what became of a request to save."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Kept = Literal["network", "moment"]
"""A description that gives the same bits from the start, or a checkpoint."""


@dataclass(frozen=True, slots=True)
class Saved:
    """The answer to one request. number: how many were answered by then."""

    number: int
    what: Kept
    path: Path | None = None
    """The new file; None if there is none."""
    bytes: int = 0
    refusal: str = ""
    """One line, where there is none."""
