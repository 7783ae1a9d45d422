"""Descriptions come from files and pipes; whatever else is named is refused at once."""

import os
import socket
import threading
import time

import pytest

from engine import NetworkFileError, load_network, network_text, parse_network
from engine.gallery import from_gallery, network
from engine.toml import files

TEXT = network_text(from_gallery("izhikevich-2003"))


def refused(path, words):
    """Assert that it is, in one short line, within a generous time."""
    begun = time.process_time()
    with pytest.raises(NetworkFileError, match=words) as caught:
        load_network(path)
    message = str(caught.value)
    assert message.isprintable()
    assert len(message) < 400
    assert time.process_time() - begun < 10


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="needs devices")
@pytest.mark.parametrize("device", ["/dev/zero", "/dev/urandom", "/dev/full", "/dev/null"])
def test_devices_are_not_read(device):
    refused(device, "it is a device, not a file or a pipe")


def test_folders_and_sockets_are_not_read(tmp_path):
    refused(tmp_path, "it is a folder, not a file")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s"))
        refused(tmp_path / "s", "it is a socket, not a file")


@pytest.mark.parametrize(
    "name", ["a\0b", "\ud800.toml", "no\nsuch\x1b[2J.toml", "caf\udce9.toml", "x" * 10_000]
)
def test_names_that_no_file_has(name):
    refused(name, "no name of a file|No such file|too long")


def test_a_fifo_is_read_as_a_file_is(tmp_path):
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    writer = threading.Thread(target=lambda: fifo.write_text(TEXT))
    writer.start()
    assert network(str(fifo)) == from_gallery("izhikevich-2003")
    writer.join()


def test_a_pipe_without_end_is_given_up(monkeypatch, tmp_path):
    monkeypatch.setattr(files, "MAX_FILE_BYTES", 2 * 2**20)
    reading, writing = os.pipe()

    def pour():
        with os.fdopen(writing, "wb") as pipe:
            try:
                for _ in range(1000):
                    pipe.write(b"# more\n" * 10_000)
            except BrokenPipeError:
                pass

    writer = threading.Thread(target=pour)
    writer.start()
    refused(f"/dev/fd/{reading}", "larger than the 2 MB")
    os.close(reading)
    writer.join()


def test_a_file_that_is_too_large_is_not_read(tmp_path):
    with (tmp_path / "large.toml").open("wb") as file:
        file.truncate(files.MAX_FILE_BYTES + 1)
    refused(tmp_path / "large.toml", "larger than the 64 MB")


HEAD = 'name = "n"\ndt_ms = 1.0\n[populations.a]\nsize = 100\nmodel = "izhikevich"\n'
CONTENTS = {
    "another code": (b"\xff\xfen\x00", "not UTF-8"),
    "two marks": (b"\xef\xbb\xbf\xef\xbb\xbf" + HEAD.encode(), "not TOML"),
    "NUL": (HEAD.encode() + b"\x00", "not TOML"),
    "twice": (
        b"name = 'a'\nname = 'b'\n",
        "not TOML: Cannot overwrite a value .at line 2, column 11",
    ),
    "case": (HEAD.replace("name", "Name").encode(), "'name' is missing .there is 'Name'"),
    "returns": (HEAD.replace("\n", "\r").encode(), "not TOML"),
    "digits": (b"name = " + b"9" * 5000, "number of too many digits"),
    "large": (
        HEAD.replace("1.0", "0x" + "f" * 5000).encode(),
        "line 2: dt_ms: must be finite, not so large a number",
    ),
    "lists": (b"a = " + b"[" * 100_000, "nested too deeply"),
    "tables": (b"a = " + b"{a=" * 100_000, "nested too deeply"),
    "deep key": (b"a." * 100_000 + b"a = 1", "a key of more than 50 parts"),
    "deep table": (b"[" + b"a." * 100_000 + b"a]", "a key of more than 50 parts"),
    "control": (HEAD.encode() + rb'"\u001b[2J\u202e" = 2', r"line 6: .*a.'\\x1b\[2J\\u202e': unk"),
    "long key": (HEAD.encode() + b"a" * 300_000 + b" = 2", r"line 6: .*a.'aa.*\.\.\.a*': unknown"),
    "long value": (HEAD.encode() + b"power = '" + b"a" * 300_000 + b"'", "line 6: .*must be a num"),
    "long model": (HEAD.replace("izhi", "i" * 300_000).encode(), "line 5: .*unknown model 'iiii"),
    "long name": (HEAD.replace('"n"', f'"{"n" * 200}"').encode(), "name: must be of at most 100"),
}


@pytest.mark.parametrize("case", CONTENTS)
def test_contents_that_are_no_description(tmp_path, case):
    data, words = CONTENTS[case]
    (tmp_path / "bad.toml").write_bytes(data)
    refused(tmp_path / "bad.toml", words)


def test_line_ends_of_other_systems(tmp_path):
    (tmp_path / "dos.toml").write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    assert load_network(tmp_path / "dos.toml") == from_gallery("izhikevich-2003")


LISTED = (
    '[[projections]]\nsource = "a"\ntarget = "a"\nsynapse = "voltage-jump"\nconnect = "list"\n'
    "weight_mV = 1.0\npairs = "
)
PAIRS = ["[1, 2]"] * 999_999


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (HEAD + 10_000_000 * "\n" + "bad = 1", "line 10000006: populations.a.bad: unknown key"),
        (HEAD + 500_000 * "# so\n\n" + "bad = 1", "line 1000006: populations.a.bad: unknown key"),
        (HEAD + 10_000_000 * " " + "\nbad = 1", "line 7: populations.a.bad: unknown key"),
        (20_000_000 * "\0", "not TOML: Invalid statement .at line 1, column 1"),
        (20_000_000 * "[", "not TOML: .*line 1, column 3"),
        ("x=" + 20_000_000 * "[", "nested too deeply"),
        ("x=" + 5_000_000 * "1,", "not TOML: .*line 1, column 4"),
        (HEAD + LISTED + f"[{','.join(PAIRS)}, [0, 100]]\n", r"line 12: .*\[0, 100\] is not with"),
        (HEAD + LISTED + f'[{",".join(PAIRS)}, [0, "1"]]\n', "line 12: .*must be a list of pairs"),
        (HEAD + LISTED + f"[{','.join(PAIRS)}, [0]]\nc = 2", "line 12: .*must be a list of pairs"),
        (HEAD + LISTED + f"[{','.join(PAIRS)}]\nc = 2", r"line 13: projections\[0\].c: unknown"),
        (HEAD + LISTED + "[\n" + ",\n".join(PAIRS) + ",\n]]", r"not TOML.*line 1000012, column 2"),
    ],
    ids=[
        "newlines",
        "comments",
        "blanks",
        "NULs",
        "headers",
        "lists",
        "numbers",
        "outside",
        "text",
        "short",
        "after",
        "bracket",
    ],
)
def test_long_texts_take_no_time(text, words):
    """Each takes a second or two; a minute is what it once took."""
    begun = time.process_time()
    with pytest.raises(NetworkFileError, match=words):
        parse_network(text, "long.toml")
    assert time.process_time() - begun < 6


def test_long_lists_are_read_as_short_ones_are():
    """They go another way."""
    pairs = [[k % 100, k * 7 % 100] for k in range(1500)]
    weights = [k * 0.001 for k in range(1500)]
    plain = f"{LISTED}{pairs}\nweights_mV = {weights}\n"
    spread = (
        LISTED
        + "[\n"
        + "".join(f"  [{pre},{post},],\n" for pre, post in pairs)
        + "]\nweights_mV = [  # one for each\n"
        + "".join(f"  {weight}, # some\n\n" for weight in weights)
        + "]\n"
    )
    quoted = f"{LISTED}{pairs}\nweights_mV = [{', '.join(f'+{weight}' for weight in weights)}]\n"
    first, second, third = (parse_network(HEAD + each, "n") for each in (plain, spread, quoted))
    assert first == second == third
    assert list(first.projections[0].connect.pairs) == [tuple(pair) for pair in pairs]
    assert list(first.projections[0].connect.weights) == weights
