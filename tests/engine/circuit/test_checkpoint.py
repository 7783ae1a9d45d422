"""A described network goes on from a checkpoint as if nothing had happened."""

import numpy as np
import pytest

from engine import CheckpointError, CircuitCheckpoint, CircuitSimulation
from tests.engine.circuit.test_invariance import assert_same_state, everything


@pytest.mark.parametrize("at", [0, 5, 7, 15, 33])
def test_it_goes_on_bit_for_bit(at, tmp_path):
    """Also where a pulse is about to begin, at 5, or to end, at 15."""
    network = everything(60, seed=3)
    original = CircuitSimulation(network)
    original.current = 0.01
    original.advance(at)
    original.checkpoint().save(tmp_path / "moment.npz")
    expected = original.advance(40)
    moment = CircuitCheckpoint.load(tmp_path / "moment.npz")
    assert moment.network == network
    restored = CircuitSimulation.restore(moment)
    assert restored.step == at
    np.testing.assert_array_equal(restored.advance(40), expected)
    assert_same_state(restored, original)
    assert restored.last_spike_step_of(2) == original.last_spike_step_of(2)


@pytest.mark.compiled
def test_on_another_number_of_threads():
    original = CircuitSimulation(everything(5000), threads=1)
    original.advance(20)
    restored = CircuitSimulation.restore(original.checkpoint(), threads=2)
    np.testing.assert_array_equal(restored.advance(20), original.advance(20))
    assert_same_state(restored, original)


def test_what_does_not_fit_is_refused(tmp_path):
    simulation = CircuitSimulation(everything(60))
    good = simulation.checkpoint()
    for name, wrong in (
        ("store", np.zeros(3)),
        ("last_spike", np.zeros(60)),
        ("state_0", np.full_like(good.arrays["state_0"], np.nan)),
    ):
        bad = CircuitCheckpoint(good.network, {**good.arrays, name: wrong})
        with pytest.raises(CheckpointError, match=name):
            CircuitSimulation.restore(bad)
    with pytest.raises(CheckpointError, match="not those of its network"):
        CircuitSimulation.restore(CircuitCheckpoint(good.network, {}))
    (tmp_path / "text.npz").write_text("no checkpoint")
    with pytest.raises(CheckpointError, match="not a checkpoint"):
        CircuitCheckpoint.load(tmp_path / "text.npz")
    with pytest.raises(CheckpointError, match="cannot read"):
        CircuitCheckpoint.load(tmp_path / "missing.npz")
    with pytest.raises(CheckpointError, match="cannot write"):
        good.save(tmp_path / "no folder" / "moment.npz")
