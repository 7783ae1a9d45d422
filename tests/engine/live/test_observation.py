"""What is kept between frames: spikes, traces, rates, columns, pulses."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from engine import ClassicNetwork, InvalidValueError, Simulation
from engine.live.feed import MAX_SAMPLES, MAX_SPIKES, SpikeFeed, TraceFeed
from engine.live.pulses import FOREVER, KEPT, Pulse, Pulses
from engine.live.rates import Rates
from engine.recording.columns import MAX_COLUMNS, MIN_COLUMNS, ColumnHistory
from engine.recording.spikes import spikes_at


def numbered(first, count):
    steps = np.arange(first, first + count)
    return spikes_at(steps, steps % 7)


@given(st.lists(st.tuples(st.integers(0, 900), st.booleans(), st.booleans()), max_size=20))
def test_every_spike_is_told_once_or_counted(moves):
    """Frames that were not taken, or tell none, hand their spikes on; none is lost."""
    feed, added, told = SpikeFeed(), 0, 0
    spikes, skipped = feed.publish(taken=True)
    for count, taken, watched in moves:
        if taken:
            told += spikes.step.size + skipped
        feed.add(numbered(added, count))
        added += count
        spikes, skipped = feed.publish(taken=taken, watched=watched)
        if not watched:
            assert spikes.step.size == skipped == 0
            continue
        assert spikes.step.size <= MAX_SPIKES
        assert spikes.step.size + skipped == added - told
        if spikes.step.size:
            assert spikes.step[-1] == added - 1


def test_a_trace_keeps_its_newest_samples_and_their_steps():
    trace = TraceFeed(3, 100, np.empty((0, 3)))
    trace.add(np.zeros((10, 4)), 110)
    assert trace.steps().tolist() == list(range(100, 110))
    trace.add(np.ones((5000, 4)), 5110)
    assert trace.samples().shape == (MAX_SAMPLES, 4)
    assert trace.steps()[-1] == 5109


def test_a_trace_tells_how_the_potential_changed_but_by_a_reset():
    """In two portions, with a spike in the second step of each."""
    trace = TraceFeed(0, 100, np.empty((0, 1)))
    told = np.array([[1.0], [0.0], [0.5], [0.75], [0.0], [0.0]])
    for first in (0, 3):
        portion = np.hstack((told, np.zeros((6, 1))))[first : first + 3]
        trace.add(portion, 103 + first, spiked=np.array([101 + first]))
    np.testing.assert_array_equal(trace.change(), [np.nan, np.nan, 0.5, 0.25, np.nan, 0.0])
    assert trace.samples().shape == (6, 2)


def test_rates_of_the_network_and_of_one_neuron():
    rates = Rates(4, 100)
    for second in range(30):
        spiked = spikes_at(np.full(6, second * 100), np.array([0, 0, 0, 1, 1, 2]))
        rates.add(spiked, (second + 1) * 100)
    assert rates.mean_hz(3000) == pytest.approx(6 / 4)
    assert rates.neuron_hz(0, 3000) == pytest.approx(3.0)
    assert rates.neuron_hz(3, 3000) == 0.0


def test_the_mean_rate_is_that_of_a_second_however_it_was_advanced():
    rates = Rates(2, 1000)
    assert rates.mean_steps(0) == 0
    for step in range(7, 7000, 7):
        rates.add(spikes_at(np.array([step - 1]), np.array([0])), step)
        window = rates.mean_steps(step)
        assert window == step if step < 1000 else 1000 <= window < 1060
        assert rates.mean_hz(step) == pytest.approx(1000 / 7 / 2, rel=0.02)


def test_rates_before_the_first_step():
    rates = Rates(2, 100)
    assert rates.mean_hz(0) == rates.neuron_hz(1, 0) == 0.0


@pytest.mark.parametrize("column_steps", [1, 3])
def test_columns_hold_what_the_state_was(column_steps):
    simulation = Simulation(ClassicNetwork(size=6, seed=4))
    other = Simulation(ClassicNetwork(size=6, seed=4))
    history = ColumnHistory(6, column_steps)
    spikes, _ = simulation.advance_recorded(300, None, history)
    x, spiked = history.window(300, 1, 4, 50)
    assert x.shape == spiked.shape == (4, 50)
    for column in range(300 // column_steps):
        other.advance(column_steps)
        seen = column - (300 // column_steps - 50)
        if seen >= 0:
            np.testing.assert_array_equal(
                x[:, seen], other.state_of("neurons")[0, 1:5].astype(np.float32)
            )
    marked = {(int(n), int(s) // column_steps) for s, n, _ in zip(*spikes, strict=True)}
    first = 300 // column_steps - 50
    expected = {(n - 1, c - first) for n, c in marked if 1 <= n < 5 and c >= first}
    assert {(int(r), int(c)) for r, c in np.argwhere(spiked)} == expected


def test_a_history_that_has_just_begun_is_empty():
    history = ColumnHistory(3, 1)
    x, spiked = history.window(2, 0, 10, 1000)
    assert x.shape == (3, MAX_COLUMNS)
    assert np.isnan(x).all()
    assert not spiked.any()


def test_a_history_of_many_neurons_is_shorter():
    assert ColumnHistory(10**6, 1).x.shape[0] == MIN_COLUMNS


@pytest.mark.parametrize("steps", [0, -1, 1.5])
def test_a_column_of_no_steps(steps):
    with pytest.raises(InvalidValueError, match="column_steps"):
        ColumnHistory(3, steps)


def test_pulses_add_up_and_end():
    pulses = Pulses()
    assert pulses.next_end() == FOREVER
    pulses.add(Pulse(2.0, 0, 10, None))
    pulses.add(Pulse(-3.0, 0, 20, 1))
    assert pulses.applied(5.0, 3).tolist() == [7.0, 4.0, 7.0]
    assert pulses.next_end() == 10
    assert not pulses.end_at(9)
    assert pulses.end_at(10)
    assert pulses.applied(5.0, 3).tolist() == [5.0, 2.0, 5.0]


def test_pulses_that_are_over_are_still_told():
    pulses = Pulses()
    given = [Pulse(1.0, start, start + 10, None) for start in (0, 20, 40)]
    for pulse in given:
        pulses.add(pulse)
    pulses.end_at(100)
    assert pulses.between(0, 60) == tuple(given)
    assert pulses.between(10, 41) == tuple(given[1:])
    assert pulses.between(9, 20) == (given[0],)
    assert pulses.between(50, 60) == ()
    for start in range(1000):
        pulses.add(Pulse(1.0, start, start + 10, None))
    assert len(pulses.between(0, 2000)) == KEPT
