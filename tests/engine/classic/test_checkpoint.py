"""A checkpoint of a classic network is one that a simulation can have made, or is refused."""

import copy
import pickle
from dataclasses import replace

import numpy as np
import pytest

from engine import Checkpoint, CheckpointError, ClassicNetwork, Simulation
from engine.checkpoints.file import read_arrays, text_array, write_arrays
from engine.classic.connectivity.moves import NEVER

STEPS = 250
WEIGHTS = np.random.default_rng(1).normal(size=(8, 8))


def taken(network=None):
    simulation = Simulation(network or ClassicNetwork(size=8, seed=4))
    simulation.advance(STEPS)
    return simulation.checkpoint()


def changed(array, at, value):
    array = array.copy()
    array[at] = value
    return array


WRONG = {
    "another kind of numbers": lambda c: {"state": c.state.astype(np.float32)},
    "neurons too few": lambda c: {"state": c.state[:, 1:]},
    "a state of nan": lambda c: {"state": changed(c.state, (0, 0), np.nan)},
    "a current of inf": lambda c: {"applied": changed(c.applied, 0, np.inf)},
    "no array": lambda c: {"applied": c.applied.tolist()},
    "nothing": lambda c: {"rows": None},
    "a spike in the future": lambda c: {"last_spike": changed(c.last_spike, 0, STEPS)},
    "a spike before the start": lambda c: {"last_spike": changed(c.last_spike, 0, -1)},
    "a spike without a row": lambda c: {"last_spike": changed(c.last_spike, 0, STEPS - 1)},
    "a row of nan": lambda c: {"rows": np.full(c.rows.shape, np.nan)},
    "rows of given weights": lambda c: {"rows": c.rows.astype(np.float64)},
    "rows too few": lambda c: {"rows": c.rows[1:]},
    "rows in disorder": lambda c: {"row_steps": c.row_steps[::-1].copy()},
    "rows twice": lambda c: {"row_steps": changed(c.row_steps, 0, c.row_steps[1])},
    "a row of the future": lambda c: {"row_steps": changed(c.row_steps, -1, STEPS)},
    "a row long gone": lambda c: {"row_steps": changed(c.row_steps, 0, 3)},
    "more rows than there can be": lambda c: {"row_steps": np.arange(-STEPS, STEPS)},
    "half a step": lambda c: {"step": 1.5},
    "a step before the start": lambda c: {"step": -1},
    "a step too far": lambda c: {"step": 2**62},
    "a truth as step": lambda c: {"step": True},
    "a text as step": lambda c: {"step": "7"},
    "another network": lambda c: {"network": ClassicNetwork(size=9)},
    "weights": lambda c: {"network": ClassicNetwork(size=8, weights=WEIGHTS)},
    "no network": lambda c: {"network": None},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_what_is_made_by_hand_is_checked(wrong, tmp_path):
    moment = taken()
    by_hand = replace(moment, **wrong(moment))
    with pytest.raises(CheckpointError):
        Simulation.restore(by_hand)
    with pytest.raises(CheckpointError):
        by_hand.save(tmp_path / "moment.npz")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("step", np.array(1.5)),
        ("step", np.array([3])),
        ("step", np.array(-1)),
        ("network_size", np.array(-8)),
        ("network_size", np.array(2**62)),
        ("network_size", np.array(8.0)),
        ("network_seed", np.array(5)),
        ("network_coupling", text_array("none")),
        ("network_coupling", np.array([255], np.uint8)),
        ("network_coupling", np.array(7)),
        ("network_current", np.full(8, np.nan)),
        ("network_current", np.array(5.0)),
        ("network_weights", np.full((8, 8), np.nan)),
        ("network_weights", np.zeros((8, 7))),
        ("network_initial_state", np.zeros(3)),
        ("network_name", np.array(5.0)),
        ("state", np.zeros((3, 9))),
        ("kind", text_array("described")),
        ("kind", np.array(0)),
    ],
)
def test_wrong_entries_of_a_file_with_a_right_digest(tmp_path, name, value):
    taken().save(tmp_path / "moment.npz")
    arrays = read_arrays(tmp_path / "moment.npz")
    write_arrays(tmp_path / "moment.npz", {**arrays, name: value})
    with pytest.raises(CheckpointError, match="is not a checkpoint of a classic network: "):
        Checkpoint.load(tmp_path / "moment.npz")


@pytest.mark.parametrize("network", [None, ClassicNetwork(size=8, weights=WEIGHTS)])
def test_none_of_its_entries_can_be_missing(tmp_path, network):
    """Not the weights either, without which a network would be another one."""
    taken(network).save(tmp_path / "moment.npz")
    arrays = read_arrays(tmp_path / "moment.npz")
    for name in arrays:
        rest = {other: array for other, array in arrays.items() if other != name}
        write_arrays(tmp_path / "moment.npz", rest)
        with pytest.raises(CheckpointError):
            Checkpoint.load(tmp_path / "moment.npz")


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda it: pickle.loads(pickle.dumps(it))])
def test_copies_go_on_alike(copied):
    moment = taken(ClassicNetwork(size=8, seed=2, weights=WEIGHTS))
    again = Simulation.restore(copied(moment))
    np.testing.assert_array_equal(again.advance(100), Simulation.restore(moment).advance(100))


def test_before_the_first_spike(tmp_path):
    moment = Simulation(ClassicNetwork(size=2)).checkpoint()
    assert (moment.last_spike == NEVER).all()
    moment.save(tmp_path / "moment.npz")
    assert Simulation.restore(Checkpoint.load(tmp_path / "moment.npz")).step == 0
