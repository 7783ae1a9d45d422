"""A file of arrays is read as it was written, or refused in one way."""

import errno
import hashlib
import io
import os
import zipfile

import numpy as np
import pytest

from engine import CheckpointError
from engine.checkpoints.file import MARK, read_arrays, text_array, text_of, write_arrays
from engine.runtime.memory import Free

ARRAYS = {
    "numbers": np.arange(12.0).reshape(3, 4),
    "steps": np.arange(5),
    "one": np.array(7, np.uint64),
    "none": np.empty((0, 3), np.int32),
    "text": text_array("café\n"),
}


@pytest.fixture
def path(tmp_path):
    write_arrays(tmp_path / "moment.npz", ARRAYS)
    return tmp_path / "moment.npz"


def signed(content: bytes) -> bytes:
    """The content of a zip file as a file whose digest is right."""
    comment = MARK + b"0" * 64
    end = content.rindex(b"PK\5\6")
    whole = content[: end + 20] + len(comment).to_bytes(2, "little") + MARK
    return whole + hashlib.sha256(whole).hexdigest().encode()


def zipped(*entries: tuple[str, bytes], **options) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", **options) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return file.getvalue()


def npy(array, **options) -> bytes:
    file = io.BytesIO()
    np.lib.format.write_array(file, np.asarray(array), **options)
    return file.getvalue()


def test_what_is_written_is_read(path):
    read = read_arrays(path)
    assert read.keys() == ARRAYS.keys()
    for name, array in ARRAYS.items():
        assert read[name].dtype == array.dtype
        np.testing.assert_array_equal(read[name], array)
    assert text_of("text", read["text"]) == "café\n"
    assert not read["steps"].flags.writeable


def test_numpy_reads_it_too(path):
    with np.load(path, allow_pickle=False) as file:
        np.testing.assert_array_equal(file["numbers"], ARRAYS["numbers"])


def test_every_flipped_bit_and_every_cut_is_seen(path):
    whole = path.read_bytes()
    for at in range(len(whole)):
        flipped = bytearray(whole)
        flipped[at] ^= 1 << at % 8
        path.write_bytes(flipped)
        with pytest.raises(CheckpointError):
            read_arrays(path)
    for size in range(0, len(whole), 13):
        path.write_bytes(whole[:size])
        with pytest.raises(CheckpointError):
            read_arrays(path)
    path.write_bytes(whole + b"\0")
    with pytest.raises(CheckpointError):
        read_arrays(path)


PLAIN = zipped(("a.npy", npy([1])))
HOSTILE = {
    "bomb": zipped(
        ("a.npy", npy(np.zeros(10_000_000, np.uint8))), compression=zipfile.ZIP_DEFLATED
    ),
    "another compression": zipped(("a.npy", npy([1])), compression=zipfile.ZIP_LZMA),
    "encrypted": PLAIN.replace(b"PK\1\2\x14\3\x14\0\0\0", b"PK\1\2\x14\3\x14\0\1\0"),
    "too many": zipped(*[(f"{k}.npy", npy(k)) for k in range(10_001)]),
    "empty": zipped(("a.npy", b"")),
    "no array": zipped(("a.txt", npy([1]))),
    "too short": zipped(("a.npy", npy([1])[:-1])),
    "too long": zipped(("a.npy", npy([1]) + b"\0")),
    "truth": zipped(("a.npy", npy([True]))),
    "text": zipped(("a.npy", npy(["text"]))),
    "complex": zipped(("a.npy", npy([1j]))),
    "structure": zipped(("a.npy", npy(np.zeros(2, [("x", "f8")])))),
    "pickle": zipped(("a.npy", npy([{}], allow_pickle=True))),
    "columns first": zipped(("a.npy", npy(np.asfortranarray(np.eye(2))))),
    "another version": zipped(("a.npy", npy([1], version=(2, 0)))),
    "another shape": zipped(("a.npy", npy([1]).replace(b"(1,)", b"(9,)"))),
    "negative shape": zipped(("a.npy", npy([1]).replace(b"(1,)", b"(-1,"))),
    "huge shape": zipped(
        ("a.npy", npy(np.empty((0, 1))).replace(b"(0, 1),", b"(0, 9999999999999999999999),"))
    ),
    "nested": zipped(("a.npy", b"\x93NUMPY\1\0v\0" + b"(" * 118)),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_with_a_right_digest(tmp_path, content):
    path = tmp_path / "hostile.npz"
    path.write_bytes(signed(content))
    with pytest.raises(CheckpointError, match="is not a checkpoint: "):
        read_arrays(path)


def test_two_entries_of_one_name(tmp_path):
    path = tmp_path / "hostile.npz"
    path.write_bytes(
        signed(zipped(("a.npy", npy(1)), ("b.npy", npy(2))).replace(b"b.npy", b"a.npy"))
    )
    with pytest.raises(CheckpointError, match="two entries of one name"):
        read_arrays(path)


def test_the_format_is_told(tmp_path, path):
    np.savez(tmp_path / "first.npz", format=1, step=3)
    with pytest.raises(CheckpointError, match=r"is a checkpoint of format 1, .* have format 5"):
        read_arrays(tmp_path / "first.npz")
    whole = path.read_bytes()
    for other in (3, 4, 6):
        path.write_bytes(whole.replace(MARK, MARK.replace(b"5", b"%d" % other)))
        with pytest.raises(CheckpointError, match=f"is a checkpoint of format {other}, not 5"):
            read_arrays(path)


def test_more_than_there_is_memory_for(path, monkeypatch):
    monkeypatch.setattr("engine.checkpoints.file.free_memory", lambda: Free(100, ""))
    with pytest.raises(CheckpointError, match="100 bytes of memory are free"):
        read_arrays(path)


@pytest.mark.parametrize("name", ["", ".", "no/such", "a\0b", "a" * 300, "file/inside"])
def test_places_that_can_not_be(tmp_path, name, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    before = sorted(tmp_path.iterdir())
    with pytest.raises(CheckpointError, match="cannot write checkpoint"):
        write_arrays(name, ARRAYS)
    with pytest.raises(CheckpointError, match="cannot read checkpoint"):
        read_arrays(name)
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.skipif(os.name != "posix", reason="no devices and FIFOs")
def test_what_is_no_file_is_left_alone(tmp_path):
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "loop").symlink_to("loop")
    for place in (tmp_path / "fifo", tmp_path / "loop", "/dev/null", "/dev/zero"):
        with pytest.raises(CheckpointError, match="cannot read"):
            read_arrays(place)
        with pytest.raises(CheckpointError, match="cannot write"):
            write_arrays(place, ARRAYS)
    assert (tmp_path / "fifo").is_fifo()
    assert (tmp_path / "loop").is_symlink()


@pytest.mark.skipif(os.name != "posix", reason="links need a privilege")
def test_a_link_is_written_through(tmp_path, path):
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "link"
    link.symlink_to("elsewhere/there.npz")
    write_arrays(link, ARRAYS)
    assert link.is_symlink()
    (tmp_path / "elsewhere" / "there.npz").chmod(0o640)
    write_arrays(link, {"other": np.arange(3)})
    assert (tmp_path / "elsewhere" / "there.npz").stat().st_mode & 0o777 == 0o640
    assert list(read_arrays(link)) == ["other"]
    assert os.listdir(tmp_path / "elsewhere") == ["there.npz"]


def test_a_long_name_is_written(tmp_path):
    path = tmp_path / ("n" * 250 + ".npz")
    write_arrays(path, ARRAYS)
    assert read_arrays(path).keys() == ARRAYS.keys()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EFBIG, errno.EDQUOT])
def test_a_full_disk_leaves_what_was_there(path, monkeypatch, number):
    before = path.read_bytes()

    def full(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CheckpointError, match=os.strerror(number)):
        write_arrays(path, {"other": np.arange(3)})
    assert path.read_bytes() == before
    assert os.listdir(path.parent) == [path.name]
