"""Networks in TOML: exact round trips, and errors that say where."""

import re
from dataclasses import replace

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
    Listed,
    Network,
    NetworkFileError,
    NoiseCurrent,
    Normal,
    OneToOne,
    Pairwise,
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
from engine.networks.gallery import names

numbers = st.floats(-1e3, 1e3)
positive = st.floats(1e-3, 1e3)
distributions = st.one_of(
    numbers,
    st.tuples(numbers, numbers).map(lambda pair: Uniform(*sorted(pair))),
    st.builds(Normal, numbers, positive),
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
    st.builds(Pairwise, st.floats(0, 1), st.integers(1, 4)),
    st.builds(FixedInDegree, st.integers(0, 4)),
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
            Population,
            name=st.just("a"),
            size=st.just(5),
            model=st.just("izhikevich"),
            morphology=st.just("RS"),
            toward=st.sampled_from(["CH", None]),
            power=st.sampled_from([1.0, 2.0]),
            parameters=st.just({"d": Normal(8.0, 0.5)}),
            start=st.fixed_dictionaries({"v": distributions}),
        ).map(lambda p: p if p.toward else replace(p, power=1.0)),
        st.just(Population(name="b", size=5, model="izhikevich")),
    ),
    projections=st.lists(projections, max_size=3).map(tuple),
    inputs=st.lists(inputs, max_size=3).map(tuple),
)


@given(networks)
def test_what_is_written_reads_back_equal(network):
    assert parse_network(network_text(network), "round trip") == network


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
connect = "pairwise"
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
        ("weight_nA", "weight_pA", 8, "key 'weight_nA' is missing (there is 'weight_pA')"),
        ("tau_ms = 5", "tau_ms = -5", 14, "projections[0].tau_ms: must be above 0, not -5"),
        ('target = "one"\nconnect', 'target = "on"\nconnect', 10, "unknown population 'on'; did"),
        ("dt_ms = 0.1", "dt_ms = 20", 2, "too large for model leaky-integrate-and-fire of popula"),
        ("size = 10", "size = 0", 5, "populations.one.size: must be a whole number from 1"),
        ("size = 10", "size = 1.5", 5, "must be a whole number, not 1.5"),
        ("size = 10", 'size = "ten"', 5, "must be a whole number, not 'ten'"),
        ("leaky-integrate-and-fire", "leaky-integrate", 6, "did you mean 'leaky-integrate-and-f"),
        ("probability = 0.5", "probability = 1.5", 12, "must be from 0 to 1, not 1.5"),
        ("pairwise", "pairwize", 11, "'pairwize' is not known; did you mean 'pairwise'"),
        ("weight_nA = 0.1", "weight_nA = { uniform = [1] }", 15, "{ uniform = [low, high] }"),
        ("weight_nA = 0.1", "weight_nA = { uniform = [2, 1] }", 15, "needs low <= high"),
        ("weight_nA = 0.1", "weight_nA = inf", 15, "must be finite"),
        ("weight_nA = 0.1", "weight_nA = 1\ndelay_ms = 0.25", 16, "0.25 ms is no multiple of dt_"),
        ("weight_nA = 0.1", "weight_nA = 1\ndelay_ms = 0", 16, "must be at least dt_ms = 0.1 ms"),
        ("standard_deviation_nA = 0.2", "standard_deviation_nA = -1", 20, "must be at least 0"),
        ("name =", "nme =", None, "key 'name' is missing (there is 'nme')"),
        ("[[inputs]]", "[[inputs]", 17, "is not TOML"),
        ("[[inputs]]", "[[input]]", 17, "input: unknown key; did you mean 'inputs'"),
        ("[populations.one]", "[population.one]", None, "there is no [populations.NAME] table"),
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


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(NetworkFileError, match=r"cannot read .*: No such file"):
        load_network(tmp_path / "missing.toml")
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(NetworkFileError, match="is not UTF-8"):
        load_network(tmp_path / "binary.toml")
