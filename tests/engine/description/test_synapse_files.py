"""Synapses in files beside a description, as one run writes them and another begins with them."""

import io
import os

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from engine import (
    DescriptionError,
    InvalidValueError,
    Listed,
    NetworkFileError,
    Simulation,
    load_network,
    load_synapses,
    network_text,
    parse_network,
)
from engine.connections.synapse_file import columns_of
from engine.limits import LARGEST
from engine.runtime.memory import Free

HEAD = """\
name = "n"
dt_ms = 0.1

[populations.other]
size = 5
model = "izhikevich"

[populations.a]
size = 4
model = "leaky-integrate-and-fire"

[populations.b]
size = 3
model = "leaky-integrate-and-fire"

[[projections]]
source = "a"
target = "b"
synapse = "voltage-jump"
connect = "list"
"""
FILE_LINE = HEAD.count("\n") + 1
SOURCE, TARGET = range(5, 9), range(9, 12)
ROWS = np.array([[8, 9, -1.5, 2.0], [5, 11, 0.25, 0.1], [8, 9, 3.0, 0.3]])
PAIRS, WEIGHTS, DELAYS = [(3, 0), (0, 2), (3, 0)], [-1.5, 0.25, 3.0], [2.0, 0.1, 0.3]


def npy(array):
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, np.asarray(array))
    return buffer.getvalue()


def load(folder, name, content, more="", head=HEAD):
    """The projection whose file has this content."""
    (folder / name).write_bytes(content)
    (folder / "n.toml").write_text(f'{head}file = "{name}"\n{more}')
    return load_network(folder / "n.toml").projections[0]


FILES = {
    "plain.csv": (b"8,9,-1.5,2\n5,11,.25,0.1\n8,9,3,0.3", DELAYS),
    "header.csv": (
        b"source,target,weight_mV,delay_ms\n8,9,-1.5,2\n5,11,0.25,0.1\n8,9,3,0.3\n",
        DELAYS,
    ),
    "loose.csv": (
        b"\xef\xbb\xbfsource, target ,weight_mV\r\n\r\n 8,\t9,-15e-1\r\n5,11,+.25\r\n\r\n8,9,3\r\n",
        [],
    ),
    "still.csv": (b"8,9,-1.5,0\n5,11,0.25,0.0\n8,9,3,0e0\n", []),
    "ROWS.NPY": (npy(ROWS), DELAYS),
    "columns.npy": (npy(np.asfortranarray(ROWS)), DELAYS),
    "three.npy": (npy(ROWS[:, :3].astype(">f4")), []),
}


@pytest.mark.parametrize("name", FILES)
def test_synapses_come_from_a_file_beside_the_description(tmp_path, name):
    content, delays = FILES[name]
    projection = load(tmp_path, name, content)
    assert projection.connect == Listed(PAIRS, WEIGHTS, delays)
    assert load_synapses(tmp_path / name, SOURCE, TARGET, "mV") == projection.connect
    network = load_network(tmp_path / "n.toml")
    assert parse_network(network_text(network), "without files") == network
    assert "file" not in network_text(network)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("none.csv", b""),
        ("head.csv", b"source,target,weight_mV,delay_ms\n\n"),
        ("none.npy", npy(np.empty((0, 3)))),
    ],
)
def test_a_file_may_have_no_synapses(tmp_path, name, content):
    assert load(tmp_path, name, content).connect == Listed(())
    assert parse_network(network_text(load_network(tmp_path / "n.toml")), "again").size == 12


def test_what_the_file_leaves_out_is_the_projections_own(tmp_path):
    projection = load(tmp_path, "a.csv", b"5,9,1.5\n", "delay_ms = 1.0\nweight_mV = 7.0")
    simulation = Simulation(load_network(tmp_path / "n.toml"))
    assert projection.connect == Listed([(0, 0)], [1.5])
    assert [column.tolist() for column in simulation.connections(0)] == [[5], [9], [1.5], [10]]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(-LARGEST, LARGEST), min_size=1, max_size=20), st.sampled_from("cn"))
def test_weights_are_those_that_were_written_bit_for_bit(tmp_path_factory, weights, kind):
    folder = tmp_path_factory.mktemp("bits")
    name = {"c": "w.csv", "n": "w.npy"}[kind]
    rows = [(5, 9, weight) for weight in weights]
    text = "".join(f"{pre},{post},{weight!r}\n" for pre, post, weight in rows)
    (folder / name).write_bytes(text.encode() if kind == "c" else npy(rows))
    found = np.asarray(load_synapses(folder / name, SOURCE, TARGET).weights)
    assert found.tobytes() == np.array(weights).tobytes()


ROW = "must be a source, a target, a weight and perhaps a delay such as 0,12,0.5,1.5"
SHAPE = " must be numbers of shape (synapses, 3) or (synapses, 4), not "
BAD_FILES = {
    "a.csv": (b"5,9,1\n9,9,1\n", ", line 2: source must be a whole number from 5 to 8, not 9"),
    "b.csv": (b"5,9,1\n\n5,8,1\n", ", line 3: target must be a whole number from 9 to 11, not 8"),
    "c.csv": (b"5,9.5,1\n", ", line 1: target must be a whole number from 9 to 11, not 9.5"),
    "d.csv": (b"5,9,1e31\n", ", line 1: weight_mV must be finite and within 1e+30 of 0, not 1e+31"),
    "e.csv": (
        b"5,9,-1e999\n",
        ", line 1: weight_mV must be finite and within 1e+30 of 0, not -inf",
    ),
    "f.csv": (
        b"5,9,nan\n",
        f", line 1: {ROW}, or the header source,target,weight_mV,delay_ms, not",
    ),
    "g.csv": (b"5,9,1,-1\n", ", line 1: delay_ms must be from 0 to 10000, not -1"),
    "h.csv": (b"5,9,1,1\n5,9,1,10001\n", ", line 2: delay_ms must be from 0 to 10000, not 10001"),
    "i.csv": (
        b"5,9,1,1\n5,9,1\n",
        ", line 2: must have 4 numbers as the lines before, not '5,9,1'",
    ),
    "j.csv": (
        b"5,9,1\n5,9,1,1\n",
        ", line 2: must have 3 numbers as the lines before, not '5,9,1,1'",
    ),
    "k.csv": (
        b"source,target,weight_mV\n5,9,1,1\n",
        ", line 2: must have 3 numbers as the lines before, not '5,9,1,1'",
    ),
    "l.csv": (b"5,9\n", f", line 1: {ROW}, or the header"),
    "m.csv": (b"5,9,1\n5,9,1,1,1\n", f", line 2: {ROW}, not '5,9,1,1,1'"),
    "n.csv": (
        b"source,target,weight_nS,delay_ms\n5,9,1,1\n",
        ", line 1: must have weight_mV, not weight_nS: units differ",
    ),
    "o.csv": (b"source,target,weight\n", ", line 1: must have weight_mV, not weight: units differ"),
    "p.csv": (
        b"source,target,weight_mV,delay_s\n",
        ", line 1: must have delay_ms, not delay_s: units differ",
    ),
    "q.csv": (
        b"source,target,weight_\x1b[2J\n",
        ", line 1: must have weight_mV, not 'weight_\\x1b[2J': units differ",
    ),
    "r.csv": (b"target,source,weight_mV\n", f", line 1: {ROW}, or the header"),
    "s.csv": (b"5,9,1\nsource,target,weight_mV\n", f", line 2: {ROW}, not 'source,"),
    "t.csv": (b"source,target\n", f", line 1: {ROW}, or the header"),
    "u.csv": (b"\xff\xfe\x00", " is not UTF-8 text"),
    "v.csv": (b"\x00" * 100, f", line 1: {ROW}"),
    "w.csv": (b",,,\n", f", line 1: {ROW}"),
    "a.npy": (npy(ROWS)[:-1], " is damaged: it is not as long as its shape (3, 4) needs"),
    "b.npy": (npy(ROWS[:, :2]), f"{SHAPE}float64 of shape (3, 2)"),
    "c.npy": (npy(ROWS.astype(complex)), f"{SHAPE}complex128 of shape (3, 4)"),
    "d.npy": (npy(ROWS - 1), ", row 1: source must be a whole number from 5 to 8, not 4"),
    "e.npy": (npy([[5, 9, np.nan]]), ", row 0: weight_mV must be finite and within 1e+30 of 0"),
    "f.npy": (npy([[5, 9, 1, np.nan]]), ", row 0: delay_ms must be from 0 to 10000, not nan"),
    "g.npy": (b"PK\x03\x04" + bytes(100), " is not an npy file of numbers"),
    "h.txt": (b"5,9,1\n", " must end with .csv or .npy"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_other_files_are_refused_in_one_line(tmp_path, name):
    content, words = BAD_FILES[name]
    with pytest.raises(NetworkFileError) as told:
        load(tmp_path, name, content)
    with pytest.raises(DescriptionError) as refused:
        load_synapses(tmp_path / name, SOURCE, TARGET, "mV")
    assert str(refused.value).startswith(f"{tmp_path / name}{words}")
    place = f"{tmp_path / 'n.toml'}, line {FILE_LINE}: projections[0].file: "
    assert str(told.value) == f"{place}{refused.value}"
    assert str(told.value).isprintable()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"5,9,1,0.25\n", "0.25 ms is no multiple of dt_ms = 0.1 ms"),
        (b"5,9,1,1\n5,9,1,0\n", "must be at least dt_ms = 0.1 ms, not 0"),
        (b"5,9,1,6554\n", "must be at most 65535 steps of 0.1 ms, but reaches 6554 ms"),
    ],
)
def test_delays_that_the_network_can_not_have_are_refused(tmp_path, content, words):
    with pytest.raises(NetworkFileError) as caught:
        load(tmp_path, "w.csv", content)
    place = f"line {FILE_LINE}: projections[0].file.delays_ms: "
    assert str(caught.value) == f"{tmp_path / 'n.toml'}, {place}{words}"


def test_a_projection_with_a_delay_has_none_of_0(tmp_path):
    for delay in ("1.0", "{ uniform = [0.1, 1.0] }"):
        with pytest.raises(NetworkFileError, match=r"file\.delays_ms: must be at least dt_ms"):
            load(tmp_path, "w.csv", b"5,9,1,0\n", f"delay_ms = {delay}")
    with pytest.raises(NetworkFileError, match=r"projections\[0\]\.delay_ms: must be finite"):
        load(tmp_path, "w.csv", b"5,9,1,0\n", "delay_ms = nan")


@pytest.mark.parametrize(
    ("delay_ms", "delays_ms"),
    [(1.3, []), (0.0, [1.3, 1.3]), (2.0, [1.3, 1.3]), (None, [1.3, 1.3])],
)
def test_delays_that_are_all_the_projections_own_are_left_to_it(tmp_path, delay_ms, delays_ms):
    (tmp_path / "w.csv").write_bytes(b"5,9,1,1.3\n8,9,1,1.3000000001\n")
    listed = load_synapses(tmp_path / "w.csv", SOURCE, TARGET, "mV", delay_ms)
    assert listed.gives_delays == bool(delays_ms)
    assert tuple(listed.delays_ms) == pytest.approx(delays_ms)


def test_a_dendritic_delay_is_read_as_it_is_written(tmp_path):
    more = """delay_ms = 1.3
    plasticity = { rule = "pair-stdp", w_max_mV = 4.0, delay = "dendritic" }"""
    projection = load(tmp_path, "w.csv", b"5,9,1,1.3\n8,9,1,1.3\n", more)
    assert projection.connect == Listed([(0, 0), (3, 0)], [1.0, 1.0])
    with pytest.raises(NetworkFileError, match="dendritic only where all synapses have the same"):
        load(tmp_path, "w.csv", b"5,9,1,1.3\n8,9,1,1.4\n", more)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"a"\nt', '["a", "b"]\nt', "17: projections[0].source: must be a single population, as"),
        ('"b"\ns', '["a", "b"]\ns', "18: projections[0].target: must be a single population, as"),
        ('"a"\nt', '"c"\nt', "17: projections[0].source: unknown population 'c'"),
        ('"a"\nt', "[]\nt", "17: projections[0].source: must be a single population"),
        ('"list"\n', '"list"\npairs = []\n', "21: projections[0].pairs: must be left out: `file`"),
        ('"list"\n', '"list"\nweights_mV = [1]\n', "21: projections[0].weights_mV: must be left"),
        ('"list"\n', '"list"\ndelays_ms = [1]\n', "21: projections[0].delays_ms: must be left out"),
        (
            '"list"\n',
            '"one-to-one"\nweight_mV = 1\n',
            "22: projections[0].file: unknown key. Known here: ",
        ),
        ('"list"\n', '"list"\nfile = 5 #', "21: projections[0].file: must be text, not 5"),
        ('"list"\n', '"list"\nfiles = "a" #', "16: projections[0]: must have pairs or file (there"),
        ('"list"\n', '"list" #', "16: projections[0]: must have pairs or file"),
    ],
)
def test_what_can_not_stand_beside_a_file_is_refused(tmp_path, old, new, words):
    assert old in HEAD
    with pytest.raises(NetworkFileError) as caught:
        load(tmp_path, "w.csv", b"5,9,1\n", head=HEAD.replace(old, new))
    assert str(caught.value).startswith(f"{tmp_path / 'n.toml'}, line {words}")


def test_a_text_names_no_files():
    with pytest.raises(NetworkFileError, match="no folder in which it could be: use pairs, or"):
        parse_network(f'{HEAD}file = "w.csv"', "n.toml")


def test_what_is_no_file_is_refused_without_waiting(tmp_path):
    (tmp_path / "folder.csv").mkdir()
    os.mkfifo(tmp_path / "fifo.csv")
    for name, words in {
        "folder.csv": "Is a directory",
        "fifo.csv": "it is not a file",
        "nowhere.csv": "No such file or directory",
    }.items():
        with pytest.raises(DescriptionError, match=words):
            load_synapses(tmp_path / name, SOURCE, TARGET)


def test_files_that_are_too_large_are_refused_before_they_are_read(tmp_path, monkeypatch):
    with open(tmp_path / "large.csv", "wb") as file:
        file.truncate(2**30 + 1)
    with pytest.raises(DescriptionError, match="larger than the 1024 MB that synapses may have"):
        load_synapses(tmp_path / "large.csv", SOURCE, TARGET)
    (tmp_path / "small.csv").write_bytes(b"5,9,1\n")
    monkeypatch.setattr("engine.number_file.free_memory", lambda: Free(100, ""))
    with pytest.raises(DescriptionError, match="needs 144 bytes of memory to be read, and 100"):
        load_synapses(tmp_path / "small.csv", SOURCE, TARGET)


@pytest.mark.parametrize("odd", [5, (5, 9), range(5), range(5, 9, 2), range(-1, 9), range(9, 5)])
def test_what_is_no_range_of_neurons_is_refused_before_the_file_is_read(odd):
    for key in ("source", "target"):
        ends = {"source": SOURCE, "target": TARGET} | {key: odd}
        if odd == range(5):
            ends[key] = range(2**31, 2**31 + 1)
        with pytest.raises(InvalidValueError, match=f"^{key} must be a range"):
            load_synapses("nowhere.csv", **ends)


def test_what_is_no_unit_or_no_delay_is_refused_before_the_file_is_read():
    with pytest.raises(InvalidValueError, match=r"^unit must be"):
        load_synapses("nowhere.csv", SOURCE, TARGET, 5)
    for odd in ("1", np.nan, True):
        with pytest.raises(InvalidValueError, match=r"^delay_ms must be a number"):
            load_synapses("nowhere.csv", SOURCE, TARGET, "mV", odd)


def test_columns_have_the_unit_of_weights():
    assert columns_of("nS").names == ("source", "target", "weight_nS", "delay_ms")
    assert columns_of("").names == ("source", "target", "weight", "delay_ms")
