"""Where a screenshot goes: a new file of its own, never over another."""

from datetime import datetime
from pathlib import Path

from engine.new_file import new_file


def save_svg(svg: str, folder: Path, now: datetime) -> Path:
    """Write to a new file in the folder; returns its path. Raises OSError."""
    path = new_file(folder, f"snn-tui-{now:%Y-%m-%d-%H%M%S}", ".svg")
    path.write_text(svg, encoding="utf-8")
    return path
