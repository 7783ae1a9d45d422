"""Hindmarsh-Rose neurons do what their cell_types are named for."""

import numpy as np
import pytest

from engine.models.catalogue import MODELS
from tests.engine.models.alone import alone, spike_times

pytestmark = pytest.mark.compiled


@pytest.fixture(scope="module")
def trains():
    """Spikes after the transient, t_s = 100 ms."""
    return {
        name: times[times > 100_000]
        for name, times in spike_times("hindmarsh-rose", 400_000).items()
    }


def burst_ends(gaps):
    """Where the gaps are that lie between bursts."""
    return np.flatnonzero(gaps > 4 * np.median(gaps))


def is_periodic(gaps, period, tolerance_ms=20):
    return bool((np.abs(gaps[period:] - gaps[:-period]) <= tolerance_ms).all())


def test_tonic_spiking_is_regular(trains):
    assert trains["tonic"].size > 100
    assert is_periodic(np.diff(trains["tonic"]), 1)


def test_the_classic_neuron_on_its_own_spikes_tonically_and_slowly_adapts():
    """Its applied current of 5 lies above the range of bursts."""
    gaps = np.diff(spike_times("hindmarsh-rose", 600_000)["classic"])
    assert is_periodic(gaps[-100:], 1)
    assert gaps[0] < 0.75 * gaps[-1]
    assert gaps.max() < 1200


@pytest.mark.parametrize(("current", "spikes"), [(1.4, 7), (2.0, 10), (2.5, 14)])
def test_the_classic_neuron_bursts_at_the_currents_of_1984(current, spikes):
    times = alone("hindmarsh-rose", dt_ms=10.0, current=current).advance(30_000).time_ms
    gaps = np.diff(times[times > 60_000])
    ends = burst_ends(gaps)
    assert set(np.diff(ends)) == {spikes}
    whole = gaps[ends[0] + 1 : ends[1]]
    assert (np.diff(whole) > 0).all()
    assert gaps[ends].min() > 20_000


def test_the_classic_neuron_is_at_rest_without_current():
    assert alone("hindmarsh-rose", dt_ms=10.0).advance(30_000).step.size == 0


def test_regular_bursting_repeats_the_same_burst(trains):
    gaps = np.diff(trains["regular-bursting"])
    ends = burst_ends(gaps)
    assert ends.size > 10
    assert set(np.diff(ends)) == {8}
    assert is_periodic(gaps, 8)


def test_chaotic_bursting_has_no_period(trains):
    gaps = np.diff(trains["chaotic-bursting"])
    assert gaps.size > 100
    assert not any(is_periodic(gaps, period, 200) for period in range(1, 60))
    assert gaps.max() > 5 * gaps.min()


def separation(cell_type):
    """By how much a change of 1e-9 has grown, at the end of each 10 s."""
    current = MODELS["hindmarsh-rose"].cell_type(cell_type).current
    cells = [
        alone("hindmarsh-rose", dt_ms=10.0, current=current, cell_type=cell_type, start={"z": z})
        for z in (3.0, 3.0 + 1e-9)
    ]
    apart = []
    for _ in range(40):
        for cell in cells:
            cell.advance(1000)
        one, other = (cell.state_of("cells")[2, 0] for cell in cells)
        apart.append(abs(one - other) / 1e-9)
    return np.array(apart)


def test_chaotic_bursting_forgets_its_start_and_regular_bursting_does_not():
    assert separation("chaotic-bursting")[-10:].max() > 1e6
    assert separation("regular-bursting").max() < 100


def test_quiescent_is_at_rest_and_excitable(trains):
    """A pulse makes it spike; then it goes back to where it was."""
    assert trains["quiescent"].size == 0
    cell = alone("hindmarsh-rose", dt_ms=10.0, current=1.0, cell_type="quiescent")
    assert cell.advance(20_000).step.size == 0
    rest = cell.state_of("cells")[:, 0]
    x = rest[0]
    np.testing.assert_allclose(rest[1:], [1 - 5 * x**2, 4 * (x + 1.6)], rtol=1e-6)
    cell.current = 2.0
    assert cell.advance(300).step.size > 0
    cell.current = 0.0
    cell.advance(20_000)
    assert cell.advance(1000).step.size == 0
    np.testing.assert_allclose(cell.state_of("cells")[:, 0], rest, rtol=1e-6)
