"""When spike sources spike, as programs, files and files beside them say it."""

import copy
import io
import math
import os
import pickle
import re

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from engine import (
    ConstantCurrent,
    CurrentStep,
    DescriptionError,
    GivenSpikes,
    Network,
    NetworkFileError,
    NoiseCurrent,
    PoissonRate,
    PoissonSpikes,
    Population,
    Projection,
    VoltageJump,
    load_network,
    load_spikes,
    network_text,
    parse_network,
)
from engine.runtime.memory import Free

HEAD = """\
name = "n"
dt_ms = 0.1

[populations.in]
size = 3
model = "spike-source"
"""


def network_of(spikes, size=3, **further):
    population = Population(name="in", size=size, model="spike-source", spikes=spikes)
    return Network(name="n", dt_ms=0.1, populations=[population], **further)


def spikes_of(text):
    return parse_network(HEAD + text, "n.toml").populations[0].spikes


@pytest.mark.parametrize(
    ("text", "spikes"),
    [
        ("spikes = { times_ms = [[2, 1.5], [], [0]] }", GivenSpikes([[1.5, 2.0], [], [0.0]])),
        ("[populations.in.spikes]\nrate_Hz = 5", PoissonRate(5.0)),
        (
            "spikes = { rate_Hz = [5, 20.5], from_ms = [0, 100] }",
            PoissonRate([5.0, 20.5], [0.0, 100.0]),
        ),
        ("spikes = { rate_Hz = 5, from_ms = [100.0] }", PoissonRate(5.0, [100.0])),
    ],
)
def test_files_say_the_same_as_programs(text, spikes):
    network = parse_network(HEAD + text, "n.toml")
    assert network == network_of(spikes)
    assert parse_network(network_text(network), "again") == network
    for again in (copy.deepcopy(network), pickle.loads(pickle.dumps(network))):
        assert again == network
        assert hash(again) == hash(network)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sets(st.integers(0, 10**6), max_size=5), min_size=1, max_size=5))
def test_what_is_written_reads_back_equal_whatever_the_order(steps):
    times = [[step * 0.1 for step in row] for row in steps]
    network = network_of(GivenSpikes(times), len(times))
    assert network == network_of(GivenSpikes([row[::-1] for row in times]), len(times))
    assert parse_network(network_text(network), "again") == network
    assert network.populations[0].spikes.trains.tolist() == [sorted(row) for row in times]


def test_given_times_are_kept_apart_from_what_they_were_given_as():
    times = np.array([[1.0, 2.0]])
    spikes = GivenSpikes(times)
    times[0, 0] = math.nan
    assert spikes == GivenSpikes([[1.0, 2.0]]) != GivenSpikes([[1.0], [2.0]])
    assert hash(GivenSpikes([[-0.0]])) == hash(GivenSpikes([[0.0]]))
    assert spikes != "other"
    with pytest.raises(ValueError, match="read-only"):
        spikes.trains.times_ms[0] = 3.0


@pytest.mark.parametrize(
    ("spikes", "place", "words"),
    [
        (None, "", "is missing: model spike-source needs GivenSpikes or PoissonRate"),
        (5.0, "", "must be one of GivenSpikes, PoissonRate, not 5.0"),
        (GivenSpikes([[1.0]]), ".times_ms", "needs times for each of the 3 neurons, not 1"),
        (GivenSpikes([[1.0], [], [2, -1]]), ".times_ms[2]", "must be at least 0, not -1"),
        (GivenSpikes([[math.nan], [], []]), ".times_ms[0]", "finite"),
        (GivenSpikes([[], [math.inf], []]), ".times_ms[1]", "finite"),
        (GivenSpikes([[], [1e31], []]), ".times_ms[1]", "within 1e+30 of 0"),
        (GivenSpikes([[1e20], [], []]), ".times_ms", "is more than 1099511627776 steps"),
        (GivenSpikes([[], [], [3, 1.02, 0.98]]), ".times_ms[2]", "0.98 and 1.02 ms are in the"),
        (PoissonRate(-1.0), ".rate_Hz", "must be at least 0, not -1"),
        (PoissonRate(math.nan), ".rate_Hz", "finite"),
        (PoissonRate(10**400), ".rate_Hz", "within 1e+30 of 0"),
        (PoissonRate([]), ".rate_Hz", "must be one rate at least"),
        (PoissonRate(10_001.0), ".rate_Hz", "gives 1.0001 spikes in each step of 0.1 ms"),
        (PoissonRate([1.0, 2.0]), ".from_ms", "needs a time for each of the 2 rates"),
        (PoissonRate([1.0], [0.0, 1.0]), ".from_ms", "needs a time for each of the 1 rates"),
        (PoissonRate([1.0, 2.0], [5.0, 5.0]), ".from_ms", "must ascend"),
        (PoissonRate([1.0, 2.0], [5.0, 1.0]), ".from_ms", "must ascend"),
        (PoissonRate([1.0], [-1.0]), ".from_ms", "must be at least 0, not -1"),
        (PoissonRate([1.0], [0.05]), ".from_ms", "0.05 ms is no multiple of dt_ms"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(spikes, place, words):
    with pytest.raises(DescriptionError, match=re.escape(words)) as caught:
        network_of(spikes)
    assert str(caught.value).startswith(f"populations.in.spikes{place}: ")


ODD = [
    None,
    5,
    "12",
    ["12"],
    [[["1"]]],
    [[[1.0]]],
    [[1.0], 2.0],
    {"a": [1]},
    [["a"]],
    [[1j]],
    object,
]


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_what_are_no_lists_of_times_is_refused(odd):
    with pytest.raises(DescriptionError, match="times_ms: must be a list of times for each"):
        GivenSpikes(odd)


@pytest.mark.parametrize(
    "odd", [None, "5", True, ["5"], [True], pytest.param(object(), id="object")], ids=repr
)
def test_what_are_no_rates_is_refused(odd):
    with pytest.raises(DescriptionError, match=r"^(rate_Hz|from_ms): must be"):
        PoissonRate(odd)
    with pytest.raises(DescriptionError, match=r"^from_ms: must be"):
        PoissonRate(5.0, odd)


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("parameters", {"tau_m_ms": 1.0}, "unknown parameter of model spike-source 'tau_m_ms'"),
        ("start", {"spike": 1.0}, "model spike-source has nothing to start from"),
        ("cell_type", "RS", "unknown cell type of model spike-source 'RS'"),
        ("model", "izhikevich", "model izhikevich spikes by itself; only spike-source is told"),
    ],
)
def test_what_a_source_has_not_is_refused(key, value, words):
    fields = {"name": "in", "size": 3, "model": "spike-source", "spikes": PoissonRate(5.0)}
    with pytest.raises(DescriptionError, match=re.escape(words)):
        Population(**fields | {key: value})


@pytest.mark.parametrize(
    ("kind", "part"),
    [
        (
            "projections",
            Projection(source="in", target="in", synapse=VoltageJump(), weight=1.0),
        ),
        (
            "projections",
            Projection(source="in", target="in", synapse=CurrentStep(), weight=1.0),
        ),
        ("inputs", ConstantCurrent(target="in", current=1.0)),
        ("inputs", NoiseCurrent(target="in", standard_deviation=1.0)),
        ("inputs", PoissonSpikes(target="in", rate_Hz=1.0, synapse=VoltageJump(), weight=1.0)),
    ],
)
def test_nothing_can_act_on_a_source(kind, part):
    with pytest.raises(DescriptionError) as caught:
        network_of(PoissonRate(5.0), **{kind: [part]})
    assert str(caught.value).startswith(f"{kind}[0].target: population in takes no input: its")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 4: populations.in.spikes: is missing: model spike-source needs"),
        ("spikes = 5", "line 7: populations.in.spikes: must be a table, not 5"),
        ("spikes = {}", "line 7: populations.in.spikes: must have times_ms, file or rate_Hz"),
        (
            "spikes = { rate_hz = 5 }",
            "line 7: populations.in.spikes.rate_hz: unknown key; did you mean 'rate_Hz'? "
            "Known here: times_ms, file, rate_Hz, from_ms.",
        ),
        (
            "[populations.in.spikes]\nrate_Hz = 5\n\ntimes_ms = []",
            "line 8: populations.in.spikes.rate_Hz: excludes `times_ms`: spikes are given, or",
        ),
        ("spikes = { from_ms = [0] }", "line 7: populations.in.spikes: key 'rate_Hz' is missing"),
        ("spikes = { rate_Hz = '5' }", "line 7: populations.in.spikes.rate_Hz: must be a number"),
        ("spikes = { rate_Hz = [[5]] }", "line 7: populations.in.spikes.rate_Hz: must be a number"),
        ("spikes = { times_ms = [1, 2, 3] }", "line 7: populations.in.spikes.times_ms: must be"),
        ("spikes = { times_ms = [['a'], [], []] }", "line 7: populations.in.spikes.times_ms: must"),
        (
            "[populations.in.spikes]\ntimes_ms = [\n[1],\n[2],\n[nan]]",
            "line 8: populations.in.spikes.times_ms[2]: must be finite and at least 0, not nan",
        ),
        (
            "spikes = { file = 'spikes.csv' }",
            "line 7: populations.in.spikes.file: there is no folder in which it could be",
        ),
        ("spikes = { file = 5 }", "line 7: populations.in.spikes.file: must be text, not 5"),
        (
            "spikes = { rate_Hz = 1 }\n[[inputs]]\nkind = 'constant'\ntarget = 'in'\ncurrent = 1",
            "line 10: inputs[0].target: population in takes no input",
        ),
    ],
)
def test_errors_of_files_name_line_and_key(text, message):
    with pytest.raises(NetworkFileError) as caught:
        spikes_of(text)
    assert str(caught.value).startswith(f"n.toml, {message}")
    assert str(caught.value).isprintable()


PAIRS = np.array([[2, 1.5], [0, 3.0], [2, 0.5]])
EXPECTED = GivenSpikes([[3.0], [], [0.5, 1.5]])


def npy(array, **options):
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, np.asarray(array), **options)
    return buffer.getvalue()


FILES = {
    "plain.csv": b"2,1.5\n0,3.0\n2,0.5\n",
    "header.csv": b"neuron,time_ms\n2,1.5\n0,3.0\n2,0.5",
    "loose.csv": b"\xef\xbb\xbfneuron, time_ms\r\n\r\n 2 ,\t1.5\r\n0,3e0\r\n+2,.5\r\n\r\n",
    "ROWS.NPY": npy(PAIRS),
    "columns.npy": npy(np.asfortranarray(PAIRS)),
    "singles.npy": npy(PAIRS.astype(">f4")),
    "second.npy": npy(PAIRS, version=(2, 0)),
}


@pytest.mark.parametrize("name", FILES)
def test_spikes_come_from_a_file_beside_the_description(tmp_path, name):
    (tmp_path / name).write_bytes(FILES[name])
    (tmp_path / "n.toml").write_text(f'{HEAD}spikes = {{ file = "{name}" }}')
    assert load_spikes(tmp_path / name, size=3) == EXPECTED
    network = load_network(tmp_path / "n.toml")
    assert network == network_of(EXPECTED)
    assert parse_network(network_text(network), "without files") == network


def test_a_file_brings_further_spikes_and_may_be_empty(tmp_path):
    (tmp_path / "more.csv").write_bytes(FILES["plain.csv"])
    for name, content in {"none.csv": b"", "head.csv": b"neuron,time_ms\n\n"}.items():
        (tmp_path / name).write_bytes(content)
        assert load_spikes(tmp_path / name, size=2) == GivenSpikes([[], []])
    (tmp_path / "none.npy").write_bytes(npy(np.empty((0, 2))))
    assert load_spikes(tmp_path / "none.npy", size=2) == GivenSpikes([[], []])
    text = '[populations.in.spikes]\ntimes_ms = [[9], [8], []]\nfile = "more.csv"'
    (tmp_path / "n.toml").write_text(HEAD + text)
    network = load_network(tmp_path / "n.toml")
    assert network == network_of(GivenSpikes([[3.0, 9.0], [8.0], [0.5, 1.5]]))


def header(text):
    head = text.encode()
    return b"\x93NUMPY\x01\x00" + len(head).to_bytes(2, "little") + head


BAD_FILES = {
    "a.csv": (b"0,1\n3,1\n", ", line 2: neuron must be a whole number from 0 to 2, not 3"),
    "b.csv": (b"neuron,time_ms\n\n0.5,1\n", ", line 3: neuron must be a whole number from 0"),
    "c.csv": (b"0,1\n-1,1\n", ", line 2: neuron must be a whole number from 0 to 2, not -1"),
    "d.csv": (b"0,1\n\n0,-1\n", ", line 3: time_ms must be finite and at least 0, not -1"),
    "e.csv": (b"0,1e400\n", ", line 1: time_ms must be finite and at least 0, not inf"),
    "f.csv": (b"0,1\n1,nan\n", ", line 2: must be a neuron and a time such as 3,12.5, not '1,nan'"),
    "g.csv": (b"time,neuron\n", ", line 1: must be a neuron and a time such as 3,12.5, or the"),
    "h.csv": (b"0,1,2\n", ", line 1: must be a neuron and a time"),
    "i.csv": (b"0,1\n5\n", ", line 2: must be a neuron and a time"),
    "j.csv": (b"0;1\n", ", line 1: must be a neuron and a time"),
    "k.csv": (b"0,1_0\n", ", line 1: must be a neuron and a time"),
    "l.csv": (b"0,\x1b[2J\n", ", line 1: must be a neuron and a time"),
    "m.csv": (b"\xff\xfe\x00", " is not UTF-8 text"),
    "n.csv": (b"\x00" * 100, ", line 1: must be a neuron and a time"),
    "o.csv": (b"0,1 2\n", ", line 1: must be a neuron and a time"),
    "a.npy": (b"", " is not an npy file of numbers"),
    "b.npy": (b"\x93NUMPY\x01\x00", " is not an npy file of numbers"),
    "c.npy": (b"PK\x03\x04" + bytes(100), " is not an npy file of numbers"),
    "d.npy": (npy(np.array([[0, object]]), allow_pickle=True), " must be numbers of shape (spikes"),
    "e.npy": (npy(np.zeros(4)), " must be numbers of shape (spikes, 2), not float64 of shape (4,)"),
    "f.npy": (npy(np.zeros((2, 3))), " must be numbers of shape (spikes, 2), not float64 of shape"),
    "g.npy": (npy(np.zeros((2, 2), complex)), " must be numbers of shape (spikes, 2), not complex"),
    "h.npy": (npy(PAIRS)[:-1], " is damaged: it is not as long as its shape (3, 2) needs"),
    "i.npy": (npy(PAIRS) + b"1", " is damaged: it is not as long as its shape (3, 2) needs"),
    "j.npy": (npy(PAIRS + 1), ", row 0: neuron must be a whole number from 0 to 2, not 3"),
    "k.npy": (npy([[0, 1.0], [0, math.nan]]), ", row 1: time_ms must be finite and at least 0"),
    "l.npy": (
        npy([[math.nan, 1.0]]),
        ", row 0: neuron must be a whole number from 0 to 2, not nan",
    ),
    "m.npy": (
        header("{'descr': '<f8', 'fortran_order': False, 'shape': (10000000000000, 2), }\n"),
        " is damaged: it is not as long as its shape (10000000000000, 2) needs",
    ),
    "n.npy": (
        header("{'descr': '<f8', 'fortran_order': False, 'shape': (-1, 2), }\n"),
        " is damaged: it is not as long",
    ),
    "o.npy": (header("(" * 9000), " is not an npy file of numbers"),
    "p.txt": (b"0,1\n", " must end with .csv or .npy"),
    "q.npy": (npy(np.array([["a", "b"]])), " must be numbers of shape (spikes, 2), not <U1"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_other_files_are_refused_in_one_line(tmp_path, name):
    content, words = BAD_FILES[name]
    (tmp_path / name).write_bytes(content)
    (tmp_path / "n.toml").write_text(f'{HEAD}spikes = {{ file = "{name}" }}')
    with pytest.raises(DescriptionError) as refused:
        load_spikes(tmp_path / name, size=3)
    assert str(refused.value).startswith(f"{tmp_path / name}{words}")
    assert str(refused.value).isprintable()
    with pytest.raises(NetworkFileError) as told:
        load_network(tmp_path / "n.toml")
    place = f"{tmp_path / 'n.toml'}, line 7: populations.in.spikes.file: "
    assert str(told.value) == f"{place}{refused.value}"


def test_what_is_no_file_is_refused_without_waiting(tmp_path):
    (tmp_path / "folder.csv").mkdir()
    os.mkfifo(tmp_path / "fifo.csv")
    for name, words in {
        "folder.csv": "Is a directory",
        "fifo.csv": "it is not a file",
        "nowhere.csv": "No such file or directory",
        "a\0.csv": "is no name of a file",
    }.items():
        with pytest.raises(DescriptionError, match=words) as caught:
            load_spikes(tmp_path / name, size=3)
        assert str(caught.value).isprintable()


def test_files_that_are_too_large_are_refused_before_they_are_read(tmp_path, monkeypatch):
    with open(tmp_path / "large.npy", "wb") as file:
        file.truncate(2**30 + 1)
    with pytest.raises(DescriptionError, match="is larger than the 1024 MB that spikes may have"):
        load_spikes(tmp_path / "large.npy", size=3)
    (tmp_path / "small.csv").write_bytes(FILES["plain.csv"])
    monkeypatch.setattr("engine.number_file.free_memory", lambda: Free(100, ""))
    with pytest.raises(DescriptionError, match="needs 432 bytes of memory to be read, and 100"):
        load_spikes(tmp_path / "small.csv", size=3)
    # Each of its numbers takes a byte in the file, and more than that when it was read.
    (tmp_path / "bytes.npy").write_bytes(npy(np.zeros((10, 2), np.int8)))
    monkeypatch.setattr("engine.number_file.free_memory", lambda: Free(900, ""))
    with pytest.raises(DescriptionError, match="needs 960 bytes of memory to be read, and 900"):
        load_spikes(tmp_path / "bytes.npy", size=3)


def test_a_size_that_can_not_be_is_refused_before_the_file_is_read(tmp_path):
    text = HEAD.replace("size = 3", "size = 0") + 'spikes = { file = "nowhere.csv" }'
    (tmp_path / "n.toml").write_text(text)
    with pytest.raises(NetworkFileError, match=r"line 5: populations\.in\.size: must be a whole"):
        load_network(tmp_path / "n.toml")


def test_a_huge_population_takes_no_memory_before_it_is_built(tmp_path):
    (tmp_path / "few.csv").write_bytes(b"2147483646,1.5\n")
    spikes = load_spikes(tmp_path / "few.csv", size=2**31 - 1)
    assert network_of(spikes, 2**31 - 1).size == 2**31 - 1
