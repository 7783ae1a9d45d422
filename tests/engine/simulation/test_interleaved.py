"""Populations of one model are put together wherever they stand; nobody can tell from outside."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from engine.checkpoints.checkpoint import Checkpoint
from engine.connections.all_to_all import AllToAll
from engine.connections.fixed_in_degree import FixedInDegree
from engine.connections.listed import Listed
from engine.connections.pairwise_bernoulli import PairwiseBernoulli
from engine.connections.sparse_rows import count_targets, fill_rows
from engine.description.network import Network
from engine.description.population import Population
from engine.description.projection import Projection
from engine.distributions.normal import Normal
from engine.distributions.uniform import Uniform
from engine.inputs.constant_current import ConstantCurrent
from engine.inputs.current_pulses import CurrentPulses
from engine.inputs.noise_current import NoiseCurrent
from engine.inputs.poisson_spikes import PoissonSpikes
from engine.kernels.step_loop import run
from engine.models.catalogue import MODELS
from engine.numerics import parts
from engine.numerics.jit import INTERPRETED
from engine.recording.columns import ColumnHistory
from engine.runtime.population_ranges import block_sizes, numbers_of, population_ranges_of
from engine.simulation import Simulation
from engine.synapses.alpha_current import AlphaCurrent
from engine.synapses.classic_kernel import ClassicKernel
from engine.synapses.current_step import CurrentStep
from engine.synapses.exponential_conductance import ExponentialConductance
from engine.synapses.exponential_current import ExponentialCurrent
from engine.synapses.voltage_jump import VoltageJump
from tests.engine.models.alone import DYNAMIC
from tests.engine.simulation.naive import NaiveCircuit, states

LEAKY, IZHIKEVICH = "leaky-integrate-and-fire", "izhikevich"
START = {
    LEAKY: {"v_mV": Uniform(-70.0, -45.0)},
    IZHIKEVICH: {"v_mV": Uniform(-75.0, -50.0), "u": Uniform(-15.0, -8.0)},
}
CURRENT = {LEAKY: 0.27, IZHIKEVICH: 9.0}
FAR = Listed(((0, 0), (0, 1), (1, 0)), weights=(1.0, -0.5, 0.25), delays_ms=(1, 5, 3))


def populations_of(models, size):
    """As many as there are models, of this size, or one neuron larger where it is not even."""
    return tuple(
        Population(name=f"p{k}", size=size + k % 2, model=model, start=START.get(model, {}))
        for k, model in enumerate(models)
    )


def interleaved(models, size, *, seed=3, inputs=(), order=None):
    """Every synapse and connectivity; an order of populations other than that of their names."""
    populations = populations_of(models, size)
    by_model = {m: tuple(p.name for p in populations if p.model == m) for m in CURRENT}
    everywhere = tuple(p.name for p in populations)

    def projection(to, synapse, weight, connect, delay_ms=None, source=everywhere):
        return Projection(
            source=source,
            target=to,
            synapse=synapse,
            weight=weight,
            connect=connect,
            delay_ms=delay_ms,
            self_connections=False,
        )

    leaky, izhikevich = by_model[LEAKY], by_model[IZHIKEVICH]
    conductance = ExponentialConductance(tau_ms=4.0, reversal_mV=-10.0)
    given = [
        ConstantCurrent(target=by_model[model], current=current)
        for model, current in CURRENT.items()
    ]
    return Network(
        name="interleaved",
        dt_ms=1.0,
        seed=seed,
        populations=populations if order is None else tuple(populations[k] for k in order),
        projections=(
            projection(everywhere, VoltageJump(), Uniform(-0.2, 0.6), FixedInDegree(2), 2.0),
            projection(leaky, ExponentialCurrent(tau_ms=5.0), 0.02, AllToAll()),
            projection(
                izhikevich, AlphaCurrent(tau_ms=3.0), 0.5, PairwiseBernoulli(0.3), Uniform(1, 6)
            ),
            projection(izhikevich, CurrentStep(), Uniform(0, 1), AllToAll(), 3.0),
            projection(leaky, conductance, 2e-4, PairwiseBernoulli(0.3), Normal(4.0, 2.0)),
            projection(leaky, ClassicKernel(), 1e-3, PairwiseBernoulli(0.4), 2.0, source=leaky),
            projection(izhikevich[:1], ExponentialCurrent(tau_ms=2.0), 1.0, FAR),
        ),
        inputs=(*given, *inputs),
    )


ALTERNATING = (LEAKY, IZHIKEVICH) * 3


def everything(size, seed=0):
    """With inputs that are drawn, which the naive simulation does not know."""
    names = tuple(p.name for p in populations_of(ALTERNATING, size))
    pulse = {"times_ms": (5.0, 30.0), "duration_ms": 10.0, "neurons": (1, size - 1)}
    jump = VoltageJump()
    return interleaved(
        ALTERNATING,
        size,
        seed=seed,
        inputs=(
            NoiseCurrent(target=names[:3:2], standard_deviation=0.05, mean=0.01),
            NoiseCurrent(target=names[1::2], standard_deviation=3.0),
            PoissonSpikes(target=names, rate_Hz=50.0, synapse=jump, weight=1.0, sources=10),
            CurrentPulses(target=names[2:3], amplitude=0.1, **pulse),
        ),
    )


def pairs(spikes):
    return list(zip(spikes.step.tolist(), spikes.neuron.tolist(), strict=True))


def of_populations(network, spikes):
    """Each population's spikes, neurons counted within it."""
    first, found = 0, {}
    for population in network.populations:
        within = (spikes.neuron >= first) & (spikes.neuron < first + population.size)
        found[population.name] = (
            spikes.step[within].tolist(),
            (spikes.neuron[within] - first).tolist(),
        )
        first += population.size
    return found


def test_a_block_holds_all_populations_of_a_model():
    populations = populations_of((IZHIKEVICH, LEAKY, LEAKY, IZHIKEVICH), 2)
    network = Network(name="n", dt_ms=1.0, populations=populations)
    places = population_ranges_of(network)
    layout = [(p.first, p.start, p.block, p.offset, p.end) for p in places.values()]
    assert layout == [(0, 0, 0, 0, 2), (2, 5, 1, 0, 3), (5, 8, 1, 3, 5), (7, 2, 0, 2, 5)]
    assert numbers_of(places).tolist() == [0, 1, 7, 8, 9, 2, 3, 4, 5, 6]
    assert block_sizes(places) == [5, 5]


@settings(max_examples=5 if INTERPRETED else 25, deadline=None)
@given(
    st.lists(st.sampled_from((LEAKY, IZHIKEVICH)), max_size=6),
    st.integers(3, 5),
    st.integers(0, 2**64 - 1),
)
def test_beside_the_naive_simulation(more, size, seed):
    network = interleaved((IZHIKEVICH, LEAKY, *more), size, seed=seed)
    simulation = Simulation(network)
    naive = NaiveCircuit(simulation)
    assert pairs(simulation.advance(80)) == naive.advance(80)
    np.testing.assert_allclose(states(simulation), naive.v, rtol=1e-6, atol=1e-6)


@settings(max_examples=4 if INTERPRETED else 15, deadline=None)
@given(st.permutations(range(6)))
def test_the_order_of_populations_changes_no_bit_of_them(order):
    network = interleaved(ALTERNATING, 3)
    other = interleaved(ALTERNATING, 3, order=order)
    one, two = Simulation(network), Simulation(other)
    spikes = one.advance(80)
    assert spikes.step.size > 50
    assert of_populations(other, two.advance(80)) == of_populations(network, spikes)


def test_spikes_of_a_step_come_by_number():
    spikes = Simulation(everything(5)).advance(200)
    order = np.lexsort((spikes.neuron, spikes.step))
    assert (order == np.arange(spikes.step.size)).all()
    assert np.unique(spikes.neuron).size > 20


def test_a_history_a_trace_and_the_last_spike_are_of_the_neuron_that_was_asked_for():
    network = everything(5)
    plain = Simulation(network)
    expected = plain.advance(40)
    potentials = states(plain)
    for neuron in (0, 7, 16, 29):
        simulation, history = Simulation(network), ColumnHistory(network.size, 40)
        spikes, trace = simulation.advance_recorded(40, neuron, history)
        np.testing.assert_array_equal(spikes, expected)
        assert trace[-1, 0] == potentials[neuron]
        x, spiked = history.window(40, 0, network.size, 1)
        np.testing.assert_array_equal(x[:, 0], potentials.astype(np.float32))
        np.testing.assert_array_equal(np.flatnonzero(spiked[:, 0]), np.unique(expected.neuron))
        own = expected.step[expected.neuron == neuron]
        assert simulation.last_spike_step_of(neuron) == (own[-1] if own.size else None)


def test_a_current_goes_to_the_neuron_that_it_was_set_for():
    network = Network(name="n", dt_ms=1.0, populations=populations_of(ALTERNATING, 1))
    for neuron in range(network.size):
        simulation = Simulation(network)
        current = np.zeros(network.size)
        current[neuron] = 0.125
        simulation.current = current
        np.testing.assert_array_equal(simulation.current, current)
        traces = [
            Simulation.restore(simulation.checkpoint()).advance_traced(2, other)[1][:, -1]
            for other in range(network.size)
        ]
        np.testing.assert_array_equal(np.array(traces)[:, 0], current)


def test_it_goes_on_from_a_checkpoint(tmp_path):
    original = Simulation(everything(5))
    original.current = np.linspace(0.0, 0.05, original.size)
    original.advance(33)
    original.checkpoint().save(tmp_path / "moment.npz")
    expected = original.advance(40)
    restored = Simulation.restore(Checkpoint.load(tmp_path / "moment.npz"))
    np.testing.assert_array_equal(restored.advance(40), expected)
    np.testing.assert_array_equal(states(restored), states(original))


@pytest.mark.compiled
def test_threads(monkeypatch):
    """On fewer neurons than threads are worth, of which each has whole tiles of both models."""
    monkeypatch.setattr("engine.runtime.threads.NEURONS_PER_THREAD", 1)
    network = everything(520)
    alone = Simulation(network, threads=1)
    expected = alone.advance(60)
    assert expected.step.size > 1000
    for threads in (2, 3):
        together = Simulation(network, threads=threads)
        assert together.threads == threads
        np.testing.assert_array_equal(together.advance(60), expected)
        np.testing.assert_array_equal(states(together), states(alone))


def alternating(count, models, dt_ms=0.01):
    """So many populations, each model in turn."""
    populations = populations_of([models[k % len(models)] for k in range(count)], 1)
    names = tuple(p.name for p in populations)
    some = Projection(
        source=names[:6],
        target=tuple(p.name for p in populations if p.described_model.current_unit),
        synapse=VoltageJump(),
        weight=Uniform(0, 1),
        connect=PairwiseBernoulli(1),
    )
    every = Projection(source=names[:2], target=names[:1], synapse=CurrentStep(), weight=0.1)
    return Network(name="n", dt_ms=dt_ms, populations=populations, projections=(some, every))


@pytest.mark.compiled
@pytest.mark.skipif(INTERPRETED, reason="nothing is compiled")
def test_nothing_is_compiled_per_network():
    """Whatever the models, synapses, numbers and their types, however populations alternate."""
    networks = [
        everything(5),
        interleaved((IZHIKEVICH, LEAKY), 4),
        alternating(1, [LEAKY]),
        alternating(40, [LEAKY, IZHIKEVICH]),
        alternating(100, DYNAMIC),
        Network(name="n", dt_ms=1, populations=populations_of([LEAKY], 1)),
    ]
    known = 0
    for network in networks:
        simulation = Simulation(network)
        simulation.advance(2)
        simulation.advance_recorded(2, 0, ColumnHistory(network.size, 1))
        known = known or len(parts._addresses)
    for kernel in (run, count_targets, fill_rows):
        assert len(kernel.signatures) == 1
    # The first network has all synapses, inputs and two models; others add but models.
    assert len(parts._addresses) <= known + len(MODELS) + 2
