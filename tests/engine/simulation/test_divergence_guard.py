"""No neuron is lost that finer steps can save; one that is lost is named, whatever the path."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from engine import (
    ClassicNetwork,
    ConstantCurrent,
    DivergenceError,
    ExponentialCurrent,
    Network,
    Population,
    Projection,
    Simulation,
    VoltageJump,
)
from engine.models import catalogue
from tests.engine.models.equations import EQUATIONS
from tests.engine.simulation import large_model
from tests.engine.simulation.naive_classic import derivative

HUGE = 1e18


def cells(model, current, dt_ms, size=1, projections=(), **more):
    """Neurons of one population with an applied current."""
    population = Population(name="cells", size=size, model=model, **more)
    return Network(
        name="n",
        dt_ms=dt_ms,
        populations=(population,),
        projections=projections,
        inputs=(ConstantCurrent(target=("cells",), current=current),),
    )


def fine_reference(model, start, current, duration_ms, **parameters):
    """What an implicit integrator of small tolerance makes of one neuron."""
    described = Population(name="a", size=1, model=model).described_model
    known = {parameter.name: parameter.default for parameter in described.parameters}
    solution = solve_ivp(
        lambda _, state: EQUATIONS[model](state, known | parameters, current),
        (0.0, duration_ms),
        start,
        "Radau",
        rtol=1e-8,
        atol=1e-8,
    )
    assert solution.success
    return solution.y[:, -1]


@pytest.mark.compiled
@pytest.mark.parametrize("size", [10, 100, 1000])
def test_raw_coupling_for_60_seconds(size):
    simulation = Simulation(ClassicNetwork(size=size, seed=2, coupling="raw"))
    simulation.advance(6000)
    state = simulation.state_of("neurons")
    assert np.isfinite(state).all()
    alone = Simulation(
        ClassicNetwork(size=size, initial_state=state, weights=np.zeros((size, size)))
    )
    spikes = alone.advance(12_000)  # adaptation fades over 100 s
    assert np.unique(spikes.neuron).size == size, "every neuron is still able to spike"


def test_fine_substeps_agree_with_an_independent_integrator():
    start, current = [[4.5], [-60.0], [4.3]], 90.0
    simulation = Simulation(
        ClassicNetwork(size=1, initial_state=start, current=current, weights=[[0.0]])
    )
    simulation.advance(1)
    exact = solve_ivp(
        lambda _, state: derivative(*state, current),
        (0, 0.01),
        np.ravel(start),
        "DOP853",
        rtol=1e-12,
    )
    np.testing.assert_allclose(simulation.state_of("neurons")[:, 0], exact.y[:, -1], rtol=1e-6)


CLASSIC_START = {"x": -0.8, "y": -3.2, "z": 4.3}
VARIANTS = {
    "default": {},
    "another cell type": {"cell_type": "tonic"},
    "a parameter": {"parameters": {"a": 1.0001}},
    "slower": {"parameters": {"t_s_ms": 200.0}},
}


def paths(current):
    """One neuron of every kind of network, each with a name; the one to look at comes last."""
    start = [[value] for value in CLASSIC_START.values()]
    yield "classic", ClassicNetwork(size=1, current=current, initial_state=start, weights=[[0.0]])
    for name, more in VARIANTS.items():
        yield name, cells("hindmarsh-rose", current, 10.0, **more)
    yield "many", cells("hindmarsh-rose", current, 10.0, size=700)
    jump = Projection(source="cells", target="cells", synapse=VoltageJump(), weight=0.0)
    late = replace(jump, delay_ms=20.0)
    decaying = replace(jump, synapse=ExponentialCurrent(50.0))
    for name, one in (("jumps", jump), ("late jumps", late), ("currents", decaying)):
        yield name, cells("hindmarsh-rose", current, 10.0, projections=(one,))


@pytest.mark.compiled
@pytest.mark.parametrize("current", [1e3, 1e5, 1e7, -1e3, -1e5, -1e7])
def test_hindmarsh_rose_runs_at_strong_currents_by_every_path(current):
    known = {
        name: fine_reference(
            "hindmarsh-rose",
            list(CLASSIC_START.values()),
            current,
            50.0,
            **more.get("parameters", {}),
            **({"b": 3.5, "r": 0.01} if "cell_type" in more else {}),
        )
        for name, more in VARIANTS.items()
    }
    for name, network in paths(current):
        simulation = Simulation(network)
        simulation.advance(5)
        (population,) = network.populations
        expected = known.get(name, known["default"])
        found = simulation.state_of(population.name)[:, -1]
        np.testing.assert_allclose(found, expected, rtol=1e-5, err_msg=name)


@pytest.mark.compiled
@pytest.mark.parametrize("current", [HUGE, -HUGE, 1e30])
def test_hindmarsh_rose_is_lost_at_absurd_currents_by_every_path(current):
    for _, network in paths(current):
        simulation = Simulation(network)
        with pytest.raises(DivergenceError, match=r"neuron 0 .* at t=0 ms"):
            simulation.advance_traced(2)


@pytest.mark.compiled
@pytest.mark.parametrize("current", [1e5, HUGE])
def test_threads_and_traces_end_alike(current, monkeypatch):
    monkeypatch.setattr("engine.runtime.threads.NEURONS_PER_THREAD", 1)
    network = cells("hindmarsh-rose", current, 10.0, size=1030)
    ends = []
    for threads in (1, 2):
        simulation = Simulation(network, threads=threads)
        assert simulation.threads == threads
        try:
            ends.append(simulation.advance_traced(5, 1029)[1].tolist())
        except DivergenceError as error:
            ends.append(str(error))
    assert ends[0] == ends[1]
    assert isinstance(ends[0], str) == (current == HUGE)


@pytest.mark.compiled
@pytest.mark.parametrize("current", [-1e6, -1e3, -50.0, 50.0, 1e3, 1e6])
def test_at_strong_currents_neurons_come_to_rest_where_their_equations_say(current):
    simulation = Simulation(ClassicNetwork(size=2, current=current, weights=np.zeros((2, 2))))
    simulation.advance(50)
    x, y, z = simulation.state_of("neurons")
    assert np.isfinite([x, y, z]).all()
    if abs(current) == 1e6:
        np.testing.assert_allclose(x**3 - 3 * x**2, y - z + current, rtol=0.05)


STRONG = {
    "hodgkin-huxley": (0.05, [-50.0, -30.0, 1e3, 1e4, 1e5]),
    "traub-miles": (0.05, [-2.5e3, -5e3, 5e4, 5e6]),
    "adaptive-exponential": (0.1, [-5e3, -5e4, -5e5, -5e6]),
}
CASES = [(model, current) for model, (_, currents) in STRONG.items() for current in currents]


@pytest.mark.compiled
@pytest.mark.parametrize(("model", "current"), CASES)
def test_strong_currents_beside_a_fine_reference(model, current):
    dt_ms, _ = STRONG[model]
    network = cells(model, current, dt_ms)
    simulation = Simulation(network)
    start = simulation.state_of("cells")[:, 0]
    simulation.advance(round(6.0 / dt_ms))
    expected = fine_reference(model, start, current, 6.0)
    found = simulation.state_of("cells")[:, 0]
    np.testing.assert_allclose(found, expected, rtol=5e-3, atol=1e-3)


@pytest.mark.compiled
def test_gates_stay_gates_where_action_potentials_are_too_fast_for_the_longest_step():
    """The sodium current makes a step of 0.1 ms unstable for a moment."""
    simulation = Simulation(cells("hodgkin-huxley", 20.0, 0.1))
    spikes, trace = simulation.advance_traced(500)
    assert spikes.step.size >= 4
    assert -80.0 < trace[:, 0].min() < trace[:, 0].max() < 60.0
    assert (np.abs(trace[:, 1:4] - 0.5) <= 0.51).all()


def require_finite_or_told(simulation, neuron):
    """Twenty steps, or fewer and a word."""
    trace, told = None, None
    try:
        _, trace = simulation.advance_traced(20, neuron)
    except DivergenceError as error:
        trace, told = error.trace, str(error)
    assert np.isfinite(trace).all()
    assert np.abs(trace[:, 0]).max(initial=0.0) < 1e6
    if told is not None:
        population = simulation.population_of(neuron)
        named = f"neuron {neuron} (population {population.name}, model {population.model})"
        assert told.startswith(named)


MODELS = ["hindmarsh-rose", *STRONG, "izhikevich", "leaky-integrate-and-fire"]


@pytest.mark.compiled
@pytest.mark.parametrize("model", MODELS)
def test_at_any_current_a_state_is_finite_or_the_neuron_is_told_to_be_lost(model):
    dt_ms = 0.05 if model in STRONG else 1.0
    for power in range(0, 31, 2):
        for current in (10.0**power, -(10.0**power)):
            require_finite_or_told(Simulation(cells(model, current, dt_ms)), 0)


@pytest.mark.compiled
@pytest.mark.parametrize("model", MODELS)
def test_at_any_jump_a_state_is_finite_or_the_neuron_is_told_to_be_lost(model):
    """The first jump acts before the first step, the other one at its end."""
    dt_ms = 0.05 if model in STRONG else 1.0
    source = Population(
        name="source", size=1, model="leaky-integrate-and-fire", start={"v_mV": 0.0}
    )
    target = Population(name="target", size=1, model=model)
    for weight in (1e2, 1e5, 1e7, 1e15, 1e30, -1e2, -1e5, -1e7, -1e15, -1e30):
        for delay_ms in (None, 2 * dt_ms):
            jump = Projection(
                source="source",
                target="target",
                synapse=VoltageJump(),
                weight=weight,
                delay_ms=delay_ms,
            )
            network = Network(
                name="n", dt_ms=dt_ms, populations=(source, target), projections=(jump,)
            )
            require_finite_or_told(Simulation(network), 1)


def test_a_lost_neuron_is_named_and_the_simulation_stays_lost():
    current = np.array([5.0, 1e30])
    simulation = Simulation(ClassicNetwork(size=2, current=current))
    message = (
        r"neuron 1 \(population neurons, model hindmarsh-rose\) left every bound at t=0 ms: "
        "use a smaller dt_ms, a smaller current or smaller weights"
    )
    with pytest.raises(DivergenceError, match=message):
        simulation.advance(10)
    assert simulation.step == 0
    simulation.current = -current
    for use in (lambda: simulation.advance(1), lambda: simulation.advance_traced(1, 0)):
        with pytest.raises(DivergenceError, match=message):
            use()
    with pytest.raises(DivergenceError, match=message):
        simulation.checkpoint()


@pytest.mark.compiled
def test_a_lost_neuron_stops_every_thread_before_the_step():
    size = 3000
    simulation = Simulation(ClassicNetwork(size=size, seed=1), threads=2)
    assert simulation.threads == 2
    simulation.advance(90)
    extra = np.zeros(size)
    extra[[2900, 40, 1500]] = 1e30, 0.0, 1e30
    simulation.current = extra
    before = simulation.state_of("neurons")
    with pytest.raises(DivergenceError, match=r"neuron 1500 .* at t=900 ms") as caught:
        simulation.advance(10)
    assert caught.value.spikes.step.size == 0
    assert simulation.step == 90
    np.testing.assert_array_equal(simulation.state_of("neurons"), before)


def test_steps_of_models_with_many_variables_are_redone_in_room_of_their_own(monkeypatch):
    monkeypatch.setitem(catalogue.MODELS, "large", large_model.MODEL)
    simulation = Simulation(cells("large", 0.0, 1.0, size=3))
    simulation.advance(1)
    begun = np.arange(1.0, large_model.VARIABLES + 1.0)
    decayed = begun * np.exp(-large_model.RATE)
    state = simulation.state_of("cells")
    np.testing.assert_allclose(state, np.tile(decayed, (3, 1)).T, atol=1e-8)
