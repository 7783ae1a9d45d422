"""Parts of a network are taken by any number of threads, now one, now more: the same bits."""

import os
import signal
import time
from itertools import cycle

import numpy as np
import pytest

from engine.description.classic import ClassicNetwork
from engine.errors import DivergenceError
from engine.gallery import from_gallery, names
from engine.runtime.threads import ThreadTeam, counted_neurons, worthwhile
from engine.simulation import Simulation

SIZE, STEPS = 1030, 60
NETWORKS = [name for name in names() if from_gallery(name).resizing is not None]
SCRIPTS = [(1,), (2,), (1, 2, 2, 1, 1)]
pytestmark = pytest.mark.compiled


class Scripted:
    """In place of what is measured: these sizes by turns, for a few steps each."""

    def __init__(self, sizes):
        self._sizes = cycle(sizes)
        self.threads = next(self._sizes)

    def most_steps(self, steps):
        return min(7, steps)

    def tell(self, steps, work, seconds, slept_s):
        self.threads = next(self._sizes)


@pytest.fixture
def parts(monkeypatch):
    """Makes simulations of so many parts, which threads take by a script."""

    def made(network, threads, sizes=(1,)):
        monkeypatch.setattr("engine.runtime.threads.NEURONS_PER_THREAD", 1)
        monkeypatch.setattr("engine.runtime.stepping.TeamSize", lambda most: Scripted(sizes))
        simulation = Simulation(network, threads=threads)
        assert simulation.threads == threads
        return simulation

    return made


def moved(simulation, steps=STEPS):
    spikes, trace = simulation.advance_traced(steps, simulation.size - 1)
    return [*spikes, trace, *simulation.checkpoint().arrays.values()]


def assert_same(one, other):
    for expected, found in zip(one, other, strict=True):
        np.testing.assert_array_equal(expected, found)


@pytest.mark.parametrize(
    ("name", "size", "threads"),
    [
        ("vogels-abbott-cuba", 4000, 1),
        ("vogels-abbott-cuba", 4096, 2),
        ("vogels-abbott-coba", 2048, 2),
        ("classic", 2047, 1),
        ("classic", 2048, 2),
    ],
)
def test_as_many_threads_as_the_work_of_a_step_is_worth(name, size, threads):
    """Where a step is but a few multiplications, to meet takes longer than a half of it."""
    network = from_gallery(name).resized(size)
    assert worthwhile(2, counted_neurons(network)) == threads


@pytest.mark.parametrize("name", NETWORKS)
def test_who_takes_the_parts_changes_nothing(name, parts, monkeypatch):
    # As in a larger network, so that several of them begin within these steps.
    monkeypatch.setattr("engine.connections.bundle_plan.SPAN_PLACES", 0)
    network = from_gallery(name).resized(SIZE)
    expected = moved(parts(network, 1))
    for sizes in SCRIPTS[::2]:
        assert_same(expected, moved(parts(network, 2, sizes)))


@pytest.mark.parametrize("sizes", [(1,), (2,), (3,), (2, 1, 3)])
def test_three_parts_are_taken_by_up_to_three_threads(sizes, parts):
    network = from_gallery("vogels-abbott-cuba").resized(1700)
    expected = moved(parts(network, 1), 300)
    assert expected[0].size > 100
    assert_same(expected, moved(parts(network, 3, sizes), 300))


def test_portions_end_alike_whoever_takes_them(parts, monkeypatch):
    network = from_gallery("vogels-abbott-cuba").resized(1700)
    expected = moved(parts(network, 1), 300)
    monkeypatch.setattr("engine.runtime.stepping.SYNAPSES_PER_CALL", 77)
    assert_same(expected, moved(parts(network, 2, (2, 1, 1)), 300))


def test_a_checkpoint_goes_on_with_any_number(parts):
    network = from_gallery("vogels-abbott-cuba").resized(1700)
    expected = moved(parts(network, 1), 300)[-5:]
    first = parts(network, 2, (1, 2))
    first.advance(140)
    second = Simulation.restore(first.checkpoint(), threads=3)
    second.advance(160)
    assert_same(expected, list(second.checkpoint().arrays.values())[-5:])


@pytest.mark.parametrize("sizes", SCRIPTS)
def test_a_lost_neuron_ends_the_step_for_all(sizes, parts):
    simulation = parts(ClassicNetwork(size=1100, seed=1), 2, sizes)
    simulation.advance(20)
    extra = np.zeros(1100)
    extra[[1050, 500]] = 1e30
    simulation.current = extra
    with pytest.raises(DivergenceError, match=r"neuron 500 .* at t=200 ms"):
        simulation.advance(10)
    assert simulation.step == 20


@pytest.mark.parametrize("sizes", SCRIPTS)
def test_an_interrupt_amid_a_call_leaves_whole_steps(sizes, parts, monkeypatch):
    network, whole_run = ClassicNetwork(size=1100, seed=1), ThreadTeam.run
    simulation, reference = parts(network, 2, sizes), parts(network, 1)

    def interrupted_run(team, work, threads, **options):
        def interrupted_work(thread):
            if thread == 0:
                os.kill(os.getpid(), signal.SIGINT)
            return work(thread)

        return whole_run(team, interrupted_work, threads, **options)

    simulation.advance(70)
    monkeypatch.setattr(ThreadTeam, "run", interrupted_run)
    with pytest.raises(KeyboardInterrupt):
        simulation.advance(70)
    monkeypatch.undo()
    assert 70 <= simulation.step <= 77
    reference.advance(simulation.step)
    assert_same(reference.advance(70), simulation.advance(70))


def test_a_call_ends_soon_where_a_thread_is_late(parts, monkeypatch):
    network, whole_run, steps = ClassicNetwork(size=1100, seed=1), ThreadTeam.run, []
    simulation, reference = parts(network, 2, (2,)), parts(network, 1)

    def late_run(team, work, threads, **options):
        def late_work(thread):
            if thread == 1 and not steps:
                time.sleep(0.5)
            return work(thread)

        outcome = whole_run(team, late_work, threads, **options)
        steps.append(outcome[0])
        return outcome

    simulation.advance(5)
    monkeypatch.setattr(ThreadTeam, "run", late_run)
    monkeypatch.setattr(Scripted, "most_steps", lambda scripted, steps: steps)
    spikes = simulation.advance(95)
    assert steps[0] < 5
    assert sum(steps) == 95
    monkeypatch.undo()
    reference.advance(5)
    assert_same(reference.advance(95), spikes)
