"""A described network goes on from a checkpoint as if nothing had happened."""

import copy
import pickle
from dataclasses import replace

import numpy as np
import pytest

from engine import (
    CheckpointError,
    CircuitCheckpoint,
    CircuitSimulation,
    ConstantCurrent,
    Uniform,
)
from engine.checkpoints.file import read_arrays, text_array, write_arrays
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


@pytest.fixture(scope="module")
def moment():
    """With spikes in the history, of some neurons more than one."""
    network = replace(
        everything(60, seed=3), inputs=(ConstantCurrent(target="leaky", current=0.6),)
    )
    late = replace(network.projections[-1], delay_ms=40.0)
    network = replace(network, projections=(*network.projections, late))
    simulation = CircuitSimulation(network)
    simulation.advance(90)
    moment = simulation.checkpoint()
    assert np.unique(moment.arrays["history_neurons"]).size < moment.arrays["history_neurons"].size
    return moment


WRONG = {
    "step": [np.array([1.5]), np.array([-1]), np.array([2**62]), np.array(3), np.array([50])],
    "store": [np.zeros(3), np.nan, "float32", None],
    "quanta": [np.zeros(3, np.int32), "int64", "uint32"],
    "rows": [np.zeros(3), np.nan, np.inf],
    "last_spike": [-2, 90, 2**62, "float64", np.zeros(61, np.int64)],
    "extra": [np.nan, np.zeros((60, 1)), "int64"],
    "state_0": [np.nan, np.inf, 1e9, "float32", np.zeros((3, 30))],
    "state_1": [np.nan, np.zeros((2, 29)), np.zeros(30), np.array(0.0)],
    "history_counts": [10**6, -1, 2**62, np.zeros(39, np.int64), "float64"],
    "history_neurons": [-1, 60, 2**31 - 1, 0, "int64", np.zeros(0, np.int32)],
    "history_before": [90, 89, -1, 2**62, "float64"],
    "history_last": [90, -1, 2**62, 88, np.zeros(3, np.int64), "int32"],
}
CASES = [(name, wrong) for name, values in WRONG.items() for wrong in values]


@pytest.mark.parametrize(("name", "wrong"), CASES, ids=map(str, range(len(CASES))))
def test_what_no_simulation_can_be_in_is_refused(moment, name, wrong):
    array = moment.arrays[name].copy()
    if isinstance(wrong, str):
        array = array.astype(wrong)
    elif isinstance(wrong, np.ndarray) or wrong is None:
        array = wrong
    else:
        array.flat[0] = wrong
    with pytest.raises(CheckpointError):
        CircuitSimulation.restore(CircuitCheckpoint(moment.network, moment.arrays | {name: array}))


@pytest.mark.parametrize("name", WRONG)
def test_none_of_its_arrays_can_be_missing(moment, name):
    arrays = {other: array for other, array in moment.arrays.items() if other != name}
    with pytest.raises(CheckpointError):
        CircuitSimulation.restore(CircuitCheckpoint(moment.network, arrays))


@pytest.mark.parametrize("name", ["state_2", "state_-1", "more", 7])
def test_there_are_no_others(moment, name):
    arrays = {**moment.arrays, name: np.zeros((1, 0))}
    by_hand = CircuitCheckpoint(moment.network, arrays)
    with pytest.raises(CheckpointError):
        CircuitSimulation.restore(by_hand)


def test_spikes_must_be_told_once_and_follow_each_other(moment):
    arrays = moment.arrays
    neurons, before = arrays["history_neurons"].copy(), arrays["history_before"].copy()
    repeated = int(np.argmax(np.bincount(neurons)))
    [second] = np.flatnonzero(neurons == repeated)[-1:]
    before[second] -= 1
    with pytest.raises(CheckpointError, match="do not fit each other"):
        CircuitSimulation.restore(
            CircuitCheckpoint(moment.network, arrays | {"history_before": before})
        )


def test_last_spikes_must_be_those_of_the_history(moment):
    never = np.full_like(moment.arrays["last_spike"], -1)
    with pytest.raises(CheckpointError, match="last_spike and history_last do not fit"):
        CircuitSimulation.restore(
            CircuitCheckpoint(moment.network, moment.arrays | {"last_spike": never})
        )


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("network", text_array("name = 1"), "populations"),
        ("network", np.zeros(3), "not a text"),
        ("network", np.array([255], np.uint8), "not a text"),
        ("kind", text_array("classic"), "another kind"),
        ("last_spike", np.zeros(10**6, np.int64), "last_spike"),
    ],
)
def test_wrong_entries_of_a_file_with_a_right_digest(moment, tmp_path, name, value, word):
    moment.save(tmp_path / "moment.npz")
    write_arrays(tmp_path / "moment.npz", {**read_arrays(tmp_path / "moment.npz"), name: value})
    with pytest.raises(CheckpointError, match=word):
        CircuitCheckpoint.load(tmp_path / "moment.npz")


def test_a_network_that_is_none_of_its_arrays_is_not_built(moment, monkeypatch, tmp_path):
    """However large it claims to be."""
    monkeypatch.setattr(CircuitSimulation, "__init__", None)
    larger = replace(
        moment.network,
        populations=[replace(population, size=10**8) for population in moment.network.populations],
    )
    for network in (larger, None):
        with pytest.raises(CheckpointError):
            CircuitSimulation.restore(CircuitCheckpoint(network, moment.arrays))
        with pytest.raises(CheckpointError):
            CircuitCheckpoint(network, moment.arrays).save(tmp_path / "moment.npz")


def test_a_description_that_can_not_be_built_is_refused(moment):
    """Its reset is above its threshold: only the values of all neurons tell."""
    leaky = replace(moment.network.populations[0], parameters={"reset_mV": Uniform(-130.0, 0.0)})
    network = replace(moment.network, populations=(leaky, moment.network.populations[1]))
    with pytest.raises(CheckpointError, match="reset_mV"):
        CircuitSimulation.restore(CircuitCheckpoint(network, moment.arrays))


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda it: pickle.loads(pickle.dumps(it))])
def test_copies_go_on_alike(moment, copied):
    again, once = CircuitSimulation.restore(copied(moment)), CircuitSimulation.restore(moment)
    np.testing.assert_array_equal(again.advance(40), once.advance(40))


def test_files_that_are_none_are_told(moment, tmp_path):
    (tmp_path / "text.npz").write_text("no checkpoint")
    with pytest.raises(CheckpointError, match="not a checkpoint"):
        CircuitCheckpoint.load(tmp_path / "text.npz")
    with pytest.raises(CheckpointError, match="cannot read"):
        CircuitCheckpoint.load(tmp_path / "missing.npz")
    with pytest.raises(CheckpointError, match="cannot write"):
        moment.save(tmp_path / "no folder" / "moment.npz")
