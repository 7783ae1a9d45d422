"""A simulation between threads, processes and copies of itself."""

import copy
import pickle
import signal
import subprocess
import sys
import threading

import numpy as np
import pytest

from engine import (
    BusySimulationError,
    ClassicNetwork,
    DivergenceError,
    Network,
    NoiseCurrent,
    PairwiseBernoulli,
    Population,
    Projection,
    Simulation,
    VoltageJump,
)
from engine.runtime.threads import ThreadTeam

pytestmark = pytest.mark.compiled


def classic(threads=1):
    return Simulation(ClassicNetwork(size=2100, seed=3), threads=threads)


def described(threads=1):
    cells = Population(name="a", size=2100, model="izhikevich")
    noise = NoiseCurrent(target=("a",), standard_deviation=8.0)
    wired = Projection(
        source=("a",),
        target=("a",),
        synapse=VoltageJump(),
        connect=PairwiseBernoulli(0.01),
        weight=0.5,
    )
    network = Network(
        name="n", dt_ms=0.5, populations=(cells,), projections=(wired,), inputs=(noise,), seed=3
    )
    return Simulation(network, threads=threads)


KINDS = pytest.mark.parametrize("make", [classic, described])


def uses(simulation):
    """All that reads or changes what moves."""
    yield lambda: simulation.advance(1)
    yield lambda: simulation.advance_traced(1)
    yield simulation.checkpoint
    yield lambda: simulation.current
    yield lambda: setattr(simulation, "current", 1.0)
    yield lambda: simulation.last_spike_step_of(0)
    yield lambda: pickle.dumps(simulation)
    yield lambda: simulation.state_of(simulation.network.populations[0].name)


@KINDS
def test_a_second_thread_is_refused_and_the_first_not_disturbed(make, monkeypatch):
    simulation, reference = make(2), make(2)
    inside, go_on, whole_run = threading.Event(), threading.Event(), ThreadTeam.run

    def waiting_run(team, work, threads, **options):
        inside.set()
        assert go_on.wait(60)
        return whole_run(team, work, threads, **options)

    monkeypatch.setattr(ThreadTeam, "run", waiting_run)
    spikes = []
    first = threading.Thread(target=lambda: spikes.append(simulation.advance(120)))
    first.start()
    assert inside.wait(60)
    for use in uses(simulation):
        with pytest.raises(BusySimulationError, match="one thread at a time"):
            use()
    go_on.set()
    first.join()
    np.testing.assert_array_equal(spikes[0], reference.advance(120))
    for use in uses(simulation):
        use()


def test_no_interrupt_crashes_or_leaves_it_in_use_for_ever():
    """Interrupts strike wherever Python runs, and numba runs some on the way into a kernel."""
    simulation = Simulation(ClassicNetwork(size=3))
    simulation.advance(1)

    def interrupt(number, frame):
        raise KeyboardInterrupt

    def advance_until_interrupted(seconds):
        signal.setitimer(signal.ITIMER_REAL, seconds)
        while True:
            simulation.advance(1)

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        for attempt in range(200):
            with pytest.raises(KeyboardInterrupt):
                advance_until_interrupted(1e-3 + attempt * 3e-7)
            assert simulation.state_of("neurons").shape == (3, 3)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@KINDS
@pytest.mark.parametrize(
    "again", [copy.copy, copy.deepcopy, lambda s: pickle.loads(pickle.dumps(s))]
)
def test_a_copy_goes_on_from_where_the_original_was(make, again):
    simulation = make(2)
    simulation.advance(70)
    simulation.current = 6.5
    copied = again(simulation)
    assert (copied.step, copied.threads) == (70, 2)
    np.testing.assert_array_equal(simulation.advance(100), copied.advance(100))
    assert copied.last_spike_step_of(7) == simulation.last_spike_step_of(7)


FORK = """
import os, signal
from tests.engine.test_sharing import classic, described
for simulation, reference in ((classic(2), classic(2)), (described(2), described(2))):
    simulation.advance(100)
    reference.advance(100)
    expected = [part.tolist() for part in reference.advance(50)]
    child = os.fork()
    ends = [part.tolist() for part in simulation.advance(50)] == expected
    if child == 0:
        os._exit(0 if ends else 3)
    assert ends
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
"""


@pytest.mark.compiled
@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
def test_both_processes_go_on_after_a_fork():
    command = [sys.executable, "-c", FORK]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=300)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_described_network_that_lost_a_neuron_stays_refused():
    simulation = Simulation(
        Network(
            name="n", dt_ms=0.5, populations=(Population(name="a", size=2, model="izhikevich"),)
        )
    )
    simulation.current = 1e12
    for use in (
        lambda: simulation.advance(5),
        lambda: simulation.advance(5),
        simulation.checkpoint,
    ):
        with pytest.raises(DivergenceError, match=r"neuron 0 .* at t=0 ms"):
            use()
