"""The real thread with the real engine, end to end."""

import subprocess
import sys
import time
from functools import partial

import numpy as np
import pytest

from engine import (
    ClassicNetwork,
    ConstantCurrent,
    ExponentialCurrent,
    FixedInDegree,
    Network,
    Population,
    Projection,
    Resizing,
    Simulation,
    Uniform,
    parse_network,
)
from engine.errors import EngineLoadError
from engine.gallery import from_gallery
from engine.live import LiveRunner, warming
from engine.live.commands import (
    Inject,
    Learn,
    Load,
    Pause,
    Rebuild,
    Select,
    SetColumn,
    SetCurrent,
    SetSpeed,
    Watch,
    WatchSelected,
    WatchWeights,
)
from engine.live.run_configuration import run_configuration
from engine.live.session import Session
from engine.numerics.kernel_cache.listening import tell_of_compiling
from engine.runtime.stepping import Stepping

pytestmark = pytest.mark.compiled
PATIENCE_S = 60.0


@pytest.fixture
def runner():
    runner = LiveRunner(run_configuration(None, size=20, seed=1), speed=None)
    runner.start()
    yield runner
    runner.stop()


def wait_for(runner, condition):
    """The first frame that fulfils the condition, and all the frames up to it."""
    frames, deadline = [], time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        frame = runner.take_frame()
        if frame is None:
            time.sleep(0.001)
            continue
        frames.append(frame)
        if condition(frame):
            return frame, frames
    raise AssertionError(f"not seen within {PATIENCE_S} s; the last frame was {frames[-1:]}")


def test_it_runs_shows_and_stops(runner):
    runner.send(Watch(0, 20, 50))
    frame, frames = wait_for(
        runner, lambda frame: frame.status.step > 5000 and frame.status.achieved_speed > 1
    )
    assert frame.rows.x.shape == (20, 50)
    assert [f.sequence for f in frames] == sorted({f.sequence for f in frames})


@pytest.mark.parametrize("kernels", [0, 3])
def test_it_says_that_it_compiles_where_it_does(monkeypatch, kernels):
    phases = []
    loaded = partial(phases.append, "loaded")
    runner = LiveRunner(run_configuration(None, size=20, seed=1), loaded=loaded)

    def compile_some(configuration):
        for _ in range(kernels):
            tell_of_compiling()
            phases.append(runner.take_frame().status.phase)

    monkeypatch.setattr(warming, "is_warm", lambda configuration: False)
    monkeypatch.setattr(warming, "warm_up", compile_some)
    runner.start()
    wait_for(runner, lambda frame: phases.append(frame.status.phase) or phases[-1] == "running")
    runner.stop()
    assert phases.count("compiling") == kernels
    assert phases.count("loaded") == 1
    assert phases.index("loaded") < phases.index("running")


def test_it_says_so_too_where_what_was_warmed_up_is_not_all(monkeypatch):
    phases, steps = [], []

    class Compiling(Session):
        def build(self, *arguments):
            self._hear()
            super().build(*arguments)
            self._hear()

        def turn(self):
            if phases.count("compiling") < 3:
                self._hear()
                self._paused = True
            return super().turn()

        def _hear(self):
            tell_of_compiling()
            frame = runner.take_frame()
            phases.append(frame.status.phase)
            steps.append(frame.status.step)

    monkeypatch.setattr(warming, "is_warm", lambda configuration: True)
    monkeypatch.setattr("engine.live.session.Session", Compiling)
    runner = LiveRunner(run_configuration(None, size=20, seed=1))
    runner.start()
    wait_for(runner, lambda frame: phases.append(frame.status.phase) or phases[-1] == "paused")
    runner.stop()
    assert phases.count("compiling") == 3
    assert steps == [0, 0, 0]


def test_what_is_compiled_within_a_step_is_told_and_fails_nothing(runner, monkeypatch):
    """Where a simulation can't be read, for it is being advanced."""
    runner.send(WatchSelected(True))
    runner.send(Select(3))
    wait_for(runner, lambda frame: frame.selected is not None)
    phases, take = [], Stepping.take

    def compile_first(stepping, steps, record):
        if "compiling" not in phases:
            runner.take_frame()
            tell_of_compiling()
            phases.append(runner.take_frame().status.phase)
        return take(stepping, steps, record)

    monkeypatch.setattr(Stepping, "take", compile_first)
    wait_for(runner, lambda frame: phases.append(frame.status.phase) or phases[-1] == "running")
    wait_for(runner, lambda frame: phases.append(frame.status.phase) or len(phases) > 8)
    assert phases.count("compiling") >= 1
    assert "failed" not in phases


def test_spikes_of_all_frames_are_the_spikes_of_the_run(runner):
    runner.send(SetSpeed(20.0))
    _, frames = wait_for(runner, lambda frame: frame.status.time_ms > 20_000)
    told = sum(frame.spike_step.size + frame.skipped for frame in frames)
    steps = [step for frame in frames for step in frame.spike_step.tolist()]
    assert told > 100
    assert steps == sorted(steps)
    alone = Simulation(ClassicNetwork(size=20, seed=1)).advance(frames[-1].status.step)
    assert told == alone.step.size


def test_no_spike_is_lost_where_something_is_compiled_while_a_frame_waits(runner, monkeypatch):
    frames, take = [], Stepping.take

    def compile_often(stepping, steps, record):
        if runner._outbox is not None:
            tell_of_compiling()
            frames.append(runner.take_frame())
        return take(stepping, steps, record)

    monkeypatch.setattr(Stepping, "take", compile_often)
    runner.send(SetSpeed(20.0))
    deadline = time.monotonic() + PATIENCE_S
    while sum(frame.status.phase == "running" for frame in frames) < 40:
        assert time.monotonic() < deadline
        # Slowly, so that frames wait.
        time.sleep(0.07)
        if (frame := runner.take_frame()) is not None:
            frames.append(frame)
    monkeypatch.undo()
    runner.send(Pause(True))
    _, more = wait_for(runner, lambda frame: frame.status.phase == "paused")
    frames += more
    assert sum(frame.status.phase == "compiling" for frame in frames) > 3
    told = sum(frame.spike_step.size + frame.skipped for frame in frames)
    alone = Simulation(ClassicNetwork(size=20, seed=1)).advance(frames[-1].status.step)
    assert told == alone.step.size > 50


def volley():
    """A network of which every neuron spikes in the first step, each along 200 synapses."""
    neurons = Population(
        name="all", size=3000, model="leaky-integrate-and-fire", start={"v_mV": -49.0}
    )
    projection = Projection(
        source=("all",),
        target=("all",),
        connect=FixedInDegree(200),
        synapse=ExponentialCurrent(5.0),
        weight=Uniform(-0.1, 0.1),
        delay_ms=Uniform(0.1, 2.0),
    )
    drive = ConstantCurrent(target=("all",), current=0.0)
    return Network(
        name="volley",
        dt_ms=0.1,
        populations=(neurons,),
        projections=(projection,),
        inputs=(drive,),
        resizing=Resizing(),
    )


@pytest.mark.parametrize(
    ("network", "size", "budget"),
    [(lambda: None, 20_000, 40), (volley, None, 1)],
    ids=["classic", "sparse"],
)
def test_commands_are_answered_within_a_step_that_takes_seconds(monkeypatch, network, size, budget):
    monkeypatch.setattr("engine.runtime.stepping.SYNAPSES_PER_CALL", budget)
    runner = LiveRunner(run_configuration(network(), size=size, seed=1), speed=None)
    runner.start()
    runner.send(Watch(0, 20, 50))
    wait_for(runner, lambda frame: frame.status.step_progress > 0)
    runner.send(Pause(True))
    paused, _ = wait_for(runner, lambda frame: frame.status.phase == "paused")
    for sent, seen in (
        (SetCurrent(3.0), lambda frame: frame.status.current == 3.0),
        (Watch(40, 20, 50), lambda frame: frame.rows.first == 40),
    ):
        runner.send(sent)
        frame, _ = wait_for(runner, seen)
        assert frame.status.step == paused.status.step
        assert 0 < frame.status.step_progress < 1
    runner.send(Pause(False))
    wait_for(runner, lambda frame: frame.status.step_progress > paused.status.step_progress)
    runner.send(Rebuild(size=20))
    wait_for(runner, lambda frame: frame.status.size == 20 and frame.status.step > 0)
    runner.stop()


def test_commands_are_answered_while_it_runs_flat_out(runner):
    wait_for(runner, lambda frame: frame.status.phase == "running")
    runner.send(Rebuild(size=300))
    wait_for(runner, lambda frame: frame.status.size == 300 and frame.status.step > 0)
    runner.send(Inject(5.0, 50, 3))
    runner.send(Pause(True))
    wait_for(runner, lambda frame: frame.status.phase == "paused")


def test_an_error_in_the_thread_becomes_a_frame(runner, monkeypatch):
    wait_for(runner, lambda frame: frame.status.phase == "running")
    monkeypatch.setattr("engine.live.live_network.LiveNetwork.set_column", lambda *_: 1 / 0)
    runner.send(SetColumn(2))
    frame, _ = wait_for(runner, lambda frame: frame.status.phase == "failed")
    assert frame.status.error == "ZeroDivisionError: division by zero"
    runner.send(Rebuild())
    wait_for(runner, lambda frame: frame.status.phase == "running")


def test_a_picture_that_cannot_be_made_fails_once(runner, monkeypatch):
    wait_for(runner, lambda frame: frame.status.phase == "running")
    attempts = []

    def fail(*_):
        attempts.append(time.monotonic())
        return 1 / 0

    with monkeypatch.context() as broken:
        broken.setattr("engine.live.live_network.LiveNetwork.rows", fail)
        frame, _ = wait_for(runner, lambda frame: frame.status.phase == "failed")
        assert frame.status.error == "ZeroDivisionError: division by zero"
        time.sleep(0.3)
        assert len(attempts) == 1
    runner.send(Rebuild())
    wait_for(runner, lambda frame: frame.status.phase == "running")


def test_importing_it_loads_no_numba():
    code = "import sys, engine.live; sys.exit('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_an_engine_that_cannot_be_loaded_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "engine.live.session", None)
    runner = LiveRunner(run_configuration(None, size=1, seed=0))
    runner.start()
    with pytest.raises(EngineLoadError, match="could not be loaded"):
        wait_for(runner, lambda _: True)
    runner.stop()


def test_a_described_network_runs_live_and_another_is_loaded(runner):
    network = from_gallery("izhikevich-2003").resized(60)
    runner.send(Load(network))
    frame, _ = wait_for(runner, lambda frame: frame.status.dt_ms == 1 and frame.status.step)
    assert (frame.status.network, frame.status.size) == ("izhikevich-2003", 60)
    assert frame.status.storage == "stored"
    runner.send(Select(55))
    runner.send(WatchSelected(True))
    frame, _ = wait_for(runner, lambda frame: frame.selected and len(frame.selected.values) > 9)
    assert frame.selected.names == ("v", "u")
    assert frame.selected.population == "inhibitory"
    runner.send(Load(from_gallery("classic")))
    frame, _ = wait_for(runner, lambda frame: frame.status.dt_ms == 10 and frame.status.step)
    assert (frame.status.size, frame.status.current) == (10, 5.0)


def test_a_build_tells_how_far_it_is_and_ends_with_the_runner(runner):
    wait_for(runner, lambda frame: frame.status.step > 0)
    network = from_gallery("brunel-2000-ai")
    runner.send(Load(network))
    frame, _ = wait_for(runner, lambda frame: 0 < frame.status.progress < 1)
    assert frame.status.phase == "building"
    assert (frame.status.network, frame.status.size) == ("brunel-2000-ai", 12_500)
    runner.send(Load(from_gallery("classic")))
    frame, _ = wait_for(runner, lambda frame: frame.status.phase == "running")
    assert frame.status.network == "classic"


def test_a_size_asked_for_during_a_build_is_one_of_the_network_that_is_built(runner):
    wait_for(runner, lambda frame: frame.status.step > 0)
    runner.send(Load(from_gallery("brunel-2000-ai")))
    wait_for(runner, lambda frame: 0 < frame.status.progress < 1)
    runner.send(Rebuild(size=100))
    frame, _ = wait_for(runner, lambda frame: frame.status.phase == "running")
    assert (frame.status.network, frame.status.size) == ("brunel-2000-ai", 100)


def test_a_reset_during_a_build_goes_back_to_the_network_before(runner):
    wait_for(runner, lambda frame: frame.status.step > 0)
    runner.send(Load(from_gallery("brunel-2000-ai")))
    wait_for(runner, lambda frame: 0 < frame.status.progress < 1)
    runner.send(Rebuild())
    frame, _ = wait_for(runner, lambda frame: frame.status.phase == "running")
    assert (frame.status.network, frame.status.size) == ("classic", 20)


LEARNING = """
name = "learning"
dt_ms = 1.0
[populations.inputs]
size = 30
model = "leaky-integrate-and-fire"
[populations.cells]
size = 5
model = "leaky-integrate-and-fire"
[[projections]]
source = "inputs"
target = "cells"
synapse = "voltage-jump"
weight_mV = 0.25
delay_ms = 1.0
[projections.plasticity]
rule = "pair-stdp"
w_max_mV = 0.5
[[inputs]]
kind = "poisson"
target = ["inputs", "cells"]
rate_Hz = 500.0
synapse = "voltage-jump"
weight_mV = 4.0
"""


def test_weights_are_shown_while_it_runs_and_stay_where_it_does_not_learn():
    runner = LiveRunner(run_configuration(parse_network(LEARNING, "learning")), speed=None)
    runner.start()
    try:
        runner.send(Select(32))
        runner.send(WatchWeights(0, 5, 30))
        frame, _ = wait_for(
            runner,
            lambda frame: frame.weights is not None and frame.weights.course.time_ms.size > 2,
        )
        assert frame.status.learning is True
        assert frame.weights.count == 150
        assert frame.weights.incoming.neuron == 32
        runner.send(Learn(False))
        stopped, _ = wait_for(runner, lambda frame: frame.status.learning is False)
        later = stopped.status.step + 2000
        still, _ = wait_for(runner, lambda frame: frame.weights.course.time_ms[-1] > later)
        runner.send(WatchWeights(0, 5, 30))
        again, _ = wait_for(
            runner, lambda frame: frame.weights is not None and frame.status.step > later + 4000
        )
        np.testing.assert_array_equal(again.weights.sums, still.weights.sums)
        assert (again.weights.counts != again.weights.first_counts).any()
    finally:
        runner.stop()
