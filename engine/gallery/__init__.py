"""Networks that come with the program, each from a named paper, and networks by file or name."""

import os
from functools import cache
from importlib.resources import files

from engine.description.network import Network
from engine.errors import UnknownNameError
from engine.toml.reading import load_network, parse_network
from engine.validation import instance

SUFFIX = ".toml"


def names() -> list[str]:
    """The names of all networks of the gallery."""
    folder = files("engine") / "gallery"
    return sorted(
        entry.name.removesuffix(SUFFIX) for entry in folder.iterdir() if entry.name.endswith(SUFFIX)
    )


def from_gallery(name: str) -> Network:
    """A network of the gallery. Raises UnknownNameError."""
    return _from_gallery(instance("name", name, str))


@cache
def _from_gallery(name: str) -> Network:
    if name not in names():
        raise UnknownNameError("network", name, names())
    entry = files("engine") / "gallery" / f"{name}{SUFFIX}"
    return parse_network(entry.read_text(encoding="utf-8"), entry.name)


def network(file_or_name: str) -> Network:
    """The network of a file, or of the gallery.

    What ends in .toml or holds a folder is a file, and so is what there is but for folders. Raises
    NetworkFileError, UnknownNameError.
    """
    instance("file_or_name", file_or_name, str)
    separators = [os.sep, *([os.altsep] if os.altsep else [])]
    is_path = any(separator in file_or_name for separator in separators)
    is_there = os.path.exists(file_or_name) and not os.path.isdir(file_or_name)
    if is_path or file_or_name.endswith(SUFFIX) or is_there:
        return load_network(file_or_name)
    return from_gallery(file_or_name)
