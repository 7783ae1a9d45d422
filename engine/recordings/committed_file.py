"""CommittedFile: a file that always is as it was at one of its commits, whatever ends the writer.

HDF5 writes through it. What is appended goes to the file at once, where nobody looks yet; what
changes of the committed part waits in memory, and goes to the file by way of a journal. No write
fails before `commit` does: a library that stands amid its own work could not bear it.
"""

import errno
import os
from contextlib import suppress
from pathlib import Path
from typing import IO

from engine.recordings.journal import PAGE, Pages, encoded, journal_of, left_behind


class CommittedFile:
    """An open, locked file, as h5py wants it.

    Raises OSError, of kind BlockingIOError if another run writes it. is_new: it must not exist.
    """

    def __init__(self, path: Path, *, is_new: bool) -> None:
        flags = os.O_RDWR | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
        if is_new:
            flags |= os.O_CREAT | os.O_EXCL
        self._path = path
        self._file = open(os.open(path, flags, 0o666), "r+b", buffering=0)  # noqa: SIM115 - kept
        if is_new:
            # Of a file that was there before.
            journal_of(path).unlink(missing_ok=True)
        try:
            _lock(self._file)
        except OSError:
            self._file.close()
            raise
        self._at = 0
        self._error: OSError | None = None
        self._pages: Pages = {}
        """Of the committed part, as they will be."""
        self._size = self._committed = os.fstat(self._file.fileno()).st_size
        if not is_new:
            self._pages = left_behind(path)
            self.commit()

    @property
    def size(self) -> int:
        """Bytes, those that are yet to be committed among them."""
        return self._size

    def read(self, count: int) -> bytes:
        """So many bytes, or what there is."""
        content = bytearray(count)
        return bytes(content[: self.readinto(memoryview(content))])

    def tell(self) -> int:
        """Where the next byte is read or written."""
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go there."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        self._at = base + offset
        return self._at

    def readinto(self, buffer: memoryview) -> int:
        """Read what is there, committed or not."""
        count = max(0, min(len(buffer), self._size - self._at))
        content = bytearray(self._read_at(self._at, count))
        lay_over(content, self._at, self._pages)
        buffer[:count] = content
        self._at += count
        return count

    def write(self, data: bytes | memoryview) -> int:
        """Write behind the committed part, or note for the next commit."""
        data = memoryview(data).cast("B")
        within = max(0, min(len(data), self._committed - self._at))
        if within:
            self._note(data[:within])
        if within < len(data):
            self._append(data[within:], self._at + within)
        self._at += len(data)
        self._size = max(self._size, self._at)
        return len(data)

    def truncate(self, size: int | None = None) -> int:
        """Let it be so long, but never shorter than what is committed."""
        self._size = max(self._committed, self._at if size is None else size)
        return self._size

    def flush(self) -> None:
        """Nothing: it is `commit` that makes things last."""

    def commit(self) -> None:
        """Let the file be what was written up to now. Raises OSError; then it is as it was."""
        try:
            if self._error is not None:
                raise self._error
            self._file.truncate(self._size)
            if self._pages:
                self._leave_journal()
                for number, page in self._pages.items():
                    end = min(len(page), self._size - number * PAGE)
                    self._write_at(number * PAGE, page[:end])
                journal_of(self._path).unlink()
        except OSError as error:
            self._error = error
            with suppress(OSError):
                self._file.truncate(self._committed)
            self._size = self._committed
            raise
        self._pages, self._committed = {}, self._size

    def close(self) -> None:
        """Leave it as it was committed."""
        if not self._file.closed:
            with suppress(OSError):
                self._file.truncate(self._committed)
            self._size = self._committed
            self._file.close()

    def _note(self, data: memoryview) -> None:
        end, at = self._at + len(data), self._at
        while at < end:
            number, offset = divmod(at, PAGE)
            count = min(PAGE - offset, end - at)
            if number not in self._pages:
                self._pages[number] = bytearray(self._read_at(number * PAGE, PAGE))
            start = at - self._at
            self._pages[number][offset : offset + count] = data[start : start + count]
            at += count

    def _append(self, data: memoryview, at: int) -> None:
        last = self._pages.get(at // PAGE)
        if last is not None:
            # The page in which the committed part ends is written as a whole by the commit.
            offset = at % PAGE
            count = min(PAGE - offset, len(data))
            last[offset : offset + count] = data[:count]
        try:
            if self._error is None:
                self._write_at(at, data)
        except OSError as error:
            self._error = error

    def _leave_journal(self) -> None:
        journal = journal_of(self._path)
        try:
            journal.write_bytes(encoded(self._pages))
        except OSError:
            journal.unlink(missing_ok=True)
            raise

    def _read_at(self, at: int, count: int) -> bytes:
        """So many bytes, zeros where the file has none."""
        self._file.seek(at)
        return self._file.read(count).ljust(count, b"\0")

    def _write_at(self, at: int, data: bytes | bytearray | memoryview) -> None:
        self._file.seek(at)
        while data:
            written = self._file.write(data)
            if not written:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            data = data[written:]


def lay_over(content: bytearray, at: int, pages: Pages) -> None:
    """Put pages over what was read of a file from `at` on."""
    if not pages:
        return
    end = at + len(content)
    for number in range(at // PAGE, -(-end // PAGE)):
        page = pages.get(number)
        if page is not None:
            low, high = max(at, number * PAGE), min(end, (number + 1) * PAGE)
            content[low - at : high - at] = page[low - number * PAGE : high - number * PAGE]


def _lock(file: IO[bytes]) -> None:
    """Raise BlockingIOError if another run has it; where files cannot be locked, nobody has."""
    try:
        import fcntl  # noqa: PLC0415 - not everywhere
    except ImportError:
        return
    fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
