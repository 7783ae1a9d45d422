"""A moment of a live session, saved: another session goes on from it bit for bit."""

import json
from dataclasses import replace

import numpy as np
import pytest

from engine import Checkpoint, CheckpointError, ConstantCurrent, Simulation
from engine.checkpoints.file import read_arrays, text_array, write_arrays
from engine.gallery import from_gallery
from engine.live.commands import Inject, Learn, Rebuild, Save, SetCurrent
from engine.live.moment import Moment
from engine.live.pulses import Pulse
from engine.live.run_configuration import run_configuration
from engine.live.session import Session

pytestmark = pytest.mark.compiled
NETWORKS = {
    "classic": run_configuration(size=20, seed=3),
    "learning": run_configuration(from_gallery("classic-learning"), seed=5),
    "sparse": run_configuration(from_gallery("vogels-abbott-cuba"), size=100, seed=2),
}
PULSES = [Inject(3.3, 900.0, None), Inject(-7.1, 400.0, 2), Inject(0.7, 5000.0, 2)]


def begun(configuration):
    session = Session(configuration, None, lambda: 0.0)
    session.build(configuration)
    return session


def resumed(path):
    moment = Moment.load(path)
    configuration = moment.configuration()
    session = Session(configuration, None, lambda: 0.0)
    session.build(configuration, moment=moment)
    return session


def saved(session, folder, what="moment"):
    session.obey(Save(what, folder, "kept"))
    return session.frame(taken=True).status.saved


def onward(session, steps):
    """The state after so many steps, and how it looks."""
    session._live.advance(steps)
    kept = session._live.simulation.checkpoint().arrays
    return kept, session.frame(taken=False)


def assert_same(one, other):
    (arrays, frame), (expected, other_frame) = one, other
    assert arrays.keys() == expected.keys()
    for name, array in expected.items():
        np.testing.assert_array_equal(arrays[name], array, err_msg=name)
    assert frame.status.current == other_frame.status.current
    assert frame.status.learning == other_frame.status.learning
    assert frame.status.step == other_frame.status.step


@pytest.mark.parametrize("name", NETWORKS)
def test_it_goes_on_bit_for_bit_with_what_hands_did(name, tmp_path):
    session = begun(NETWORKS[name])
    session._live.advance(50)
    session.obey(SetCurrent(4.2))
    for pulse in PULSES:
        session.obey(pulse)
    session.obey(Learn(False))
    session._live.advance(30)
    answer = saved(session, tmp_path)
    assert answer.path == tmp_path / "kept.npz"
    assert answer.bytes == answer.path.stat().st_size
    other = resumed(answer.path)
    assert len(other._live.pulses.under_way) == len(PULSES)
    for _ in range(3):
        # Beyond the ends of the first two pulses, at whatever time step.
        assert_same(onward(other, 300), onward(session, 300))
    spikes = other.frame(taken=False).spike_step
    assert spikes.size > 0


def test_rates_are_of_the_time_since_it_goes_on(tmp_path):
    session = begun(NETWORKS["classic"])
    session._live.advance(500)
    other = resumed(saved(session, tmp_path).path)
    other._live.advance(20)
    live = other._live
    assert live.rates.window_steps(live.simulation.step) == 20


@pytest.mark.parametrize("name", NETWORKS)
def test_a_reset_goes_to_the_first_step_of_the_same_network(name, tmp_path):
    session = begun(NETWORKS[name])
    session.obey(SetCurrent(3.5))
    session._live.advance(40)
    other = resumed(saved(session, tmp_path).path)
    for each in (session, other):
        each.obey(Rebuild())
    assert_same(onward(other, 200), onward(session, 200))


def test_a_resumed_network_still_comes_in_other_sizes(tmp_path):
    session = begun(NETWORKS["classic"])
    session._live.advance(40)
    other = resumed(saved(session, tmp_path).path)
    for each in (session, other):
        each.obey(Rebuild(size=40))
    weights = [each._live.simulation.connections(0).weight for each in (other, session)]
    # By way of 20 neurons: the same numbers, rounded once more.
    np.testing.assert_allclose(*weights, rtol=1e-6)


def test_the_same_moment_again_and_again(tmp_path):
    session = begun(NETWORKS["classic"])
    session.obey(Inject(2.0, 500.0, 1))
    session._live.advance(20)
    first = saved(session, tmp_path)
    second = saved(session, tmp_path)
    assert (first.path.name, second.path.name) == ("kept.npz", "kept-2.npz")
    assert (first.number, second.number) == (1, 2)
    third = saved(resumed(first.path), tmp_path)
    assert first.path.read_bytes() == second.path.read_bytes() == third.path.read_bytes()


@pytest.mark.parametrize("current", [0.0, 1.25])
def test_a_programs_own_checkpoint(current, tmp_path):
    """It has nothing of hands, and its network may have its constant current described."""
    simulation = Simulation(replace(from_gallery("izhikevich-2003").resized(50), seed=4))
    simulation.current = current
    simulation.advance(30)
    simulation.checkpoint().save(tmp_path / "program.npz")
    other = resumed(tmp_path / "program.npz")
    assert other._live.simulation.current.tolist() == 50 * [current]
    np.testing.assert_array_equal(
        other._live.simulation.advance(50).step, simulation.advance(50).step
    )
    classic = Simulation(from_gallery("classic"))
    classic.checkpoint().save(tmp_path / "classic.npz")
    other = resumed(tmp_path / "classic.npz")
    assert other.frame(taken=True).status.current == 5.0
    other.obey(SetCurrent(6.0))
    assert other._live.simulation.applied_to(0) == (6.0, None)


def test_a_program_restores_it_as_well(tmp_path):
    session = begun(NETWORKS["classic"])
    session.obey(SetCurrent(4.0))
    session._live.advance(30)
    path = saved(session, tmp_path).path
    simulation = Simulation.restore(Checkpoint.load(path))
    session._live.advance(100)
    simulation.advance(100)
    expected = session._live.simulation.state_of("neurons")
    np.testing.assert_array_equal(simulation.state_of("neurons"), expected)


def test_currents_of_a_programs_own_for_each_neuron(tmp_path):
    simulation = Simulation(from_gallery("classic"))
    simulation.current = np.arange(10.0)
    simulation.checkpoint().save(tmp_path / "program.npz")
    with pytest.raises(CheckpointError, match=r"program.npz: its neurons have currents of their"):
        Moment.load(tmp_path / "program.npz")


LIVE = {"version": 1, "current": 5.0, "pulses": []}


@pytest.mark.parametrize(
    ("live", "why"),
    [
        ("{", "entry live is damaged"),
        (100_000 * "[", "entry live is damaged"),
        ("[]", "none of version 1"),
        (LIVE | {"version": 2}, "none of version 1"),
        (LIVE | {"current": "5"}, "has no current"),
        (LIVE | {"current": float("nan")}, "has no current"),
        (LIVE | {"current": 10**400}, "has no current"),
        (LIVE | {"pulses": None}, "no pulses"),
        (LIVE | {"pulses": [[1.0, 2, 9]]}, "a pulse that can't be"),
        (LIVE | {"pulses": [[1.0, 2, 5, 0]]}, "a pulse that can't be"),
        (LIVE | {"pulses": [[1.0, 2, 2**63, 0]]}, "a pulse that can't be"),
        (LIVE | {"pulses": [[1.0, 2, 9, 10]]}, "a pulse that can't be"),
        (LIVE | {"pulses": [[1.0, 2, 9, True]]}, "a pulse that can't be"),
        (LIVE | {"pulses": [[True, 2, 9, 0]]}, "a pulse that can't be"),
        (LIVE | {"pulses": [[1.0, 8, 9, 0]]}, "a pulse that can't be"),
    ],
)
def test_what_no_session_wrote_is_refused(live, why, tmp_path):
    path = tmp_path / "moment.npz"
    simulation = Simulation(from_gallery("classic"))
    simulation.advance(5)
    moment = Moment(simulation.checkpoint(), 5.0, (Pulse(1.0, 2, 9, None),))
    moment.save(path)
    assert Moment.load(path).pulses == moment.pulses
    text = live if isinstance(live, str) else json.dumps(live)
    write_arrays(path, read_arrays(path) | {"live": text_array(text)})
    with pytest.raises(CheckpointError, match=f"moment.npz: .*{why}"):
        Moment.load(path)


def test_where_nothing_can_be_written(tmp_path):
    session = begun(NETWORKS["classic"])
    for what in ("moment", "network"):
        answer = saved(session, tmp_path / "none", what)
        assert (answer.path, answer.refusal) == (
            None,
            f"No {what} in {tmp_path}/none/kept.{'npz' if what == 'moment' else 'toml'}: "
            "No such file or directory",
        )


@pytest.mark.parametrize("what", ["moment", "network"])
def test_a_full_disk_leaves_nothing_behind(what, tmp_path, monkeypatch):
    def full(descriptor):
        raise OSError(28, "No space left on device")

    session = begun(NETWORKS["classic"])
    monkeypatch.setattr("os.fsync", full)
    answer = saved(session, tmp_path, what)
    assert answer.refusal.startswith(f"No {what} ")
    assert answer.refusal.endswith("No space left on device")
    assert list(tmp_path.iterdir()) == []
    session.turn()
    assert session.frame(taken=True).status.phase == "running"


def test_without_a_network_there_is_no_moment(tmp_path):
    session = Session(NETWORKS["classic"], None, lambda: 0.0)
    assert saved(session, tmp_path).refusal == "No moment is saved: nothing runs"
    assert list(tmp_path.iterdir()) == []


def test_what_hands_did_is_told():
    session = begun(NETWORKS["learning"])
    session.obey(SetCurrent(4.0))
    assert session.frame(taken=True).status.by_hand == ()
    session._live.advance(3)
    for command in (SetCurrent(5.0), SetCurrent(5.0), *PULSES, Learn(False), Learn(False)):
        session.obey(command)
    told = session.frame(taken=True).status.by_hand
    assert dict(told) == {"current": 1, "pulse": 3, "learning": 1}
    session.obey(Rebuild())
    assert session.frame(taken=True).status.by_hand == (("learning", 1),)


def test_constants_described_in_another_way_stay(tmp_path):
    network = from_gallery("classic")
    inputs = [*network.inputs, ConstantCurrent(target="neurons", current=1.5)]
    configuration = run_configuration(replace(network, inputs=inputs), current=2.0)
    session = begun(configuration)
    session._live.advance(10)
    other = resumed(saved(session, tmp_path).path)
    assert other.frame(taken=True).status.current == 2.0
    assert_same(onward(other, 50), onward(session, 50))
