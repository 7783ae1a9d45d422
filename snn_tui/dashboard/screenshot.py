"""Where a screenshot goes: a new file of its own, never over another."""

from datetime import datetime
from itertools import count
from pathlib import Path


def save_svg(svg: str, folder: Path, now: datetime) -> Path:
    """Write to a new file in the folder; returns its path. Raises OSError."""
    stem = f"snn-tui-{now:%Y-%m-%d-%H%M%S}"
    for number in count(1):
        path = folder / f"{stem}{'' if number == 1 else f'-{number}'}.svg"
        try:
            with path.open("x", encoding="utf-8") as file:
                file.write(svg)
        except FileExistsError:
            continue
        return path
    raise AssertionError("count() never ends")
