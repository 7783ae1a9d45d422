"""A file is at each moment as it was at one of its commits, whatever ends the writer."""

import errno
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from engine.recordings.committed_file import CommittedFile
from engine.recordings.journal import decoded, encoded, journal_of, left_behind
from engine.recordings.settled_file import SettledFile

writes = st.lists(
    st.tuples(st.integers(0, 20_000), st.binary(min_size=1, max_size=9000)), max_size=6
)


def new(folder: Path) -> CommittedFile:
    path = folder / "file"
    path.unlink(missing_ok=True)
    return CommittedFile(path, is_new=True)


def write_all(file: CommittedFile, plain: bytearray, writes: list[tuple[int, bytes]]) -> None:
    for at, data in writes:
        file.seek(min(at, file.size))
        plain[file.tell() : file.tell() + len(data)] = data
        file.write(data)


@settings(max_examples=60, deadline=None)
@given(commits=st.lists(writes, min_size=1, max_size=5))
def test_it_reads_as_a_plain_file_and_keeps_what_was_committed(tmp_path_factory, commits) -> None:
    file, plain = new(tmp_path_factory.mktemp("file")), bytearray()
    for each in commits:
        write_all(file, plain, each)
        file.seek(0)
        assert file.read(file.size) == plain
        file.commit()
        assert file._path.read_bytes() == plain
    kept = bytes(plain)
    write_all(file, plain, [(5, b"not committed"), (len(plain), b"neither")])
    file.close()
    assert file._path.read_bytes() == kept


class KilledError(Exception):
    """Stands for a signal that no handler sees."""


@settings(max_examples=60, deadline=None)
@given(before=writes, after=writes, moment=st.integers(0, 6))
def test_a_commit_is_done_or_not(tmp_path_factory, before, after, moment) -> None:
    folder = tmp_path_factory.mktemp("file")
    file, plain = new(folder), bytearray()
    write_all(file, plain, [(0, bytes(12_000)), *before])
    file.commit()
    kept, calls = bytes(plain), []
    write_all(file, plain, after)
    real = file._write_at

    def killed(at: int, data: bytes) -> None:
        if len(calls) == moment:
            real(at, data[: len(data) // 2])
            raise KilledError
        calls.append(at)
        real(at, data)

    file._write_at = killed  # type: ignore[method-assign]
    with suppress(KilledError):
        file.commit()
    file._file.close()

    pages = left_behind(folder / "file")
    left = SettledFile(folder / "file", pages)
    settled = left.read(1 << 20)
    left.close()
    # What was appended may be there: nothing points to it.
    assert settled[: len(kept)] == kept or settled == plain
    again = CommittedFile(folder / "file", is_new=False)
    assert again.read(again.size) == settled
    again.close()
    assert not journal_of(folder / "file").exists()


def test_a_torn_journal_says_nothing() -> None:
    whole = encoded({3: bytearray(4096), 7: bytearray(b"x" * 4096)})
    assert set(decoded(whole)) == {3, 7}
    for count in (0, 5, 16, 4000, len(whole) - 1):
        assert decoded(whole[:count]) == {}
    assert decoded(whole[:-1] + b"y") == {}


def test_where_there_is_no_room_the_file_stays_as_it_was(tmp_path, monkeypatch) -> None:
    file, plain = new(tmp_path), bytearray()
    write_all(file, plain, [(0, b"kept" * 3000)])
    file.commit()

    def full(at: int, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(file, "_write_at", full)
    file.seek(file.size)
    assert file.write(b"more" * 3000) == 12_000
    with pytest.raises(OSError, match="No space"):
        file.commit()
    assert file.size == len(plain)
    file.close()
    assert (tmp_path / "file").read_bytes() == plain


def test_two_cannot_write_one_file(tmp_path) -> None:
    file = new(tmp_path)
    with pytest.raises(BlockingIOError):
        CommittedFile(tmp_path / "file", is_new=False)
    with pytest.raises(FileExistsError):
        CommittedFile(tmp_path / "file", is_new=True)
    file.close()


def test_a_journal_of_another_file_of_that_name_is_forgotten(tmp_path) -> None:
    journal_of(tmp_path / "file").write_bytes(encoded({0: bytearray(b"old" + bytes(4093))}))
    file = new(tmp_path)
    file.write(b"new")
    file.commit()
    file.close()
    assert left_behind(tmp_path / "file") == {}
    assert (tmp_path / "file").read_bytes() == b"new"
