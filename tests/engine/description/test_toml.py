"""Networks in TOML: exact round trips, and errors that say where."""

import re
import tomllib
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given, strategies as st

from engine import (
    AllToAll,
    AlphaCurrent,
    ClassicKernel,
    ConstantCurrent,
    CurrentPulses,
    CurrentStep,
    ExponentialConductance,
    ExponentialCurrent,
    FixedInDegree,
    FixedTotalNumber,
    Given,
    GivenSpikes,
    Listed,
    Network,
    NetworkFileError,
    NoiseCurrent,
    Normal,
    OneToOne,
    PairwiseBernoulli,
    PoissonSpikes,
    Population,
    Projection,
    Resizing,
    Uniform,
    VoltageJump,
    from_gallery,
    load_network,
    network_text,
    parse_network,
)
from engine.gallery import names
from engine.toml.condensed import Condensed
from engine.toml.lines import is_in, line_of

numbers = st.floats(-1e3, 1e3)
positive = st.floats(1e-3, 1e3)
distributions = st.one_of(
    numbers,
    st.tuples(numbers, numbers).map(lambda pair: Uniform(*sorted(pair))),
    st.builds(Normal, numbers, positive),
    st.builds(
        lambda mean, width: Normal(mean, width, low=mean - width, high=mean + 2 * width),
        numbers,
        positive,
    ),
)
synapses = st.one_of(
    st.sampled_from([VoltageJump(), CurrentStep(), ClassicKernel()]),
    st.builds(ExponentialCurrent, positive),
    st.builds(AlphaCurrent, positive),
    st.builds(ExponentialConductance, positive, numbers),
)
pairs = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=5).map(tuple)
connectivities = st.one_of(
    st.sampled_from([AllToAll(), OneToOne()]),
    st.builds(PairwiseBernoulli, st.floats(0, 1), st.integers(1, 4)),
    st.builds(FixedInDegree, st.integers(0, 4)),
    st.builds(FixedTotalNumber, st.integers(0, 2**48)),
    st.builds(FixedTotalNumber, probability=st.floats(0, 0.999)),
    pairs.map(Listed),
    pairs.map(lambda p: Listed(p, tuple(0.5 * k for k in range(len(p))), (2.0,) * len(p))),
)
delays = st.one_of(st.none(), st.integers(1, 9).map(float), st.just(Uniform(1.0, 4.0)))
one_of_both = st.sampled_from([("a",), ("b",), ("a", "b")])
projections = st.builds(
    Projection,
    source=one_of_both,
    target=one_of_both,
    synapse=synapses,
    weight=distributions,
    connect=connectivities,
    delay_ms=delays,
    self_connections=st.booleans(),
)
inputs = st.one_of(
    st.builds(ConstantCurrent, target=one_of_both, current=numbers),
    st.builds(NoiseCurrent, target=one_of_both, standard_deviation=positive, mean=numbers),
    st.builds(
        PoissonSpikes,
        target=one_of_both,
        rate_Hz=positive,
        synapse=st.just(VoltageJump()),
        weight=numbers,
        sources=st.integers(1, 5),
    ),
    st.builds(
        CurrentPulses,
        target=one_of_both,
        amplitude=numbers,
        times_ms=st.lists(st.integers(0, 99).map(float)).map(tuple),
        duration_ms=st.integers(1, 9).map(float),
        neurons=st.one_of(st.none(), st.just((1, 3))),
    ),
)
networks = st.builds(
    Network,
    name=st.text(min_size=1, max_size=9),
    title=st.text(max_size=9),
    description=st.text(max_size=99),
    dt_ms=st.just(1.0),
    seed=st.integers(0, 2**63 - 1),
    resizing=st.one_of(st.none(), st.just(Resizing("inverse", "proportional"))),
    populations=st.tuples(
        st.builds(
            lambda way, start: Population(
                name="a",
                size=5,
                model="izhikevich",
                cell_type="RS",
                parameters={"d": Normal(8.0, 0.5)},
                start=start,
                **way,
            ),
            way=st.sampled_from([{}, {"toward": "CH"}, {"toward": "CH", "power": 2.0}]),
            start=st.fixed_dictionaries({"v_mV": distributions}),
        ),
        st.just(Population(name="b", size=5, model="izhikevich")),
    ),
    projections=st.lists(projections, max_size=3).map(tuple),
    inputs=st.lists(inputs, max_size=3).map(tuple),
)


@given(networks)
def test_what_is_written_reads_back_equal(network):
    assert parse_network(network_text(network), "round trip") == network


def test_lists_and_numbers_of_numpy_are_written_like_others():
    loose = Network(
        name="loose",
        dt_ms=np.float64(1.0),
        seed=np.int64(3),
        populations=[
            Population(
                name="a", size=np.int32(3), model="izhikevich", parameters={"a": np.float32(0.5)}
            )
        ],
        inputs=[
            CurrentPulses(
                target=["a"],
                amplitude=np.float64(2.0),
                times_ms=np.arange(3.0),
                duration_ms=1,
                neurons=[np.int64(0), 2],
            )
        ],
    )
    assert parse_network(network_text(loose), "loose") == loose


@pytest.mark.parametrize("name", names())
def test_the_gallery_round_trips_and_says_what_it_is(name):
    network = from_gallery(name)
    assert network.name == name
    assert parse_network(network_text(network), name) == network
    assert all((network.title, network.description, network.look_for, network.source))


EXAMPLE = """\
name = "example"
dt_ms = 0.1

[populations.one]
size = 10
model = "leaky-integrate-and-fire"

[[projections]]
source = "one"
target = "one"
connect = "pairwise-bernoulli"
probability = 0.5
synapse = "exponential-current"
tau_ms = 5
weight_nA = 0.1

[[inputs]]
kind = "noise"
target = "one"
standard_deviation_nA = 0.2
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("tau_ms = 5", "tau_ms = 5\ntau_m = 3", 15, "projections[0].tau_m: unknown key; did you "),
        ("tau_ms = 5", "", 8, "projections[0]: key 'tau_ms' is missing"),
        ("weight_nA", "weight_pA", 15, "key 'weight_nA' is missing (there is 'weight_pA')"),
        (
            "tau_ms = 5",
            "tau_ms = -5",
            14,
            "projections[0].tau_ms: must be from 0.001 to 1e+15, not -5",
        ),
        ('target = "one"\nconnect', 'target = "on"\nconnect', 10, "unknown population 'on'; did"),
        ("dt_ms = 0.1", "dt_ms = 20", 2, "too large for model leaky-integrate-and-fire of popula"),
        ("size = 10", "size = 0", 5, "populations.one.size: must be a whole number from 1"),
        ("size = 10", "size = 1.5", 5, "must be a whole number, not 1.5"),
        ("size = 10", 'size = "ten"', 5, "must be a whole number, not 'ten'"),
        ("leaky-integrate-and-fire", "leaky-integrate", 6, "did you mean 'leaky-integrate-and-f"),
        ("probability = 0.5", "probability = 1.5", 12, "must be from 0 to 1, not 1.5"),
        (
            "pairwise-bernoulli",
            "pairwize",
            11,
            "'pairwize' is not known; did you mean 'pairwise-bernoulli'",
        ),
        ("weight_nA = 0.1", "weight_nA = { uniform = [1] }", 15, "{ uniform = [low, high] }"),
        ("weight_nA = 0.1", "weight_nA = { uniform = [2, 1] }", 15, "needs low <= high"),
        ("weight_nA = 0.1", "weight_nA = inf", 15, "must be finite"),
        ("weight_nA = 0.1", "weight_nA = { given = [1] }", 15, "cannot be given one by one here"),
        ("weight_nA = 0.1", "weight_nA = { normal = [1, 1], low = 9 }", 15, "too little of a norm"),
        ("weight_nA = 0.1", "weight_nA = { normal = [1, 1], lo = 0 }", 15, "lo: unknown key; did"),
        ("weight_nA = 0.1", "weight_nA = { uniform = [1, 2], low = 0 }", 15, "low: unknown key"),
        ("size = 10", 'size = 10\nmorphology = "CH"', 6, "morphology: is called cell_type now"),
        ("pairwise-bernoulli", "pairwise", 11, "did you mean 'pairwise-bernoulli'?"),
        (
            "size = 10",
            "size = 10\nstart = { v = 1 }",
            6,
            "start.v: unknown key; did you mean 'v_",
        ),
        ("weight_nA = 0.1", "weight_nA = 1\ndelay_ms = 0.25", 16, "0.25 ms is no multiple of dt_"),
        ("weight_nA = 0.1", "weight_nA = 1\ndelay_ms = 0", 16, "must be at least dt_ms = 0.1 ms"),
        ("standard_deviation_nA = 0.2", "standard_deviation_nA = -1", 20, "must be at least 0"),
        ("name =", "nme =", 1, "1: key 'name' is missing (there is 'nme')"),
        ("dt_ms", "dt_mss", 2, "2: key 'dt_ms' is missing (there is 'dt_mss')"),
        ("tau_ms", "tua_ms", 14, "projections[0]: key 'tau_ms' is missing (there is 'tua_ms')"),
        ("[[inputs]]", "[[inputs]", 17, "is not TOML"),
        ("[[inputs]]", "[[input]]", 17, "input: unknown key; did you mean 'inputs'"),
        ("[populations.one]", "[population.one]", 4, "[populations.NAME] table (there is 'popu"),
        ("tau_ms = 5", "tau_ms = " + "9" * 400, 14, "must be finite, not 99999"),
        ("size = 10", "size = 0x" + "f" * 5000, 5, "from 1 to 2147483647, not so large a number"),
        ("tau_ms = 5", "tau_ms = " + "9" * 5000, None, "has a number of too many digits"),
        ("tau_ms = 5", "tau_ms = " + "[" * 9999, None, "nested too deeply"),
        (
            '"one"\nt',
            '[\n{ a = "' + "x" * 500 + '" },\n]\nt',
            9,
            "a list of names, not [{'a': 'xxx",
        ),
        ('target = "one"\nconnect', 'target = ["one", "one"]\nconnect', 10, "'one' more than once"),
    ],
)
def test_errors_name_line_table_key_and_what_is_legal(old, new, line, message):
    with pytest.raises(NetworkFileError) as raised:
        parse_network(EXAMPLE.replace(old, new), "example.toml")
    text = str(raised.value)
    assert message in text
    assert text.startswith("example.toml")
    if line is not None:
        assert re.search(rf"\bline {line}\b", text), text


def paths(values, path=()):
    """All that there is in a file, by path; lists of numbers as wholes."""
    keys = values.items() if isinstance(values, dict) else enumerate(values)
    for key, value in keys:
        yield (*path, key)
        inside = value[0] if value and isinstance(value, list) else value
        if isinstance(inside, dict):
            yield from paths(value, (*path, key))


TRICKY = '''
a = """ quote " and \\""" [ { # no comment
b = 1
""""" # [ comment ' "
'c"[' = \'\'\'
]\'\'\'
list = [ # [
  "[", { d = 1, e = [2,
  3] },
]
last = "#"
'''


@pytest.mark.parametrize("name", [*names(), "tricky"])
def test_lines_are_those_on_which_statements_begin(name):
    file = files("engine") / "gallery" / f"{name}.toml"
    text = TRICKY if name == "tricky" else file.read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    for path in paths(tomllib.loads(text)):
        line = line_of(Condensed(text), path)
        key = next(part for part in reversed(path) if isinstance(part, str))
        assert key in lines[line - 1] or "list = " in lines[line - 1]
        assert not is_in(tomllib.loads("".join(lines[: line - 1])), path)


def test_a_mistake_at_the_end_of_a_long_file_is_found_at_once():
    """Were every beginning of the text parsed, it would take hours."""
    pairs = "\n".join(f"  [{k % 10}, {k % 7}]," for k in range(20_000))
    long = EXAMPLE.replace("pairwise-bernoulli", "list").replace(
        "probability = 0.5", f"pairs = [\n{pairs}\n]"
    )
    with pytest.raises(NetworkFileError, match=r"line 20021: inputs\[0\].standard_deviation"):
        parse_network(long.replace("_nA = 0.2", "_nA = -1"), "long.toml")


def test_a_file_may_begin_with_the_mark_of_utf_8(tmp_path):
    (tmp_path / "marked.toml").write_bytes(b"\xef\xbb\xbf" + EXAMPLE.encode())
    assert load_network(tmp_path / "marked.toml") == parse_network(EXAMPLE, "example")


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(NetworkFileError, match=r"cannot read .*: No such file"):
        load_network(tmp_path / "missing.toml")
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(NetworkFileError, match="is not UTF-8"):
        load_network(tmp_path / "binary.toml")


def test_long_lists_say_what_short_ones_do(monkeypatch):
    sources = Population(
        name="s", size=4, model="spike-source", spikes=GivenSpikes([[0.5, 1e-1, 7.0], [], [3], []])
    )
    cells = Population(
        name="c",
        size=3,
        model="izhikevich",
        start={"v_mV": Given([-60.0, -1e-7, 1e-7]), "u": 0.0},
    )
    lists = Listed(
        pairs=[(0, 0), (1, 1), (2, 2), (3, 0)],
        weights=[-1e-30, 0.1, 3.0, 1.7976e29],
        delays_ms=[0.1, 0.5, 1.5, 2.0],
    )
    network = Network(
        name="lists",
        dt_ms=0.1,
        title='"0", "1", [2], \\ "3"',
        populations=[sources, cells],
        projections=[
            Projection(source="s", target="c", synapse=VoltageJump(), connect=lists),
            Projection(
                source="s",
                target="c",
                synapse=VoltageJump(),
                connect=AllToAll(np.arange(12.0).reshape(3, 4) / 7),
            ),
        ],
    )
    text = network_text(network)
    monkeypatch.setattr("engine.toml.writing.LONG", 3)
    of_lists = network_text(network)
    assert of_lists != text
    assert tomllib.loads(of_lists) == tomllib.loads(text)
    assert parse_network(of_lists, "lists") == network
    assert "    [0, 0],\n    [1, 1],\n" in of_lists
    assert max(map(len, of_lists.splitlines())) < 100
