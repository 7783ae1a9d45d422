"""Spike sources spike when they are told to, and at the rate that they are told."""

import math
import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from engine import (
    AllToAll,
    Checkpoint,
    ClassicKernel,
    DescriptionError,
    ExponentialCurrent,
    FixedInDegree,
    GivenSpikes,
    Network,
    NetworkTooLargeError,
    Normal,
    PairwiseBernoulli,
    PoissonRate,
    Population,
    Projection,
    Resizing,
    Simulation,
    VoltageJump,
)
from engine.inputs.constant_current import ConstantCurrent
from engine.live.applied_current import applied_current
from engine.live.first_status import first_status
from engine.live.run_configuration import run_configuration
from engine.numerics.jit import INTERPRETED
from engine.recording.columns import ColumnHistory
from engine.runtime import memory

SOURCE, LEAKY = "spike-source", "leaky-integrate-and-fire"


def source(spikes, size=None, name="in"):
    size = len(spikes.trains) if size is None else size
    return Population(name=name, size=size, model=SOURCE, spikes=spikes)


def network_of(*populations, dt_ms=0.1, **further):
    return Network(name="n", dt_ms=dt_ms, populations=populations, **further)


def times(spikes, neuron):
    return np.asarray(spikes.time_ms[spikes.neuron == neuron]).tolist()


def test_a_spike_is_told_at_the_time_that_was_given():
    given_ms = [[0.3, 0.0, 17.9], [], [0.1, 0.2, 0.3]]
    simulation = Simulation(network_of(source(GivenSpikes(given_ms))))
    spikes = simulation.advance(200)
    assert [times(spikes, k) for k in range(3)] == [[0.0, 0.3, 17.9], [], [0.1, 0.2, 0.3]]
    assert simulation.last_spike_step_of(0) == 179
    assert simulation.last_spike_step_of(1) is None


@pytest.mark.parametrize(("time_ms", "step"), [(0.04, 0), (0.06, 1), (0.149, 1), (99.96, 1000)])
def test_a_time_between_steps_is_in_the_nearest(time_ms, step):
    spikes = Simulation(network_of(source(GivenSpikes([[time_ms]])))).advance(1100)
    assert spikes.step.tolist() == [step]


@st.composite
def trains(draw):
    """Steps of some neurons, in populations of which some are none of theirs."""
    steps = st.sets(st.integers(0, 120), max_size=12)
    return draw(st.lists(st.lists(steps, min_size=1, max_size=4), min_size=1, max_size=3))


@settings(max_examples=5 if INTERPRETED else 40, deadline=None)
@given(trains(), st.lists(st.integers(0, 40), max_size=6), st.integers(0, 120), st.integers(1, 3))
def test_given_trains_come_back_in_any_portions_threads_and_after_a_checkpoint(
    every, portions, saved_at, threads
):
    populations = []
    for k, of in enumerate(every):
        spikes = GivenSpikes([[step * 0.1 for step in steps] for steps in of])
        populations += [source(spikes, name=f"in{k}")]
        populations += [Population(name=f"cells{k}", size=2, model=LEAKY)]
    network = network_of(*populations)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engine.simulation.worthwhile", lambda threads, size: threads)
        simulation = Simulation(network, threads=threads)
        parts = [simulation.advance(k) for k in portions]
        parts.append(simulation.advance(max(0, saved_at - simulation.step)))
        simulation = Simulation.restore(simulation.checkpoint(), threads=3)
        parts.append(simulation.advance(max(0, 121 - simulation.step)))
    found = [each for part in parts for each in zip(part.step, part.neuron, strict=True)]
    expected, first = [], 0
    for of in every:
        expected += [(step, first + k) for k, steps in enumerate(of) for step in steps]
        first += len(of) + 2
    assert found == sorted(expected)


def test_what_was_a_run_drives_another_as_it_did():
    """Given spikes stand for the neurons that made them."""
    cells = Population(name="cells", size=20, model=LEAKY, start={"v_mV": Normal(-55.0, 5.0)})
    target = Population(name="target", size=30, model=LEAKY)
    drive = ConstantCurrent(target="cells", current=0.4)
    projection = Projection(
        source="cells",
        target="target",
        connect=FixedInDegree(5),
        synapse=ExponentialCurrent(5.0),
        weight=Normal(0.2, 0.05),
        delay_ms=1.5,
    )
    first = network_of(cells, target, projections=(projection,), inputs=(drive,))
    alone = Simulation(first)
    spikes = alone.advance(2000)
    given_ms = [spikes.time_ms[spikes.neuron == k] for k in range(20)]
    replayed = source(GivenSpikes(given_ms), name="cells")
    again = Simulation(network_of(replayed, target, projections=(projection,)))
    for mine, other in zip(again.advance(2000), spikes, strict=True):
        np.testing.assert_array_equal(mine, other)
    np.testing.assert_array_equal(again.state_of("target"), alone.state_of("target"))
    assert (spikes.neuron >= 20).any()


def driven(spikes):
    """Sources in two populations among neurons, through three kinds of storage and synapses."""
    populations = (
        source(GivenSpikes([[1.0, 5.0], [2.0]] * 5), name="given"),
        Population(name="cells", size=600, model=LEAKY),
        source(spikes, 1800, name="drawn"),
    )
    jumps = {"synapse": VoltageJump(), "target": "cells", "weight": Normal(0.5, 0.1)}
    projections = (
        Projection(source="drawn", connect=PairwiseBernoulli(0.1), delay_ms=0.3, **jumps),
        Projection(source=("given", "drawn"), connect=AllToAll(), **jumps),
        Projection(source="given", target="cells", synapse=ClassicKernel(), weight=0.1),
    )
    return network_of(*populations, projections=projections, seed=4)


@pytest.mark.compiled
def test_a_seed_gives_the_same_bits_whatever_threads_portions_and_checkpoints(tmp_path):
    network = driven(PoissonRate([60.0, 0.0, 30.0, 300.0], [1.0, 5.0, 6.0, 8.0]))
    alone = Simulation(network, threads=1)
    expected = alone.advance(150)
    assert expected.step.size > 500
    together = Simulation(network, threads=2)
    assert together.threads == 2
    parts = [together.advance(k) for k in (1, 0, 33, 41)]
    together.checkpoint().save(tmp_path / "c.npz")
    restored = Simulation.restore(Checkpoint.load(tmp_path / "c.npz"), threads=1)
    np.testing.assert_array_equal(restored.state_of("drawn"), together.state_of("drawn"))
    parts.append(restored.advance(75))
    for k, column in enumerate(expected):
        np.testing.assert_array_equal(np.concatenate([part[k] for part in parts]), column)
    np.testing.assert_array_equal(restored.state_of("cells"), alone.state_of("cells"))


def test_poisson_spikes_are_as_many_as_the_rates_say_while_they_hold():
    rates, begins = [100.0, 0.0, 1000.0, 20.0], [20.0, 60.0, 80.0, 100.0]
    size = 400
    simulation = Simulation(network_of(source(PoissonRate(rates, begins), size)))
    spikes = simulation.advance(2000)
    time_ms = spikes.time_ms
    assert time_ms.min() >= 20.0
    for rate, begin, end in zip(rates, begins, [*begins[1:], 200.0], strict=True):
        count = ((time_ms >= begin) & (time_ms < end)).sum()
        expected = rate * size * (end - begin) / 1000.0
        assert abs(count - expected) <= 4.5 * math.sqrt(expected), rate


@pytest.mark.compiled
@pytest.mark.parametrize(("p", "steps"), [(0.02, 3000), (0.0035, 12_000)])
def test_intervals_of_poisson_spikes_vary_as_they_should_and_neurons_are_independent(p, steps):
    size = 300
    spikes = Simulation(network_of(source(PoissonRate(p * 1e4), size))).advance(steps)
    pattern = np.zeros((size, steps))
    pattern[spikes.neuron, spikes.step] = 1.0
    for counts, of in ((pattern.sum(axis=0), size), (pattern.sum(axis=1), steps)):
        variance = of * p * (1 - p)
        assert counts.mean() == pytest.approx(of * p, abs=4.5 * math.sqrt(p / (size * steps)) * of)
        assert counts.var() == pytest.approx(variance, rel=5 * math.sqrt(2 / counts.size))
    for lag in (1, 2, 64):
        lagged = (pattern[:, lag:] * pattern[:, :-lag]).sum()
        beside = (pattern[lag:] * pattern[:-lag]).sum()
        assert abs(lagged - size * (steps - lag) * p * p) < 5 * math.sqrt(size * steps) * p
        assert abs(beside - (size - lag) * steps * p * p) < 5 * math.sqrt(size * steps) * p
    by_place = pattern.sum(axis=1)[:256].reshape(4, 64).sum(axis=0)
    spread = math.sqrt(4 * steps * p)
    assert abs(by_place - 4 * steps * p).max() < 5 * spread


def test_other_seeds_and_populations_draw_others_and_other_neighbours_do_not():
    def drawn(seed=0, name="a", before=()):
        network = network_of(*before, source(PoissonRate(500.0), 40, name), seed=seed)
        spikes = Simulation(network).advance(100)
        return {(s, n - network.size + 40) for s, n in zip(spikes.step, spikes.neuron, strict=True)}

    assert len({frozenset(each) for each in (drawn(), drawn(seed=1), drawn(name="b"))}) == 3
    neighbour = source(GivenSpikes([[]] * 7), name="z")
    assert {each for each in drawn(before=(neighbour,)) if each[1] >= 0} == drawn()


@pytest.mark.parametrize("dt_ms", [0.1, 0.7, 1.1, 1.9, 0.49])
def test_the_largest_rate_is_a_spike_in_every_step_and_none_is_none(dt_ms):
    every = source(PoissonRate(1000.0 / dt_ms * (1 + 1e-15)), 3, "every")
    none = source(PoissonRate(0.0), 2, "none")
    spikes = Simulation(network_of(every, none, dt_ms=dt_ms)).advance(50)
    assert np.bincount(spikes.neuron, minlength=5).tolist() == [50, 50, 50, 0, 0]


def test_the_variable_is_one_in_the_step_of_a_spike_whatever_current_is_applied():
    cells = Population(name="cells", size=1, model=LEAKY)
    network = network_of(source(GivenSpikes([[0.2, 0.5], []])), cells)
    simulation = Simulation(network)
    simulation.current = 5.0
    history = ColumnHistory(3, 1)
    spikes, trace = simulation.advance_recorded(8, 0, history)
    assert spikes.step.tolist() == [2, 5]
    assert trace.tolist() == [[float(k in (2, 5)), 0.0] for k in range(8)]
    assert history.spiked[:8, 0].tolist() == [k in (2, 5) for k in range(8)]
    assert history.x[:8, 0].tolist() == trace[:, 0].tolist()
    assert simulation.state_of("in").tolist() == [[0.0, 0.0]]
    assert [v.key for v in simulation.variables(0)] == ["spike"]


def test_sources_leave_the_current_of_others_to_controls():
    cells = Population(name="cells", size=2, model=LEAKY)
    drive = ConstantCurrent(target="cells", current=0.3)
    network = network_of(source(PoissonRate(5.0), 2), cells, inputs=(drive,))
    assert applied_current(network) == 0.3
    status = first_status(run_configuration(network), 1.0)
    assert (status.current, status.current_unit) == (0.3, "nA")
    assert status.models == "spike source, leaky integrate-and-fire"
    alone = network_of(source(PoissonRate(5.0), 2))
    assert first_status(run_configuration(alone), 1.0).current_unit == ""


def test_drawn_sources_come_in_other_sizes_and_given_ones_do_not():
    network = network_of(source(PoissonRate(5.0), 4), resizing=Resizing())
    assert Simulation(network.resized(9)).size == 9
    fixed = replace(network, populations=(source(GivenSpikes([[1.0]] * 4)),))
    words = "populations.in.spikes.times_ms: is given one by one for 4 neurons"
    with pytest.raises(DescriptionError, match=re.escape(words)):
        fixed.resized(9)


def test_memory_of_given_spikes_is_asked_for_before_it_is_taken(monkeypatch):
    network = network_of(source(GivenSpikes([np.arange(100_000) * 0.1])))
    assert Simulation(network).needed_bytes > 100_000 * 12
    monkeypatch.setattr(memory, "free_memory", lambda: memory.Free(1_000_000, ""))
    with pytest.raises(NetworkTooLargeError, match="most of it for given spikes"):
        Simulation(network)
