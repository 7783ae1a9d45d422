"""Smaller networks in which neurons have the mean input, and its variance, of the described one."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from engine import (
    AlphaCurrent,
    ConstantCurrent,
    CurrentStep,
    DescriptionError,
    ExponentialCurrent,
    FixedInDegree,
    FixedTotalNumber,
    Listed,
    Network,
    NetworkFileError,
    Normal,
    PairwiseBernoulli,
    PoissonRate,
    PoissonSpikes,
    Population,
    Projection,
    Resizing,
    Simulation,
    VoltageJump,
    from_gallery,
    network_text,
    parse_network,
)
from engine.description.fields import given_fields
from engine.synapses.catalogue import SYNAPSES
from tests.benchmarks.peers.potjans_diesmann_2014 import constants as published

TAU = ExponentialCurrent(2.0)
SCALING = Resizing(
    weights="inverse-root", in_degree="proportional", poisson="scaled", mean_input="kept"
)
SILENT = {"tau_m_ms": 5.0, "rest_mV": -70.0, "resistance_MOhm": 10.0, "threshold_mV": 100.0}


def driven(connect, synapse=TAU, weight=0.05, inputs=(), resizing=SCALING, rate=10.0):
    """Sources at 10 Hz to neurons that never reach their threshold."""
    return Network(
        name="driven",
        dt_ms=0.1,
        populations=[
            Population(
                name="in",
                size=800,
                model="spike-source",
                spikes=PoissonRate(10.0),
                expected_rate_Hz=rate,
            ),
            Population(name="cells", size=200, model="leaky-integrate-and-fire", parameters=SILENT),
        ],
        projections=[
            Projection(source="in", target="cells", connect=connect, synapse=synapse, weight=weight)
        ],
        inputs=inputs,
        resizing=resizing,
    )


def potentials(network):
    """Mean and variance of the potential, over neurons and time."""
    simulation = Simulation(network)
    simulation.advance(400)
    seen = []
    for _ in range(80):
        simulation.advance(40)
        seen.append(simulation.state_of("cells")[0])
    return np.mean(seen), np.var(seen)


@pytest.mark.compiled
@pytest.mark.parametrize(
    "connect",
    [FixedInDegree(200), FixedTotalNumber(40_000), PairwiseBernoulli(0.25)],
    ids=lambda connect: connect.kind,
)
def test_mean_and_variance_of_the_potential_stay(connect):
    outside = PoissonSpikes(target="cells", sources=100, rate_Hz=20.0, synapse=TAU, weight=0.05)
    network = driven(connect, inputs=[outside])
    mean, variance = potentials(network)
    smaller, kept = potentials(network.resized(250))
    # 4000 spikes a second of 0.1 nA ms each into 10 MOhm.
    assert mean + 70.0 == pytest.approx(4.0, rel=0.03)
    assert smaller + 70.0 == pytest.approx(4.0, rel=0.03)
    assert kept == pytest.approx(variance, rel=0.15)
    free = replace(network, resizing=replace(SCALING, mean_input="follows"))
    assert potentials(free.resized(250))[0] + 70.0 == pytest.approx(2.0, rel=0.05)


@settings(max_examples=30, deadline=None)
@given(
    connect=st.one_of(
        st.builds(FixedInDegree, st.integers(10, 800)),
        st.builds(FixedTotalNumber, st.integers(1000, 10**6)),
        st.builds(PairwiseBernoulli, st.floats(0.05, 0.9)),
    ),
    weight=st.one_of(st.floats(-2, 2), st.builds(Normal, st.floats(-2, 2), st.just(0.1))),
    synapse=st.one_of(
        st.just(CurrentStep()), st.builds(AlphaCurrent, st.floats(0.1, 9)), st.just(TAU)
    ),
    size=st.integers(100, 3000),
    coupling=st.sampled_from(["scaled", "raw"]),
)
def test_the_mean_is_that_of_the_described_network(connect, weight, synapse, size, coupling):
    own = ConstantCurrent(target="cells", current=0.3)
    network = driven(connect, synapse, weight, [own])

    def mean_nA(described):  # noqa: N802 - a unit
        (projection,) = described.projections
        sizes = described.population("in").size, described.population("cells").size
        in_degree = projection.connect.synapses(*sizes) / sizes[1]
        mean = getattr(projection.weight, "mean", projection.weight)
        charge = {"current-step": 0.1, "exponential-current": 2.0}
        tau = charge.get(synapse.kind) or np.e * synapse.tau_ms
        (constant,) = described.inputs
        return constant.current + in_degree * mean * tau * 10.0 / 1000.0

    other = network.resized(size, coupling)
    assert mean_nA(other) == pytest.approx(mean_nA(network), rel=1e-6, abs=1e-9)
    assert parse_network(network_text(other), "other") == other


@pytest.mark.compiled
@pytest.mark.parametrize(
    "synapse", [CurrentStep(), TAU, AlphaCurrent(3.0)], ids=lambda synapse: synapse.kind
)
def test_the_charge_of_a_spike_is_what_moves_the_potential(synapse):
    network = driven(FixedTotalNumber(800 * 200), synapse, 0.01)
    mean, _ = potentials(network)
    # 800 inputs of 10 Hz, 10 MOhm.
    expected = 0.01 * synapse.charge_ms(0.1) * 800 * 10.0 / 1000.0 * 10.0
    assert mean + 70.0 == pytest.approx(expected, rel=0.06)


def test_jumps_and_conductances_bring_no_current():
    none = {"voltage-jump", "exponential-conductance", "classic-kernel"}
    values = {"tau_ms": 5.0, "reversal_mV": 0.0}
    for kind, synapse in SYNAPSES.items():
        fields = {each.name: values[each.name] for each in given_fields(synapse)}
        assert (synapse(**fields).charge_ms(0.1) is None) == (kind in none)


@pytest.mark.parametrize(
    ("described", "message"),
    [
        ({"rate": None}, r"populations.in.expected_rate_Hz: is missing: \[resizing\] keeps"),
        ({"synapse": VoltageJump()}, "resizing.mean_input: cannot be kept: a spike at synapse vol"),
        ({"rate": -1.0}, "expected_rate_Hz: must be at least 0, not -1"),
        ({"rate": "x"}, "expected_rate_Hz: must be a number at least 0, not 'x'"),
    ],
)
def test_what_is_not_known_can_not_be_kept(described, message):
    with pytest.raises(DescriptionError, match=message):
        driven(FixedInDegree(3), **described)


def test_a_file_is_told_where_the_rate_is_missing():
    text = network_text(from_gallery("potjans-diesmann-2014")).replace(
        "expected_rate_Hz = 4.414\n", ""
    )
    with pytest.raises(NetworkFileError, match=r"line \d+: populations.L4E.expected_rate_Hz: is"):
        parse_network(text, "mine.toml")


def test_listed_weights_count_as_they_are():
    listed = Listed([(0, 0), (1, 0)], weights=[1.0, 3.0])
    assert driven(listed).projections[0].mean_weight == 2.0


@pytest.mark.parametrize("is_constant", [False, True])
@pytest.mark.parametrize("percent", [10, 50])
def test_the_microcircuit_is_scaled_as_published(percent, is_constant):
    """Beside what the paper's authors compute for other sizes, in its own terms."""
    name = "potjans-diesmann-2014" + "-constant" * is_constant
    size = round(published.FULL * percent / 100)
    network, expected = from_gallery(name).resized(size), published.scaled(size, is_constant)
    sizes = [population.size for population in network.populations]
    assert np.abs(sizes - expected.sizes).max() <= 1
    currents = {
        i.target[0]: i.current * 1000.0 for i in network.inputs if isinstance(i, ConstantCurrent)
    }
    found = [currents[name] for name in published.POPULATIONS]
    assert found == pytest.approx(expected.current_pA, rel=0.01, abs=1.0)
    weight = network.projections[0].weight.mean * 1000.0
    assert weight == pytest.approx(expected.weights_pA[0, 0], rel=1e-4)
    numbers = np.zeros((8, 8))
    for projection in network.projections:
        i = published.POPULATIONS.index(projection.target[0])
        j = published.POPULATIONS.index(projection.source[0])
        numbers[i, j] = projection.connect.synapses(sizes[j], sizes[i])
    assert numbers == pytest.approx(expected.synapses, rel=0.02, abs=1.0)
    poisson = [i for i in network.inputs if isinstance(i, PoissonSpikes)]
    assert [i.sources for i in poisson] == ([] if is_constant else list(expected.external_inputs))
    assert all(i.weight * 1000.0 == pytest.approx(expected.external_pA, rel=1e-4) for i in poisson)
