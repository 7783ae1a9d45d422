"""The adaptive exponential neuron beside DOP853, and the firing patterns of Naud et al. 2008."""

import numpy as np
import pytest

from engine.models.catalogue import MODELS
from tests.engine.models.alone import alone, parameters_of, spike_times
from tests.engine.models.equations import solution

pytestmark = pytest.mark.compiled

MODEL = "adaptive-exponential"
KINDS = [kind.name for kind in MODELS[MODEL].cell_types]


def exact_spikes(kind, count):
    """Times of the first spikes, each at the very moment when v reaches the peak."""
    p = parameters_of(MODEL, kind)

    def peak(_, state):
        return state[0] - min(p["peak_mV"], 0.0)  # from 0 mV to 20 mV takes less than 1e-10 ms

    peak.terminal = True
    state, now, times = np.array([p["rest_mV"], 0.0]), 0.0, []
    while len(times) < count:
        run = solution(MODEL, kind, state, [1000.0], events=peak)
        assert run.t_events[0].size == 1
        now += run.t_events[0][0]
        times.append(now)
        state = np.array([p["reset_mV"], run.y_events[0][0, 1] + p["b_pA"]])
    return np.array(times)


@pytest.mark.parametrize("kind", ["cortical", "transient", "delayed-accelerating"])
def test_below_threshold_the_error_falls_with_the_fourth_power_of_the_step(kind):
    current, times = 50.0, np.arange(1, 11) * 4.0
    start = (parameters_of(MODEL, kind)["rest_mV"], 0.0)
    exact = solution(MODEL, kind, start, times, current=current).y.T
    errors = []
    for dt_ms in (0.5, 0.25):
        cell = alone(MODEL, dt_ms=dt_ms, current=current, cell_type=kind)
        _, trace = cell.advance_traced(round(40 / dt_ms))
        every = round(4 / dt_ms)
        errors.append(np.abs(trace[every - 1 :: every, :2] - exact).max())
    assert errors[0] < 1e-5
    assert 3.7 < np.log2(errors[0] / errors[1]) < 4.3


@pytest.mark.parametrize("dt_ms", [0.5, 0.1, 0.01])
@pytest.mark.parametrize("kind", KINDS)
def test_the_first_spike_is_found_in_its_step_or_the_next(kind, dt_ms):
    (exact,) = exact_spikes(kind, 1)
    current = MODELS[MODEL].cell_type(kind).current
    cell = alone(MODEL, dt_ms=dt_ms, current=current, cell_type=kind)
    late = cell.advance(round(80 / dt_ms)).step[0] - int(exact / dt_ms)
    assert -1 <= late <= 1


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("transient", "irregular")])
def test_spike_trains_follow_the_exact_ones(kind):
    """Spikes fall on whole steps, and what that does to w builds up over a burst."""
    exact = exact_spikes(kind, 6)
    for dt_ms in (0.1, 0.02):
        current = MODELS[MODEL].cell_type(kind).current
        cell = alone(MODEL, dt_ms=dt_ms, current=current, cell_type=kind)
        times = cell.advance(round(700 / dt_ms)).time_ms[:6]
        np.testing.assert_allclose(times, exact, atol=15 * dt_ms)


def test_a_coarse_step_keeps_the_patterns(trains):
    fine = spike_times(MODEL, 1000, 0.02)
    for kind in KINDS:
        assert abs(trains[kind].size - fine[kind].size) <= 0.06 * fine[kind].size


def test_a_step_far_beyond_the_peak_is_a_spike_and_no_failure():
    wide = {"slope_factor_mV": 50.0, "leak_nS": 560.0}
    cell = alone(MODEL, dt_ms=0.5, current=1e5, parameters=wide)
    assert cell.advance(200).step.size > 10


@pytest.fixture(scope="module")
def trains():
    return spike_times(MODEL, 1000)


def gaps_of(trains, kind):
    return np.diff(trains[kind])


def burst_ends(gaps):
    return np.flatnonzero(gaps > 20)


def test_tonic_spiking_is_regular_after_its_first_spikes(trains):
    gaps = gaps_of(trains, "tonic")
    assert gaps.size > 80
    assert np.ptp(gaps[8:]) <= 0.2
    assert gaps[0] > 0.85 * gaps[-1]


def test_adaptation_lengthens_intervals_until_they_are_steady(trains):
    gaps = gaps_of(trains, "adapting")
    assert (np.diff(gaps[:7]) > 0).all()
    assert gaps[-1] > 5 * gaps[0]
    assert np.ptp(gaps[-6:]) <= 0.2


def test_initial_burst_is_followed_by_regular_spikes(trains):
    gaps = gaps_of(trains, "initial-burst")
    assert (gaps[:2] < 10).all()
    assert (gaps[2:] > 50).all()
    assert np.ptp(gaps[4:]) <= 0.2


def test_regular_bursting_repeats_bursts(trains):
    gaps = gaps_of(trains, "regular-bursting")
    ends = burst_ends(gaps)
    assert ends.size >= 5
    assert set(np.diff(ends)) == {2}
    assert gaps[ends].min() > 20 * gaps[np.setdiff1d(np.arange(gaps.size), ends)].max()


def test_delayed_accelerating_starts_late_and_speeds_up(trains):
    gaps = gaps_of(trains, "delayed-accelerating")
    assert trains["delayed-accelerating"][0] > 1.5 * gaps[0]
    assert (np.diff(gaps[:25]) <= 0.1).all()
    assert gaps[-1] < 0.6 * gaps[0]


def test_delayed_regular_bursting_starts_late_and_repeats_bursts(trains):
    gaps = gaps_of(trains, "delayed-bursting")
    ends = burst_ends(gaps)
    assert trains["delayed-bursting"][0] > 50
    assert ends.size >= 10
    assert set(np.diff(ends)) == {4}
    assert gaps[ends].min() > 5 * gaps[np.setdiff1d(np.arange(gaps.size), ends)].max()


def test_transient_spiking_is_one_spike_and_rest(trains):
    assert trains["transient"].size == 1
    assert trains["transient"][0] < 50


def test_irregular_spiking_never_repeats(trains):
    gaps = np.diff(spike_times(MODEL, 3000)["irregular"])
    assert gaps.size > 100
    assert np.std(gaps) > 0.4 * gaps.mean()
    assert not any(np.abs(gaps[k:] - gaps[:-k]).max() < 4 for k in range(1, 50))
