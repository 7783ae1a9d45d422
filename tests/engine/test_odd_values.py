"""What a script may pass by mistake is refused by the engine's own errors, or is what it says."""

import warnings
from decimal import Decimal
from fractions import Fraction
from functools import partial

import numpy as np
import pytest

from engine import (
    Checkpoint,
    ClassicNetwork,
    InvalidValueError,
    Network,
    NetworkTooLargeError,
    Population,
    Simulation,
    gallery,
    load_network,
    parse_network,
)
from engine.errors import CheckpointError, EngineError
from engine.recording.columns import ColumnHistory
from engine.statistics import (
    Intervals,
    interval_cvs,
    intervals_ms,
    population_rate_hz,
    rates_hz,
    synchrony,
)

ODD = [
    *(None, True, 0, 1, -1, 3, 2.5, 10**400, -(10**6000), 2**63, 2**64),
    *(float("nan"), float("inf"), 1e308, 1j, "3", "a\0b", b"3", [], [1], [[1, 2], [3]], [10**400]),
    *({}, {1: 2}, object(), range(3), type, ..., slice(1), memoryview(b"abc"), "1" * 5000),
    *(Decimal(3), Decimal("1e999"), Decimal("sNaN"), Fraction(3), Fraction(10**400)),
    *(np.int8(3), np.uint64(2**64 - 1), np.float32(2.5), np.longdouble("1e4000"), np.bool_(True)),
    *(np.timedelta64(3), np.datetime64("2020"), np.str_("3"), np.array(3), np.array([1, 2])),
    *(np.array([None]), np.array([10**400], object), np.zeros((2, 2)), np.array([1 + 1j])),
    *(np.ma.masked, np.ma.array([1, 2], mask=[0, 1]), np.zeros(2, [("a", int)])),
]
NETWORK = Network(
    name="n", dt_ms=0.5, populations=(Population(name="a", size=3, model="izhikevich"),)
)


def set_current(simulation, value):
    simulation.current = value


def methods():
    for simulation in (Simulation(ClassicNetwork(size=3)), Simulation(NETWORK)):
        yield partial(set_current, simulation)
        yield simulation.advance
        yield partial(simulation.advance_traced, 1)
        yield partial(simulation.advance_recorded, 1, 0)
        yield simulation.variables
        yield simulation.population_name
        yield simulation.current_unit
        yield simulation.last_spike_step_of
        yield simulation.population_of
        yield simulation.state_of
        yield simulation.connections


def constructors():
    yield Simulation
    yield Simulation.restore
    yield lambda v: Simulation(NETWORK, threads=v)
    yield lambda v: Checkpoint(v, {}).validate()
    yield lambda v: Checkpoint(NETWORK, v).validate()
    for name in ("size", "seed", "current", "coupling", "initial_state", "weights"):
        yield lambda v, name=name: ClassicNetwork(**({"size": 3} | {name: v}))
    yield lambda v: ColumnHistory(v, 1)
    yield lambda v: ColumnHistory(3, v)
    history = ColumnHistory(3, 1)
    for place in range(4):
        yield lambda v, place=place: history.window(*[v if place == k else 3 for k in range(4)])


def statistics():
    spikes = Simulation(ClassicNetwork(size=3, seed=1)).advance(200)
    yield lambda v: interval_cvs(Intervals(v, v))
    yield lambda v: interval_cvs(intervals_ms(spikes), v)
    for function, given in (
        (rates_hz, {"size": 3}),
        (intervals_ms, {}),
        (population_rate_hz, {"size": 3, "bin_ms": 10.0}),
        (synchrony, {"size": 3, "bin_ms": 10.0}),
    ):
        every = given | {"from_ms": 0.0, "to_ms": 2000.0}
        yield lambda v, f=function, every=every: f(v, **every)
        for name in every:
            yield lambda v, f=function, every=every, name=name: f(spikes, **(every | {name: v}))


def complaint(call, value):
    """What it is refused with, empty if it is not."""
    try:
        with warnings.catch_warnings(action="error"):
            call(value)
    except EngineError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("calls", [methods, constructors, statistics])
def test_every_argument_takes_or_refuses_odd_values(calls):
    for call in calls():
        said = [complaint(call, value) for value in ODD]
        assert any(said)
        assert all(len(each) < 600 for each in said)


NO_TEXTS = [value for value in ODD if not isinstance(value, str)]


@pytest.mark.parametrize(
    "call", [load_network, lambda v: parse_network(v, "w"), gallery.from_gallery, gallery.network]
)
def test_what_is_no_text_names_and_describes_no_network(call):
    for value in NO_TEXTS:
        with pytest.raises(InvalidValueError, match="must be") as caught:
            call(value)
        assert len(str(caught.value)) < 200


def test_what_is_no_text_names_no_checkpoint():
    for call in (Simulation(NETWORK).checkpoint().save, Checkpoint.load):
        for value in NO_TEXTS:
            with pytest.raises(CheckpointError, match="must be the name of a file") as caught:
                call(value)
            assert len(str(caught.value)) < 400


def test_a_size_of_eight_bits_is_the_number_it_is():
    network = ClassicNetwork(size=np.int8(100), seed=np.uint8(3))
    assert type(network.size) is type(network.seed) is int
    expected = Simulation(ClassicNetwork(size=100, seed=3)).advance(100)
    np.testing.assert_array_equal(Simulation(network).advance(np.int16(100)), expected)


@pytest.mark.parametrize("value", [10**400, "5", np.ma.masked, np.datetime64("2020"), 1j])
def test_a_current_that_is_no_number_is_refused(value):
    with pytest.raises(InvalidValueError, match="current must be numbers"):
        ClassicNetwork(current=value)


@pytest.mark.parametrize("neuron", [2.5, -1, 3, None])
def test_a_neuron_that_there_is_not_has_no_last_spike(neuron):
    with pytest.raises(InvalidValueError, match="neuron must be"):
        Simulation(ClassicNetwork(size=3)).last_spike_step_of(neuron)


def test_a_history_of_another_size_is_refused():
    for simulation in (Simulation(ClassicNetwork(size=3)), Simulation(NETWORK)):
        with pytest.raises(InvalidValueError, match=r"history must be of 3 neurons.* not 2"):
            simulation.advance_recorded(1, history=ColumnHistory(2, 1))


def test_a_trace_that_no_memory_holds_is_refused():
    for simulation in (Simulation(ClassicNetwork(size=3)), Simulation(NETWORK)):
        with pytest.raises(NetworkTooLargeError, match=r"a trace of .* advance in portions"):
            simulation.advance_traced(2**40)
