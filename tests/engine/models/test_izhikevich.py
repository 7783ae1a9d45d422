"""The Izhikevich neuron beside the loop of its paper, and the kinds that the paper shows."""

import numpy as np
import pytest

from engine.models.catalogue import MODELS
from tests.engine.models.alone import alone, parameters_of, spike_times

KINDS = [kind.name for kind in MODELS["izhikevich"].cell_types]


def published(kind, current, steps, dt_ms=1.0):
    """v and u after each step, and the steps with spikes, as the paper's program has them."""
    p = parameters_of("izhikevich", kind)
    v, u = -65.0, p["b"] * -65.0
    seen, spikes = [], []
    for step in range(steps):
        v0, u0 = v, u
        for _ in range(2):
            v += dt_ms / 2 * ((0.04 * v + 5.0) * v + (140.0 - u0 + current))
        u += dt_ms * (p["a"] * (p["b"] * v - u))
        assert v != v0
        if v >= 30.0:
            v, u = p["c_mV"], u + p["d"]
            spikes.append(step)
        seen.append((v, u))
    return np.array(seen), spikes


@pytest.mark.parametrize("dt_ms", [1.0, 0.5])
@pytest.mark.parametrize("kind", KINDS)
def test_every_bit_is_that_of_the_published_loop(kind, dt_ms):
    current = MODELS["izhikevich"].cell_type(kind).current
    simulation = alone("izhikevich", dt_ms=dt_ms, current=current, cell_type=kind)
    spikes, trace = simulation.advance_traced(600)
    seen, expected = published(kind, current, 600, dt_ms)
    assert spikes.step.tolist() == expected
    assert len(expected) > 3
    np.testing.assert_array_equal(trace[:, :2], seen)


@pytest.fixture(scope="module")
def intervals():
    return {kind: np.diff(times) for kind, times in spike_times("izhikevich", 1000).items()}


def burst_sizes(gaps, longest_within):
    """Spikes of each whole burst but the first."""
    ends = np.flatnonzero(gaps > longest_within)
    return np.diff(ends)


def test_regular_spiking_adapts(intervals):
    gaps = intervals["RS"]
    assert gaps[0] == gaps.min()
    assert gaps[0] < 0.6 * gaps[5:].mean()


def test_intrinsically_bursting_begins_with_a_burst_and_goes_on_with_single_spikes(intervals):
    gaps = intervals["IB"]
    assert gaps[0] < 0.2 * gaps[1:].min()
    assert gaps[1:].max() < 2 * gaps[1:].min()


def test_chattering_repeats_bursts_of_closely_spaced_spikes(intervals):
    gaps = intervals["CH"]
    sizes = burst_sizes(gaps, 10)
    assert sizes.size > 10
    assert (sizes >= 2).all()
    assert gaps[gaps > 10].min() > 5 * gaps[gaps <= 10].max()


def test_chattering_fires_within_bursts_at_up_to_forty_of_them_a_second(intervals):
    bursts = (intervals["CH"] > 10).sum()
    assert 15 <= bursts <= 40


def test_fast_spiking_is_fast_and_does_not_adapt(intervals):
    gaps = intervals["FS"]
    assert gaps.size > 2.5 * intervals["RS"].size
    early, late = gaps[2:20].mean(), gaps[-18:].mean()
    assert abs(late / early - 1) < 0.15


def test_low_threshold_spiking_fires_fast_and_adapts(intervals):
    gaps = intervals["LTS"]
    assert gaps[0] < 0.5 * gaps[5:].mean()
    assert intervals["RS"].size < gaps.size < intervals["FS"].size


def test_low_threshold_spiking_needs_less_current_than_regular_spiking():
    def fires(kind, current):
        cell = alone("izhikevich", dt_ms=1.0, current=current, cell_type=kind)
        return cell.advance(500).step.size > 0

    assert fires("LTS", 2.0)
    assert not fires("RS", 2.0)


def test_thalamo_cortical_fires_tonically_when_depolarised_from_rest(intervals):
    gaps = intervals["TC"]
    assert gaps.size > 10
    assert gaps.min() > 10


def test_thalamo_cortical_fires_a_rebound_burst_after_hyperpolarisation():
    cell = alone("izhikevich", dt_ms=1.0, current=0.0, cell_type="TC")
    cell.current = -20.0
    assert cell.advance(300).step.size == 0
    cell.current = 0.0
    steps = cell.advance(200).step
    assert steps.size >= 3
    assert np.diff(steps[:3]).max() < 15
    assert steps[-1] < 350


def test_a_resonator_oscillates_below_threshold_at_the_frequency_of_its_linear_part():
    cell = alone("izhikevich", dt_ms=0.1, current=0.0, cell_type="RZ")
    cell.advance(10_000)
    cell.current = 0.5
    cell.advance(20)
    cell.current = 0.0
    spikes, trace = cell.advance_traced(3000)
    assert spikes.step.size == 0
    rest = -62.5
    upward = np.flatnonzero((trace[1:, 0] > rest) & (trace[:-1, 0] <= rest))
    # dv/dt has no slope at rest, so the eigenvalues are those of ((0, -1), (a b, -a)).
    period_ms = 2 * np.pi / np.sqrt(0.1 * 0.26 - 0.05**2)
    np.testing.assert_allclose(np.diff(upward)[:3] * 0.1, period_ms, rtol=0.02)


def test_a_resonator_answers_two_pulses_at_its_period_and_at_no_other():
    def answers(gap_ms):
        cell = alone("izhikevich", dt_ms=0.1, current=0.0, cell_type="RZ")
        cell.advance(10_000)
        spikes = 0
        for rest_ms in (gap_ms - 2, 30):
            cell.current = 1.15
            spikes += cell.advance(20).step.size
            cell.current = 0.0
            spikes += cell.advance(10 * rest_ms).step.size
        return spikes

    assert answers(40) == 1
    assert answers(20) == answers(60) == 0
