"""ResultsFile: the rows of a sweep on disk, at every moment a whole file that anybody can read.

A Parquet file can be read once its end is there, so what is known so far is written anew, beside
the file, now and then: seldom enough to cost no time that counts.
"""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from engine.errors import EngineError
from engine.quoting import one_line, shown_path
from engine.sweeps.columns import KEY, SWEEP
from engine.sweeps.file_lock import is_at, is_locked
from engine.sweeps.formats import SUFFIXES, read, write

if TYPE_CHECKING:
    import pyarrow as pa

PARTIAL, FRESH = ".partial", ".new"
EVERY_S = 1.0
SHARE = 0.02
"""Of the time, that may go to writing what was written before."""


class ResultsError(EngineError, RuntimeError):
    """Results that can't be written, or a file that does not hold results of this sweep."""


class ResultsFile:
    """Keeps a table in `path` + .partial until it is complete; no two sweeps do at once.

    It goes on from what is there in .partial and, with `resume`, in the file itself; with `force`
    it begins anew. sweep: the key of the one that all rows are of. Raises ResultsError for a file
    that exists, is in use, can't be read, or is of another sweep.
    """

    def __init__(
        self,
        path: Path,
        schema: "pa.Schema",
        sweep: str,
        *,
        force: bool = False,
        resume: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.path, self.partial = path, path.with_name(path.name + PARTIAL)
        self._suffix = path.suffix.lower()
        self._schema, self._sweep, self._clock = schema, sweep, clock
        self._parts = [schema.empty_table()]
        self._written = 0
        """Rows in .partial."""
        self._has_news = False
        self._due_s = clock() + EVERY_S
        if self._suffix not in SUFFIXES:
            raise ResultsError(f"{shown_path(path)} must end with {', '.join(SUFFIXES)}")
        if os.path.lexists(path) and not (force or resume):
            raise ResultsError(
                f"{shown_path(path)} exists; use --resume to run what it lacks, or --force to "
                "replace it"
            )
        self._lock = self._locked()
        try:
            for each in () if force else (path, self.partial):
                self._take(each)
        except BaseException:
            # One that was made here to be locked, not what another sweep has left.
            if os.fstat(self._lock.fileno()).st_size == 0:
                self.partial.unlink(missing_ok=True)
            self._lock.close()
            raise

    @property
    def table(self) -> "pa.Table":
        """All rows; of each key the one that came last."""
        if len(self._parts) > 1:
            self._parts = [_joined(self._parts)]
        return self._parts[0]

    def add(self, rows: "pa.Table") -> None:
        """Keep these rows too. Raises ResultsError; what was written before stays."""
        self._parts.append(rows)
        self._has_news = True
        if self._clock() >= self._due_s:
            begin_s = self._clock()
            self._write(self.table)
            now_s = self._clock()
            self._due_s = now_s + max(EVERY_S, (now_s - begin_s) / SHARE)

    def finish(self, ordered: "pa.Table") -> None:
        """Give the file its name: it has all rows, in this order. Raises ResultsError."""
        self._write(ordered)
        try:
            os.replace(self.partial, self.path)
        except OSError as error:
            raise self._refusal(error) from error
        self._written = 0
        self._lock.close()

    def abandon(self) -> str:
        """Keep what there is, as far as there is room; a word on where, empty if on nothing."""
        with suppress(ResultsError):  # there is no room for the newest
            if self._has_news:
                self._write(self.table)
        if self._written == 0:
            self.partial.unlink(missing_ok=True)
        self._lock.close()
        kept = f"{self._written} run{'' if self._written == 1 else 's'}"
        return f"{kept} in {shown_path(self.partial)}" if self._written else ""

    def _write(self, table: "pa.Table") -> None:
        """Put a whole file in the place of .partial, and hold it as that was held."""
        fresh = self.partial.with_name(self.partial.name + FRESH)
        file: BinaryIO | None = None
        try:
            file = fresh.open("w+b")
            is_locked(file)
            write(table, file, self._suffix)
            file.flush()
            os.fsync(file.fileno())
            os.replace(fresh, self.partial)
        except OSError as error:
            if file is not None:
                with suppress(OSError):  # what it has yet to write finds no room either
                    file.close()
                fresh.unlink(missing_ok=True)
            raise self._refusal(error) from error
        self._lock.close()
        self._lock, self._written, self._has_news = file, table.num_rows, False

    def _take(self, path: Path) -> None:
        """Begin with the rows of an earlier file, if there is one with any."""
        try:
            if not path.exists() or path.stat().st_size == 0:
                return
            found = read(path, self._schema, self._suffix)
            has_columns = found.schema.names == self._schema.names
            if has_columns and set(found[SWEEP].to_pylist()) <= {self._sweep}:
                self._parts.append(found.cast(self._schema))
                if path == self.partial:
                    self._written = found.num_rows
                return
        except (OSError, ValueError) as error:
            raise ResultsError(
                f"{shown_path(path)} can't be gone on from; --force begins anew: "
                f"{one_line(str(error))}"
            ) from error
        differs = "network, duration, from_ms or version" if has_columns else "columns"
        raise ResultsError(
            f"{shown_path(path)} is of another sweep, with other {differs}; --force begins anew"
        )

    def _locked(self) -> BinaryIO:
        """The file .partial, open and ours alone. Raises ResultsError."""
        while True:
            try:
                file = self.partial.open("a+b")
            except OSError as error:
                raise self._refusal(error) from error
            if not is_locked(file):
                file.close()
                raise ResultsError(f"another sweep is writing {shown_path(self.partial)}")
            if is_at(file, self.partial):
                return file
            file.close()

    def _refusal(self, error: OSError) -> ResultsError:
        return ResultsError(f"cannot write {shown_path(self.path)}: {error.strerror or error}")


def _joined(parts: list["pa.Table"]) -> "pa.Table":
    """All rows; of each key the one that came last."""
    import pyarrow as pa  # noqa: PLC0415 - an extra

    together = pa.concat_tables(parts)
    last = {key: number for number, key in enumerate(together[KEY].to_pylist())}
    if len(last) == together.num_rows:
        return together
    return together.take(pa.array(sorted(last.values()), pa.int64()))
