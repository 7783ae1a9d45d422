"""LentFile: a file that a library writes."""

import io
from typing import Any


class LentFile(io.FileIO):
    """No write fails: libraries that stand amid their own work could not bear it.

    `error` is what went wrong, after which nothing more is written. The descriptor stays open.
    """

    def __init__(self, descriptor: int) -> None:
        super().__init__(descriptor, "r+b", closefd=False)
        self.error: OSError | None = None

    def write(self, data: Any, /) -> int:
        """Write it all, if that can be done."""
        whole = memoryview(data).cast("B")
        rest = whole
        try:
            while rest and self.error is None:
                rest = rest[super().write(rest) :]
        except OSError as error:
            self.error = error
        return len(whole)
