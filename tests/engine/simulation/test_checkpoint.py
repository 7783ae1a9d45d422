"""A network goes on from a checkpoint as if nothing had happened."""

import copy
import pickle
from dataclasses import replace

import numpy as np
import pytest

from engine import (
    AllToAll,
    Checkpoint,
    CheckpointError,
    ClassicKernel,
    ClassicNetwork,
    ConstantCurrent,
    PairwiseBernoulli,
    Projection,
    Simulation,
    Uniform,
)
from engine.checkpoints.file import read_arrays, text_array, write_arrays
from tests.engine.simulation.test_invariance import assert_same_state, everything


@pytest.mark.parametrize("at", [0, 5, 7, 15, 33])
def test_it_goes_on_bit_for_bit(at, tmp_path):
    """Also where a pulse is about to begin, at 5, or to end, at 15."""
    network = everything(60, seed=3)
    original = Simulation(network)
    original.current = 0.01
    original.advance(at)
    original.checkpoint().save(tmp_path / "moment.npz")
    expected = original.advance(40)
    moment = Checkpoint.load(tmp_path / "moment.npz")
    assert moment.network == network
    restored = Simulation.restore(moment)
    assert restored.step == at
    np.testing.assert_array_equal(restored.advance(40), expected)
    assert_same_state(restored, original)
    assert restored.last_spike_step_of(2) == original.last_spike_step_of(2)


@pytest.mark.compiled
def test_on_another_number_of_threads():
    original = Simulation(everything(5000), threads=1)
    original.advance(20)
    restored = Simulation.restore(original.checkpoint(), threads=2)
    np.testing.assert_array_equal(restored.advance(20), original.advance(20))
    assert_same_state(restored, original)


def with_last_spikes(size=60, seed=3):
    """Every synapse; classic ones of every storage, with and without delays."""
    network = everything(size, seed)
    every = ("leaky", "izhikevich")

    def projection(target, weight, connect, delay_ms):
        return Projection(
            source=every,
            target=target,
            synapse=ClassicKernel(),
            weight=weight,
            connect=connect,
            delay_ms=delay_ms,
        )

    more = (
        projection("leaky", Uniform(-1e-3, 2e-3), AllToAll(), None),
        projection("leaky", 1e-5, AllToAll(), 3.0),
        projection("izhikevich", 1e-3, PairwiseBernoulli(0.2), Uniform(2.0, 40.0)),
    )
    return replace(
        network,
        projections=(*network.projections, *more),
        inputs=(*network.inputs, ConstantCurrent(target="leaky", current=0.4)),
    )


@pytest.fixture(scope="module")
def moment():
    """With spikes under way, of some neurons more than one, and two of one step."""
    simulation = Simulation(with_last_spikes())
    simulation.advance(90)
    moment = simulation.checkpoint()
    arrays = moment.arrays
    assert np.unique(arrays["history"]).size < arrays["history"].size
    assert arrays["history_counts"].max() > 1
    assert min(arrays["fixed_rows"].size, arrays["rows"].size) > 0
    return moment


WRONG = {
    "step": [
        *(np.array([1.5]), np.array([-1]), np.array([2**62]), np.array(3), np.array([50])),
        *(np.array([True]), np.array([], np.int64), 2**40 + 1),
    ],
    "store": [np.zeros(3), np.nan, np.inf, "float32", None],
    "fixed_ring": [np.zeros(3, np.int32), "int64", "uint32"],
    "last_spike": [-2, 90, 2**62, "float64", np.zeros(61, np.int64)],
    "extra": [np.nan, np.inf, np.zeros((60, 1)), "int64"],
    "state_0": [np.nan, np.inf, 1e9, "float32", np.zeros((3, 30))],
    "state_1": [np.nan, np.zeros((2, 29)), np.zeros(30), np.array(0.0)],
    "row_counts": [-1, 10**6, 2**62, "int32", np.zeros(0, np.int64), np.zeros(99, np.int64)],
    "row_steps": [-1, 90, 2**62, -(2**62), "int32", np.zeros(3, np.int64)],
    "fixed_rows": [np.zeros(512, np.int32), "int64", "float64", np.zeros(0, np.int32)],
    "rows": [np.zeros(512), np.nan, -np.inf, "float32", np.zeros(0)],
    "last_arrival": [-1, 90, 2**62, -(2**62) + 1, "int32", np.zeros(5, np.int64)],
    "history_counts": [10**6, -1, 2**62, np.zeros(39, np.int64), "float64"],
    "history": [-1, 60, 2**31 - 1, "int64", np.zeros(0, np.int32)],
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
        Simulation.restore(Checkpoint(moment.network, moment.arrays | {name: array}))


@pytest.mark.parametrize("name", WRONG)
def test_none_of_its_arrays_can_be_missing(moment, name):
    arrays = {other: array for other, array in moment.arrays.items() if other != name}
    with pytest.raises(CheckpointError):
        Simulation.restore(Checkpoint(moment.network, arrays))


@pytest.mark.parametrize("name", ["state_2", "state_-1", "more", 7])
def test_there_are_no_others(moment, name):
    arrays = {**moment.arrays, name: np.zeros((1, 0))}
    by_hand = Checkpoint(moment.network, arrays)
    with pytest.raises(CheckpointError):
        Simulation.restore(by_hand)


def refused(moment, match=None, **arrays):
    with pytest.raises(CheckpointError, match=match):
        Simulation.restore(Checkpoint(moment.network, moment.arrays | arrays))


def test_nobody_spikes_twice_in_a_step(moment):
    """More would arrive than there is room for."""
    counts, history = moment.arrays["history_counts"], moment.arrays["history"].copy()
    slot = int(np.argmax(counts))
    begin = int(counts[:slot].sum())
    assert counts[slot] > 1
    history[begin + 1] = history[begin]
    refused(moment, "history has steps whose neurons do not ascend", history=history)
    history[begin], history[begin + 1] = 59, 0
    refused(moment, "history has steps whose neurons do not ascend", history=history)


def test_a_full_history_of_one_neuron_is_refused(moment):
    counts = np.full_like(moment.arrays["history_counts"], 60)
    for neuron in (0, 59):
        history = np.full(counts.sum(), neuron, np.int32)
        refused(moment, "do not ascend", history_counts=counts, history=history)


@pytest.mark.parametrize("change", [lambda s: s[::-1], lambda s: np.full_like(s, s[0])])
def test_rows_are_in_the_order_of_their_steps(moment, change):
    row_steps = moment.arrays["row_steps"].copy()
    count = int(moment.arrays["row_counts"][0])
    assert count > 1
    row_steps[:count] = change(row_steps[:count].copy())
    refused(moment, "row_steps does not ascend", row_steps=row_steps)


def test_every_arrival_that_still_acts_has_its_row(moment):
    """Also one of the very first step."""
    arrival = moment.arrays["last_arrival"]
    missing = [step for step in range(90) if step not in moment.arrays["row_steps"]]
    assert missing
    for step in {0, missing[-1]} & set(missing):
        changed = arrival.copy()
        changed[:] = step
        refused(moment, "last_arrival and row_steps do not fit", last_arrival=changed)


def test_rows_of_one_projection_are_not_those_of_another(moment):
    counts = moment.arrays["row_counts"].copy()
    counts[[0, 1]] += 1, -1
    refused(moment, row_counts=counts)


CLASSIC = {
    "drawn": ClassicNetwork(size=8, seed=4),
    "given": ClassicNetwork(size=8, weights=np.random.default_rng(1).normal(size=(8, 8))),
}
"""Of 250 steps, which is longer than the kernel."""


@pytest.mark.parametrize("network", CLASSIC.values(), ids=CLASSIC)
def test_the_classic_network(network, tmp_path):
    simulation = Simulation(network)
    simulation.advance(250)
    moment = simulation.checkpoint()
    kept = "rows" if moment.arrays["fixed_rows"].size == 0 else "fixed_rows"
    assert moment.arrays[kept].size == 512 * moment.arrays["row_steps"].size > 0
    moment.save(tmp_path / "moment.npz")
    loaded = Checkpoint.load(tmp_path / "moment.npz")
    assert loaded.network == network
    expected = simulation.advance(200)
    assert expected.step.size > 5
    np.testing.assert_array_equal(Simulation.restore(loaded).advance(200), expected)
    steps = moment.arrays["row_steps"]
    for wrong in (steps - 200, steps + 1, np.arange(-1, steps.size - 1)):
        refused(moment, row_steps=wrong)
    wider = np.zeros(moment.arrays[kept].size + 512, moment.arrays[kept].dtype)
    refused(moment, **{kept: wider})
    other = Checkpoint(ClassicNetwork(size=9), moment.arrays)
    with pytest.raises(CheckpointError):
        Simulation.restore(other)


def test_given_weights_are_no_drawn_ones():
    arrays = {name: Simulation(network).checkpoint().arrays for name, network in CLASSIC.items()}
    simulations = {name: Simulation(network) for name, network in CLASSIC.items()}
    for name, simulation in simulations.items():
        simulation.advance(250)
        arrays[name] = simulation.checkpoint().arrays
    for name, other in (("drawn", "given"), ("given", "drawn")):
        with pytest.raises(CheckpointError):
            Simulation.restore(Checkpoint(CLASSIC[name], arrays[other]))


@pytest.mark.compiled
@pytest.mark.parametrize("budget", [1, 300])
@pytest.mark.parametrize("threads", [1, 2, 3])
def test_within_a_step_with_delays_and_on_other_threads(threads, budget, monkeypatch, tmp_path):
    """A checkpoint ends the step first."""
    monkeypatch.setattr("engine.runtime.threads.NEURONS_PER_THREAD", 100)
    network = with_last_spikes(1300)
    expected = Simulation(network, threads=1).advance(80)
    monkeypatch.setattr("engine.runtime.stepping.SYNAPSES_PER_CALL", budget)
    simulation = Simulation(network, threads=threads)
    while simulation.step_progress == 0 or simulation.step < 5:
        simulation.advance_recorded(8, None, None, lambda: True)
    at = simulation.step
    simulation.checkpoint().save(tmp_path / "moment.npz")
    monkeypatch.setattr("engine.runtime.stepping.SYNAPSES_PER_CALL", 10**9)
    for other in (1, 2, 3):
        restored = Simulation.restore(Checkpoint.load(tmp_path / "moment.npz"), threads=other)
        assert (restored.step, restored.threads) == (at, other)
        spikes = restored.advance(80 - at)
        np.testing.assert_array_equal(spikes.step, expected.step[expected.step >= at])
        np.testing.assert_array_equal(spikes.neuron, expected.neuron[expected.step >= at])


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("network", text_array("name = 1"), "populations"),
        ("network", np.zeros(3), "not a text"),
        ("network", np.array([255], np.uint8), "not a text"),
        ("more", text_array("classic"), "none of its network's"),
        ("last_spike", np.zeros(10**6, np.int64), "last_spike"),
    ],
)
def test_wrong_entries_of_a_file_with_a_right_digest(moment, tmp_path, name, value, word):
    moment.save(tmp_path / "moment.npz")
    write_arrays(tmp_path / "moment.npz", {**read_arrays(tmp_path / "moment.npz"), name: value})
    with pytest.raises(CheckpointError, match=word):
        Checkpoint.load(tmp_path / "moment.npz")


def test_a_network_that_is_none_of_its_arrays_is_not_built(moment, monkeypatch, tmp_path):
    """However large it claims to be."""
    monkeypatch.setattr(Simulation, "__init__", None)
    larger = replace(
        moment.network,
        populations=[replace(population, size=10**8) for population in moment.network.populations],
    )
    for network in (larger, None):
        with pytest.raises(CheckpointError):
            Simulation.restore(Checkpoint(network, moment.arrays))
        with pytest.raises(CheckpointError):
            Checkpoint(network, moment.arrays).save(tmp_path / "moment.npz")


def test_a_description_that_can_not_be_built_is_refused(moment):
    """Its reset is above its threshold: only the values of all neurons tell."""
    leaky = replace(moment.network.populations[0], parameters={"reset_mV": Uniform(-130.0, 0.0)})
    network = replace(moment.network, populations=(leaky, moment.network.populations[1]))
    with pytest.raises(CheckpointError, match="reset_mV"):
        Simulation.restore(Checkpoint(network, moment.arrays))


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda it: pickle.loads(pickle.dumps(it))])
def test_copies_go_on_alike(moment, copied):
    again, once = Simulation.restore(copied(moment)), Simulation.restore(moment)
    np.testing.assert_array_equal(again.advance(40), once.advance(40))


def test_files_that_are_none_are_told(moment, tmp_path):
    (tmp_path / "text.npz").write_text("no checkpoint")
    with pytest.raises(CheckpointError, match="not a checkpoint"):
        Checkpoint.load(tmp_path / "text.npz")
    with pytest.raises(CheckpointError, match="cannot read"):
        Checkpoint.load(tmp_path / "missing.npz")
    with pytest.raises(CheckpointError, match="cannot write"):
        moment.save(tmp_path / "no folder" / "moment.npz")
