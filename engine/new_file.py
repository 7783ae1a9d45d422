"""Files that are kept for the user: each a new one, never over another."""

from itertools import count
from pathlib import Path


def new_file(folder: Path, stem: str, suffix: str) -> Path:
    """Make an empty file `stem` + suffix in the folder, `stem-2`... if it is taken; its path.

    Raises OSError.
    """
    for number in count(1):
        path = folder / f"{stem}{'' if number == 1 else f'-{number}'}{suffix}"
        try:
            path.open("x").close()
        except FileExistsError:
            continue
        return path
    raise AssertionError("count() never ends")
