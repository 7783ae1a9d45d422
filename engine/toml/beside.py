"""Files of numbers beside a description, which its key `file` names."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from engine.description.quantities import DescriptionError
from engine.toml.tables import Table

FILE = "file"
"""A description keeps what is in it, not its name."""
Read = TypeVar("Read")


def read_beside(
    table: Table, name: str, folder: Path | None, instead: str, read: Callable[[Path], Read]
) -> Read:
    """What is in the file of this name.

    folder: in which files are; None where none can be. instead: the key that says the same without.
    Raises DescriptionError.
    """
    if folder is None:
        message = f"there is no folder in which it could be: use {instead}, or load a file"
        raise DescriptionError(table.at(FILE), message)
    try:
        return read(folder / name)
    except DescriptionError as error:
        raise DescriptionError(table.at(FILE), error.message) from error
