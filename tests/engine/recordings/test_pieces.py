"""A recording that is read piece by piece is what it is as a whole."""

import h5py
import numpy as np
import pytest

from engine.errors import RecordingError, UnknownNameError
from engine.recording.spikes import joined
from engine.recordings import recording as recordings
from engine.recordings.recording import Recording
from tests.engine.recordings.runs import SPIKES, STEPS, record


@pytest.fixture
def path(tmp_path, monkeypatch):
    monkeypatch.setattr(recordings, "PIECE", 300)
    record(tmp_path / "run.h5", 4).close()
    return tmp_path / "run.h5"


@pytest.mark.parametrize(("first", "end"), [(None, None), (0, 0), (33, 151), (190, 10**6)])
def test_spikes(path, first, end):
    with Recording(path) as recording:
        whole = recording.spikes(first, end)
        pieces = list(recording.spike_pieces(first, end))
        assert all(0 < piece.step.size <= 300 for piece in pieces)
        for one, other in zip(whole, joined(pieces), strict=True):
            assert np.array_equal(one, other)
        assert recording.count_spikes(first, end) == whole.step.size
    assert (first is not None) or whole.step.size == 4 * SPIKES


@pytest.mark.parametrize(("first", "end"), [(None, None), (0, 0), (33, 151), (190, 10**6)])
def test_samples(path, first, end):
    with Recording(path) as recording:
        table = recording.sample_table("y", first, end)
        for place, neuron in enumerate(recording.sampled["y"].neurons):
            steps, values = recording.samples("y", neuron, first, end)
            assert list(recording.sample_steps("y", first, end)) == steps.tolist()
            assert np.array_equal(table[:, place], values)
        assert (first is not None) or table.shape == (4 * STEPS // 2, 2)
        with pytest.raises(UnknownNameError, match="recorded variable"):
            recording.sample_table("Y")


def test_pieces_out_of_order_are_refused(path):
    with h5py.File(path, "r+") as file:
        times = file["spikes/network/timestamps"]
        times[:300] = times[300:600]
        times[300:600] = np.zeros(300)
    with (
        Recording(path) as recording,
        pytest.raises(RecordingError, match="its spikes are out of order"),
    ):
        list(recording.spike_pieces())
