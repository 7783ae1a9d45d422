"""Files that are kept for the user: each a new one, never over another."""

import re
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


def file_stem(name: str) -> str:
    """A network's name, which may be any text, as that of a file."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-") or "network"
