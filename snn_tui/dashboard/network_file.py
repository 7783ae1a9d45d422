"""NetworkFile: reads a description again when its file changes, or when somebody asks."""

import os
import stat
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.errors import EngineError

if TYPE_CHECKING:
    from engine.description.network import Network

EVERY_S = 0.5
"""Between two looks; what changed is read when two looks saw the same, so that it is whole."""
Signature = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of reading it.

    is_asked: by a key, and not because the file changed. network: None where that failed, and why
    is the complaint. is_same: it says the same as when it was read before.
    """

    is_asked: bool
    network: "Network | None" = None
    is_same: bool = False
    complaint: str = ""


class NetworkFile:
    """A file that is looked at from a thread, as a folder that is elsewhere may keep it waiting.

    path: as the user wrote it. network: what it said first.
    """

    def __init__(self, path: str, network: "Network") -> None:
        self.path = path
        self._known = network
        self._seen = self._glimpsed = _signature(path)
        self._asked = threading.Event()
        self._readings: list[Reading] = []
        self._lock = threading.Lock()

    @classmethod
    def of(cls, path: str, network: "Network") -> "NetworkFile | None":
        """None for a name of the gallery, and for a pipe, which says nothing twice."""
        return None if _signature(path) is None else cls(path, network)

    def start(self) -> None:
        """Look at it from now on, as long as the process lives."""
        threading.Thread(target=self._work, name="network file", daemon=True).start()

    def ask(self) -> None:
        """Read it again now, with the files that it names."""
        self._asked.set()

    def take(self) -> Reading | None:
        """What became of the newest reading, once; never blocks."""
        with self._lock:
            newest = self._readings[-1] if self._readings else None
            self._readings.clear()
        return newest

    def look(self, *, is_asked: bool = False) -> None:
        """Read it if it was changed, and not just now; or if somebody asked."""
        signature = _signature(self.path)
        if not is_asked:
            is_new = signature is not None and signature != self._seen
            is_settled, self._glimpsed = signature == self._glimpsed, signature
            if not (is_new and is_settled):
                return
        self._seen = signature
        reading = self._read(is_asked)
        with self._lock:
            self._readings.append(reading)

    def _work(self) -> None:
        while True:
            is_asked = self._asked.wait(EVERY_S)
            self._asked.clear()
            self.look(is_asked=is_asked)

    def _read(self, is_asked: bool) -> Reading:
        # Loaded by then, as the network was read from this file before.
        from engine.toml.reading import load_network  # noqa: PLC0415

        try:
            network = load_network(self.path)
        except (EngineError, MemoryError) as error:
            return Reading(is_asked, complaint=str(error) or "Memory does not suffice")
        is_same, self._known = network == self._known, network
        return Reading(is_asked, network, is_same)


def _signature(path: str) -> Signature | None:
    """Another one where the file was written or replaced; None for what is no file now."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
