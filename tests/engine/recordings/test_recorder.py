"""What a recording gives back is what the simulation gave, however both were cut."""

from pathlib import Path

import h5py
import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from engine.description.network import Network
from engine.description.population import Population
from engine.errors import InvalidValueError, RecordingError, UnknownNameError
from engine.gallery import from_gallery
from engine.recording.samples import Samples
from engine.recording.spikes import joined
from engine.recordings import recorder as recorders
from engine.recordings.plan import RecordingPlan
from engine.recordings.recorder import Recorder
from engine.recordings.recording import Recording
from engine.simulation import Simulation

NETWORK = from_gallery("brunel-2000-ai").resized(250)


@settings(max_examples=8, deadline=None)
@given(
    portions=st.lists(st.integers(0, 90), min_size=1, max_size=6),
    every=st.integers(1, 9),
    late=st.integers(0, 40),
    block_bytes=st.sampled_from([1, 5000, 10**9]),
)
def test_it_comes_back(tmp_path_factory, portions, every, late, block_bytes) -> None:
    path = tmp_path_factory.mktemp("run") / "run.h5"
    simulation, plan = Simulation(NETWORK), RecordingPlan(neurons=(7, 3, 240), every_steps=every)
    simulation.advance(late)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recorders, "BLOCK_BYTES", block_bytes)
        recorder = Recorder(path, simulation, plan)
        spikes = joined([recorder.advance(steps) for steps in portions])
        recorder.close()
    end = late + sum(portions)
    again = Simulation(NETWORK)
    _, trace = again.advance_traced(end, 3)

    with Recording(path) as recording:
        assert recording.network == NETWORK
        assert (recording.first_step, recording.end_step) == (late, end)
        read = recording.spikes()
        for one, other in zip(read, spikes, strict=True):
            assert np.array_equal(one, other)
        middle = (late + end) // 2
        cut = recording.spikes(late, middle).step.size
        assert np.array_equal(recording.spikes(middle, end).neuron, spikes.neuron[cut:])
        steps, potential = recording.samples("v", 3)
        assert np.array_equal(steps, [k for k in range(late, end) if k % every == 0])
        assert np.array_equal(potential, trace[steps, 0])
        assert np.array_equal(recording.samples("I", 3)[1], trace[steps, 1])


def test_anybody_can_read_it(tmp_path) -> None:
    simulation = Simulation(NETWORK)
    recorder = Recorder(tmp_path / "run.h5", simulation, RecordingPlan(populations=("inhibitory",)))
    spikes = recorder.advance(200)
    recorder.close("done")
    inhibitory = spikes.neuron >= 200
    assert recorder.ended.startswith(f"done; {inhibitory.sum():,} spikes up to t=20 ms: ")
    with h5py.File(tmp_path / "run.h5") as file:
        group = file["spikes/network"]
        assert np.array_equal(group["timestamps"][:], spikes.time_ms[inhibitory])
        assert np.array_equal(group["node_ids"][:], spikes.neuron[inhibitory])
        assert group["timestamps"].attrs["units"] == b"ms"
        assert file.attrs["seed"] == NETWORK.seed
        assert [tuple(row) for row in file["populations"][:]] == [
            (b"excitatory", 0, 200),
            (b"inhibitory", 200, 50),
        ]


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (RecordingPlan(populations=("inhibitori",)), "did you mean 'inhibitory'"),
        (RecordingPlan(neurons=(250,)), "neuron must be from 0 to 249, not 250"),
        (RecordingPlan(neurons=(1, 1)), "each named once"),
        (RecordingPlan(neurons=(1,), variables=("w",)), "unknown variable 'w'"),
        (RecordingPlan(variables=("v",)), "variables are recorded of neurons: name some"),
        (RecordingPlan(every_steps=0), "every_steps must be from 1"),
    ],
)
def test_what_cannot_be_recorded(tmp_path, plan: RecordingPlan, words: str) -> None:
    with pytest.raises((InvalidValueError, UnknownNameError), match=words):
        Recorder(tmp_path / "run.h5", Simulation(NETWORK), plan)
    assert not list(tmp_path.iterdir())


def test_a_variable_has_one_unit() -> None:
    models = ("leaky-integrate-and-fire", "hodgkin-huxley")
    populations = [Population(name=model, size=1, model=model) for model in models]
    network = Network(name="mixed", dt_ms=0.01, populations=populations)
    with pytest.raises(InvalidValueError, match="I is in uA_per_cm2 in one "):
        RecordingPlan(neurons=(0, 1)).fitted(network)
    fitted = RecordingPlan(neurons=(0, 1), variables=("v", "m")).fitted(network)
    assert [each.neurons for each in fitted.variables] == [(0, 1), (1,)]


def test_a_failure_ends_the_recording_and_not_the_run(tmp_path, monkeypatch) -> None:
    simulation = Simulation(NETWORK)
    recorder = Recorder(tmp_path / "run.h5", simulation)
    monkeypatch.setattr(recorders, "BLOCK_BYTES", 1)
    recorder.advance(100)

    def full(*anything: object) -> None:
        raise RecordingError("cannot write run.h5: No space left on device")

    monkeypatch.setattr(recorder._writer, "put", full)
    recorder.advance(100)
    assert recorder.ended.startswith(
        "cannot write run.h5: No space left on device; recording ended; "
    )
    assert "up to t=10 ms: " in recorder.ended
    assert recorder.advance(50).step.size > 0
    assert simulation.step == 250
    with Recording(tmp_path / "run.h5") as recording:
        assert recording.end_step == 100


@pytest.mark.parametrize("neurons", [(), (3, 3), (-1,), (0.5,)])
def test_samples_of_nobody(neurons) -> None:
    with pytest.raises(InvalidValueError):
        Samples(neurons)


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="No such file"):
        Recording(tmp_path / "none.h5")
    with pytest.raises(RecordingError, match="No such file"):
        Recorder(tmp_path / "none" / "run.h5", Simulation(NETWORK))
