"""A file that was cut or damaged, or is another, is refused in a line, or reads right."""

import h5py
import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from engine.errors import EngineError, RecordingError
from engine.recordings.recording import Recording
from tests.engine.recordings.runs import record


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> bytes:
    path = tmp_path_factory.mktemp("whole") / "run.h5"
    record(path, 4).close()
    return path.read_bytes()


@pytest.fixture(scope="module")
def right(whole, tmp_path_factory) -> list[object]:
    path = tmp_path_factory.mktemp("right") / "run.h5"
    path.write_bytes(whole)
    return everything(path)


def everything(path) -> list[object]:
    with Recording(path) as recording:
        spikes = recording.spikes()
        samples = [
            recording.samples(name, neuron)[1].tobytes()
            for name, each in recording.sampled.items()
            for neuron in each.neurons
        ]
        told = recording.hands, recording.start, recording.network, recording.end_step
        return [*told, spikes.step.tobytes(), spikes.neuron.tobytes(), *samples]


@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_damage(whole, right, tmp_path_factory, data) -> None:
    path = tmp_path_factory.mktemp("run") / "run.h5"
    damaged = bytearray(whole)
    for _ in range(data.draw(st.sampled_from([1, 1, 3, 30]))):
        at = data.draw(st.one_of(st.integers(0, 9000), st.integers(0, len(whole) - 1)))
        damaged[at] = data.draw(st.integers(0, 255))
    path.write_bytes(damaged[: data.draw(st.one_of(st.none(), st.integers(0, len(whole))))])
    words = ""
    try:
        assert everything(path) == right
    except EngineError as error:
        words = str(error)
    assert not words or ("run.h5" in words and "\n" not in words)


def changed(whole: bytes, path, change) -> str:
    path.write_bytes(whole)
    with h5py.File(path, "r+") as file:
        change(file)
    with pytest.raises(RecordingError) as caught:
        everything(path)
    return str(caught.value)


def test_of_another_kind_or_version(whole, tmp_path) -> None:
    path = tmp_path / "run.h5"
    path.write_bytes(b"t=660: neuron 8 is spiking\n")
    with pytest.raises(RecordingError, match=r"run\.h5 is not a recording"):
        Recording(path)
    with h5py.File(path, "w") as file:
        file["numbers"] = np.arange(3)
    with pytest.raises(RecordingError, match="it is an HDF5 file, but not a recording"):
        Recording(path)

    def newer(file: h5py.File) -> None:
        file.attrs["format_version"] = 2

    assert "format version 2, of a newer program; this one reads up to 1" in changed(
        whole, path, newer
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("spikes/network/node_ids", 99),
        ("spikes/network/timestamps", -100.0),
        ("spikes/network/timestamps", float("nan")),
        ("blocks", -1),
    ],
)
def test_numbers_that_nobody_wrote(whole, tmp_path, name: str, value: float) -> None:
    def change(file: h5py.File) -> None:
        file[name][2] = value

    assert "is damaged: its " in changed(whole, tmp_path / "run.h5", change)


@pytest.mark.parametrize(("name", "unit"), [("x", "furlongs"), ("w", ""), ("\x1b[2J", "")])
def test_variables_that_there_are_not(whole, tmp_path, name: str, unit: str) -> None:
    def change(file: h5py.File) -> None:
        file["samples"].move("x", name)
        file["samples"][name].attrs["units"] = unit

    told = changed(whole, tmp_path / "run.h5", change)
    assert told.endswith("is damaged: its samples are of variables that there are not")


def test_what_is_no_file(tmp_path) -> None:
    with pytest.raises(RecordingError, match=r"it is not a file|Is a directory"):
        Recording(tmp_path)
