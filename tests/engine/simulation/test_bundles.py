"""Bundles: what projections share, what waits, and that nothing shows how it is stored."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from engine import (
    Checkpoint,
    ConstantCurrent,
    CurrentStep,
    ExponentialCurrent,
    FixedInDegree,
    FixedTotalNumber,
    Network,
    NetworkTooLargeError,
    Normal,
    PairwiseBernoulli,
    PoissonSpikes,
    Population,
    Projection,
    Simulation,
    Uniform,
    VoltageJump,
)
from engine.connections.bundle_plan import bundle_plans, span_of
from engine.kernels.arrays import R_STRIDE
from engine.kernels.bundle_arrays import MOST_UNITS, PLACE_BITS, places_of
from engine.runtime.layout import Layout
from engine.runtime.target_partition import segments_of
from engine.runtime.tiles import TILE
from tests.engine.simulation.naive import NaiveCircuit

SIZE = 560
"""More than a tile, so that threads share a population."""
CURRENT = ExponentialCurrent(tau_ms=2.0)
WEIGHT = Uniform(-0.02, 0.06)
PROJECTIONS = [
    ("a", "b", FixedInDegree(12), CURRENT, Uniform(0.1, 3.0)),
    ("a", "b", FixedTotalNumber(900), CURRENT, Normal(1.5, 0.75, low=0.1)),
    ("b", "a", PairwiseBernoulli(0.02), CURRENT, 0.7),
    ("a", "a", FixedInDegree(9), CURRENT, None),
    ("b", "b", FixedInDegree(9), CurrentStep(), 2.0),
    ("b", "b", FixedInDegree(9), VoltageJump(), Uniform(0.1, 1.0)),
    ("b", "a", FixedInDegree(9), VoltageJump(), 0.4),
    ("a", "b", FixedInDegree(9), VoltageJump(), None),
]


def network(projections=PROJECTIONS, size=SIZE, inputs=()):
    """Two populations that are not silent."""
    return Network(
        name="n",
        dt_ms=0.1,
        seed=7,
        populations=[
            Population(
                name=name,
                size=size,
                model="leaky-integrate-and-fire",
                start={"v_mV": Uniform(-60.0, -45.0)},
            )
            for name in ("a", "b")
        ],
        projections=[
            Projection(
                source=source,
                target=target,
                connect=connect,
                synapse=synapse,
                weight=WEIGHT,
                delay_ms=delay,
            )
            for source, target, connect, synapse, delay in projections
        ],
        inputs=[ConstantCurrent(target=("a", "b"), current=0.6), *inputs],
    )


def test_projections_to_a_receptor_share_a_bundle_but_for_those_of_the_same_populations():
    layout = Layout(network(), 1)
    shared = [
        (plan.key.synapse.kind, [block.number for block in plan.projection_blocks])
        for plan in bundle_plans(layout.projection_blocks, [2 * SIZE])
    ]
    assert shared == [
        ("exponential-current", [0, 2, 3]),
        ("exponential-current", [1]),
        ("current-step", [4]),
        ("voltage-jump", [5, 6]),
        ("voltage-jump", [7]),
    ]


@pytest.fixture(params=[0, 2**17], ids=["short spans", "long spans"])
def spans(request, monkeypatch):
    """As in a network so large that they have four steps, in parts of one tile, and as they are."""
    monkeypatch.setattr("engine.connections.bundle_plan.SPAN_PLACES", request.param)
    if request.param == 0:
        for home in ("engine.connections.bundle_plan", "engine.runtime.target_partition"):
            monkeypatch.setattr(f"{home}.SEGMENT", 512)


@pytest.mark.compiled
@pytest.mark.usefixtures("spans")
def test_it_does_what_the_naive_simulation_does():
    simulation = Simulation(network(size=40), threads=1)
    naive = NaiveCircuit(simulation)
    spikes = simulation.advance(120)
    got = list(zip(spikes.step.tolist(), spikes.neuron.tolist(), strict=True))
    assert got == naive.advance(120)
    assert len(got) > 60


@pytest.mark.compiled
@pytest.mark.parametrize("places", [0, 2**17])
@pytest.mark.parametrize("synapse", [CURRENT, VoltageJump()])
@pytest.mark.parametrize(
    ("shortest_ms", "longest_ms"), [(0.1, 0.2), (0.1, 0.9), (0.3, 0.7), (0.4, 0.5), (0.9, 2.2)]
)
def test_any_delays_in_any_spans_cut_by_any_calls_are_kept(
    monkeypatch, synapse, shortest_ms, longest_ms, places
):
    monkeypatch.setattr("engine.connections.bundle_plan.SPAN_PLACES", places)
    delay = Uniform(shortest_ms, longest_ms)
    some = [(a, b, FixedInDegree(9), synapse, delay) for a, b in ("ab", "ba", "aa")]
    monkeypatch.setattr("engine.runtime.stepping.SYNAPSES_PER_CALL", 90)
    simulation = Simulation(network(some, size=30), threads=1)
    naive, got = NaiveCircuit(simulation), []
    for steps in (1, 2, 3, 5, 7, 1, 4, 57):
        spikes = simulation.advance(steps)
        got += list(zip(spikes.step.tolist(), spikes.neuron.tolist(), strict=True))
    assert got == naive.advance(80)
    assert len(got) > 30


@pytest.mark.compiled
def test_more_synapses_than_are_numbered_are_refused(monkeypatch):
    monkeypatch.setattr("engine.connections.bundles.MOST_RECORDS", 12 * SIZE - 1)
    few, many = (("a", "b", FixedInDegree(k), CURRENT, Uniform(0.1, 3.0)) for k in (11, 12))
    assert Simulation(network([few]), threads=1).synapses == 11 * SIZE
    with pytest.raises(
        NetworkTooLargeError, match="6720 synapses of drawn weights lead to one part"
    ):
        Simulation(network([many]), threads=1)


@pytest.mark.compiled
@pytest.mark.usefixtures("spans")
@pytest.mark.parametrize("threads", [2, 3])
@pytest.mark.parametrize("budget", [1, 700, 10**9])
def test_threads_and_portions_are_no_part_of_the_result(monkeypatch, threads, budget):
    expected = Simulation(network(), threads=1)
    steps = 140 if budget > 1 else 25
    spikes = expected.advance(steps)
    monkeypatch.setattr("engine.runtime.threads.NEURONS_PER_THREAD", 100)
    monkeypatch.setattr("engine.runtime.stepping.SYNAPSES_PER_CALL", budget)
    simulation = Simulation(network(), threads=threads)
    assert simulation.threads == threads
    np.testing.assert_array_equal(simulation.advance(steps), spikes)
    for number in range(len(PROJECTIONS)):
        for one, other in zip(
            simulation.connections(number), expected.connections(number), strict=True
        ):
            np.testing.assert_array_equal(one, other)


@pytest.mark.compiled
@pytest.mark.usefixtures("spans")
@pytest.mark.parametrize("steps", [31, 32])
def test_what_waits_is_in_a_checkpoint_for_any_number_of_threads(monkeypatch, tmp_path, steps):
    monkeypatch.setattr("engine.runtime.threads.NEURONS_PER_THREAD", 100)
    simulation = Simulation(network(), threads=2)
    simulation.advance(steps)
    simulation.checkpoint().save(tmp_path / "moment")
    spikes = simulation.advance(60)
    for threads in (1, 2, 3):
        restored = Simulation.restore(Checkpoint.load(tmp_path / "moment"), threads=threads)
        np.testing.assert_array_equal(restored.advance(60), spikes)


@given(delays=st.integers(1, 20_000), size=st.integers(1, 1_000_000), threads=st.integers(1, 9))
def test_a_record_has_room_for_every_place_of_a_span(delays, size, threads):
    span = span_of(delays, size)
    parts = np.array([[size * k // threads // TILE * TILE for k in range(threads)] + [size]])
    stride = places_of(int(np.diff(segments_of(parts)).max()))
    assert span == 1 if delays == 1 else span >= min(4, delays)
    assert (span * stride) & (span * stride - 1) == 0
    assert span * stride <= 2**PLACE_BITS


def test_synapses_are_those_of_the_rules():
    simulation = Simulation(network(), threads=1)
    for number, (_, _, connect, _, delay) in enumerate(PROJECTIONS):
        found = simulation.connections(number)
        if isinstance(connect, FixedInDegree):
            assert (np.bincount(found.target % SIZE) == connect.in_degree).all()
        if isinstance(connect, FixedTotalNumber):
            assert found.source.size == connect.number
        assert found.weight.min() >= -0.02 - 1e-9
        assert found.weight.max() <= 0.06 + 1e-9
        assert (np.lexsort((found.target, found.source)) == np.arange(found.source.size)).all()
        if isinstance(delay, Uniform):
            low, high = round(delay.low / 0.1), round(delay.high / 0.1)
            assert set(found.delay_steps.tolist()) == set(range(low, high + 1))
        elif not isinstance(delay, Normal):
            steps = round((delay or 0.0) / 0.1)
            assert (found.delay_steps == steps).all()
    assert simulation.synapses == sum(
        simulation.connections(number).source.size for number in range(len(PROJECTIONS))
    )


@pytest.mark.compiled
def test_drawn_normal_weights_and_delays_have_their_moments():
    wide = ("a", "b", FixedInDegree(400), CURRENT, Normal(1.5, 0.75, low=0.1))
    simulation = Simulation(network([wide]), threads=1)
    found = simulation.connections(0)
    delays = found.delay_steps * 0.1
    assert delays.min() == pytest.approx(0.1)
    # Of those beyond 0.1 ms of a normal distribution: 1.4 standard deviations and half a step
    # below its mean.
    assert delays.mean() == pytest.approx(1.558, abs=0.01)
    assert delays.std() == pytest.approx(0.697, abs=0.01)
    unit = simulation._arrays.receptors.unit[0]
    assert unit == pytest.approx(0.06 / MOST_UNITS)
    np.testing.assert_allclose(found.weight / unit, np.rint(found.weight / unit), atol=1e-6)


@pytest.mark.compiled
def test_poisson_spikes_share_the_receptor_of_drawn_weights():
    poisson = PoissonSpikes(target=("a", "b"), rate_Hz=900.0, synapse=CURRENT, weight=0.1)
    simulation = Simulation(network(PROJECTIONS[:3], inputs=[poisson]), threads=1)
    layout = simulation._arrays.receptors.layout
    assert len(layout) == 1
    assert layout[0, R_STRIDE] > 0
    apart = PoissonSpikes(
        target=("a", "b"), rate_Hz=900.0, synapse=ExponentialCurrent(2.0000001), weight=0.1
    )
    other = Simulation(network(PROJECTIONS[:3], inputs=[apart]), threads=1)
    assert len(other._arrays.receptors.layout) == 2
    simulation.advance(80)
    other.advance(80)
    np.testing.assert_allclose(simulation.state_of("a"), other.state_of("a"), rtol=1e-5)
