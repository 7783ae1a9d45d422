"""Writing the running network, or this moment of it, into a file of its own."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from engine.errors import EngineError
from engine.limits import MAX_FILE_BYTES
from engine.live.commands import Save
from engine.live.live_network import LiveNetwork
from engine.live.run_configuration import RunConfiguration
from engine.live.saved import Saved
from engine.new_file import new_file
from engine.quoting import one_line, shown_path
from engine.runtime.memory import readable
from engine.toml.writing import network_text

NOTHING_RUNS = "No moment is saved: nothing runs"


class CannotSaveError(Exception):
    """Why there is no file, in one line."""


def save(
    command: Save,
    configuration: RunConfiguration,
    live: LiveNetwork | None,
    before: Saved | None,
) -> Saved:
    """Carry out the command; what became of it. before: the answer to the one before."""
    number, what = (before.number if before else 0) + 1, command.what
    try:
        if what == "network":
            path = _written(command, ".toml", lambda path: _write_network(path, configuration))
        elif live is None:
            raise CannotSaveError(NOTHING_RUNS)
        else:
            path = _written(command, ".npz", lambda path: live.moment().save(path))
        return Saved(number, what, path, path.stat().st_size)
    except CannotSaveError as error:
        return Saved(number, what, refusal=one_line(str(error)))
    except EngineError as error:
        return Saved(number, what, refusal=one_line(f"No {what} is saved: {error}"))
    except MemoryError:
        return Saved(number, what, refusal=f"No {what} is saved: memory does not suffice")
    except OSError as error:
        folder = shown_path(error.filename or command.folder)
        return Saved(number, what, refusal=f"No {what} in {folder}: {error.strerror or error}")


def _written(command: Save, suffix: str, write: Callable[[Path], None]) -> Path:
    """The path of a new file; none is left where that fails."""
    path = new_file(command.folder, command.stem, suffix)
    try:
        write(path)
    except BaseException:
        with suppress(OSError):
            path.unlink()
        raise
    return path


def _write_network(path: Path, configuration: RunConfiguration) -> None:
    data = network_text(configuration.described()).encode()
    if len(data) > MAX_FILE_BYTES:
        raise CannotSaveError(
            f"No network is saved: with its lists of synapses or spikes it would have "
            f"{readable(len(data))}, and descriptions are read up to {readable(MAX_FILE_BYTES)}"
        )
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
