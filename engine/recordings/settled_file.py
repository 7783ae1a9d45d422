"""SettledFile: a file that a killed run left behind, as its journal says that it is."""

import os
from pathlib import Path

from engine.recordings.committed_file import lay_over
from engine.recordings.journal import Pages


class SettledFile:
    """An open file for h5py to read, with pages of a journal over its own; nothing is written."""

    def __init__(self, path: Path, pages: Pages) -> None:
        self._file = path.open("rb", buffering=0)
        self._size = os.fstat(self._file.fileno()).st_size
        self._pages = pages

    def read(self, count: int) -> bytes:
        """So many bytes, or what there is."""
        content = bytearray(count)
        return bytes(content[: self.readinto(memoryview(content))])

    def tell(self) -> int:
        """Where the next byte is read."""
        return self._file.tell()

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go there."""
        return self._file.seek(offset, whence)

    def readinto(self, buffer: memoryview) -> int:
        """Read what is there."""
        at = self._file.tell()
        content = bytearray(self._file.read(len(buffer)))
        lay_over(content, at, self._pages)
        buffer[: len(content)] = content
        return len(content)

    def write(self, data: bytes) -> int:
        """Never. Raises OSError."""
        raise OSError("it is open to be read")

    truncate = write

    def flush(self) -> None:
        """Nothing was written."""

    def close(self) -> None:
        """Leave it."""
        self._file.close()
