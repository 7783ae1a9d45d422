"""What is known of the squid's axon at 6.3 degrees."""

import numpy as np
import pytest

from tests.engine.models.alone import alone

pytestmark = pytest.mark.compiled


def spikes_at(current, duration_ms=400, dt_ms=0.05):
    simulation = alone("hodgkin-huxley", dt_ms=dt_ms, current=current)
    return simulation.advance(round(duration_ms / dt_ms)).time_ms


def test_it_rests_at_minus_65_mv():
    simulation = alone("hodgkin-huxley", dt_ms=0.05)
    assert simulation.advance(4000).step.size == 0
    v, m, h, n = simulation.state_of("cells")[:, 0]
    assert v == pytest.approx(-65.0, abs=0.01)
    assert (m, h, n) == pytest.approx((0.0529, 0.596, 0.3177), abs=5e-4)


def test_rheobase_of_repetitive_firing():
    """The stable oscillation appears at 6.26 uA/cm2; a step below it gives a few spikes."""
    assert spikes_at(6.25, 1000)[-1] < 200
    assert spikes_at(6.28, 1000)[-1] > 970


def test_one_spike_needs_less_than_a_train():
    assert spikes_at(2.0).size == 0
    assert spikes_at(3.0).size == 1


@pytest.mark.parametrize("dt_ms", [0.05, 0.01])
def test_it_fires_at_68_hz_at_10_ua_per_cm2(dt_ms):
    gaps = np.diff(spikes_at(10.0, dt_ms=dt_ms))[5:]
    assert gaps.mean() == pytest.approx(14.64, abs=0.02)
    assert 68.0 < 1000 / gaps.mean() < 69.0
    assert np.ptp(gaps) <= dt_ms + 1e-9


def test_firing_begins_at_a_finite_rate():
    """Class II excitability (Hodgkin 1948): no train is slower than about 50 Hz."""
    assert 1000 / np.diff(spikes_at(6.3))[5:].mean() > 45


def test_a_strong_current_blocks_it():
    assert spikes_at(200.0)[-1] < 50


def test_the_action_potential_overshoots_and_undershoots():
    _, trace = alone("hodgkin-huxley", dt_ms=0.05, current=10.0).advance_traced(400)
    assert 35 < trace[:, 0].max() < 50
    assert -77 < trace[:, 0].min() < -70


def test_release_from_hyperpolarisation_makes_it_fire():
    """Anodal break excitation."""
    simulation = alone("hodgkin-huxley", dt_ms=0.05, current=-5.0)
    assert simulation.advance(1000).step.size == 0
    simulation.current = 5.0
    assert simulation.advance(400).step.size == 1
