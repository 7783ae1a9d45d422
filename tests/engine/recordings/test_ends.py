"""Whatever ends a recording, all of it up to the last block is there."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from engine.errors import RecordingError
from engine.recordings.recording import Recording
from tests.engine.recordings.runs import SPIKES, STEPS, block, record

ROOT = Path(__file__).parents[3]


def run(*words: object) -> str:
    command = [sys.executable, "-m", "tests.engine.recordings.runs", *map(str, words)]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True
    ).stdout


def blocks_of(path: Path) -> int:
    """How many blocks there are, each compared with what was given."""
    with Recording(path) as recording:
        blocks = recording.end_step // STEPS
        assert recording.spike_count == blocks * SPIKES
        assert len(recording.hands) == blocks
        for number in range(blocks):
            end, times, neurons, samples = block(number)
            spikes = recording.spikes(end - STEPS, end)
            assert np.array_equal(spikes.time_ms, times)
            assert np.array_equal(spikes.neuron, neurons)
            steps, values = recording.samples("y", 4, end - STEPS, end)
            assert np.array_equal(values, samples[:, 1, 1])
            assert np.array_equal(steps, np.arange(end - STEPS, end, 2))
    return blocks


@pytest.mark.skipif(sys.platform == "win32", reason="processes are not forked there")
def test_killed_at_fifty_moments(tmp_path) -> None:
    run("kill", tmp_path, 50)
    lengths = [blocks_of(path) for path in tmp_path.glob("*.h5")]
    assert len(lengths) == 50
    assert max(lengths) > 0


@pytest.mark.skipif(sys.platform == "win32", reason="files have no limits there")
@pytest.mark.parametrize("limit", [70_000, 300_000, 1_000_000])
def test_a_full_disk(tmp_path, limit: int) -> None:
    path = tmp_path / "run.h5"
    assert run("fill", path, limit) == f"cannot write {path}: File too large\n"
    assert blocks_of(path) >= (0 if limit < 100_000 else 5)


def test_another_run_writes_it(tmp_path) -> None:
    path = tmp_path / "run.h5"
    writer = record(path, 2)
    with pytest.raises(RecordingError, match="is being recorded by another run"):
        Recording(path)
    with pytest.raises(RecordingError, match="exists"):
        record(path, 1)
    writer.close()
    assert blocks_of(path) == 2
