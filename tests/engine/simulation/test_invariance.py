"""Same description, same bits: on any number of threads, however the steps are cut into calls."""

import numpy as np
import pytest
from hypothesis import Phase, given, settings, strategies as st

from engine.connections.all_to_all import AllToAll
from engine.connections.fixed_in_degree import FixedInDegree
from engine.connections.one_to_one import OneToOne
from engine.connections.pairwise_bernoulli import PairwiseBernoulli
from engine.description.network import Network
from engine.description.population import Population
from engine.description.projection import Projection
from engine.distributions.normal import Normal
from engine.distributions.uniform import Uniform
from engine.inputs.constant_current import ConstantCurrent
from engine.inputs.current_pulses import CurrentPulses
from engine.inputs.noise_current import NoiseCurrent
from engine.inputs.poisson_spikes import PoissonSpikes
from engine.simulation import Simulation
from engine.synapses.alpha_current import AlphaCurrent
from engine.synapses.classic_kernel import ClassicKernel
from engine.synapses.current_step import CurrentStep
from engine.synapses.exponential_conductance import ExponentialConductance
from engine.synapses.exponential_current import ExponentialCurrent
from engine.synapses.voltage_jump import VoltageJump


def everything(size, seed=0):
    """Half leaky and half Izhikevich neurons, with every synapse, connectivity and input."""
    both = ("leaky", "izhikevich")
    in_degree = min(20, size // 2 - 1)

    def projection(source, target, synapse, weight, connect, delay_ms=None):
        return Projection(
            source=source,
            target=target,
            synapse=synapse,
            weight=weight,
            connect=connect,
            delay_ms=delay_ms,
            self_connections=False,
        )

    return Network(
        name="everything",
        dt_ms=1.0,
        seed=seed,
        populations=(
            Population(
                name="leaky",
                size=size // 2,
                model="leaky-integrate-and-fire",
                parameters={"tau_m_ms": Normal(20.0, 1.0)},
                start={"v_mV": Uniform(-70.0, -50.0)},
            ),
            Population(
                name="izhikevich", size=size // 2, model="izhikevich", cell_type="RS", toward="CH"
            ),
        ),
        projections=(
            projection(
                ("leaky",), both, VoltageJump(), Uniform(0, 0.2), FixedInDegree(in_degree), 3.0
            ),
            projection(
                ("izhikevich",),
                ("leaky",),
                ExponentialCurrent(tau_ms=5.0),
                Normal(0.0, 0.01),
                PairwiseBernoulli(0.02),
                Uniform(1.0, 7.0),
            ),
            projection(
                both,
                ("izhikevich",),
                AlphaCurrent(tau_ms=2.0),
                0.05,
                PairwiseBernoulli(0.02),
                Normal(5, 2),
            ),
            projection(
                ("izhikevich",), ("izhikevich",), CurrentStep(), Uniform(0, 0.02), AllToAll()
            ),
            projection(
                both,
                ("leaky",),
                ExponentialConductance(tau_ms=3.0, reversal_mV=-80.0),
                1e-6,
                AllToAll(),
            ),
            projection(
                ("leaky",), ("izhikevich",), ClassicKernel(), Uniform(-0.1, 0.1), OneToOne(), 2.0
            ),
        ),
        inputs=(
            ConstantCurrent(target=("leaky",), current=0.19),
            NoiseCurrent(target=("leaky",), standard_deviation=0.05),
            NoiseCurrent(target=("izhikevich",), standard_deviation=4.0, mean=2.0),
            PoissonSpikes(target=both, rate_Hz=50.0, synapse=VoltageJump(), weight=1.0, sources=10),
            CurrentPulses(
                target=("izhikevich",),
                amplitude=5.0,
                times_ms=(5.0, 30.0),
                duration_ms=10.0,
                neurons=(1, size // 2 - 1),
            ),
        ),
    )


def run_in(simulation, chunks):
    return np.concatenate([simulation.advance(chunk) for chunk in chunks], axis=1)


def assert_same_state(one, other):
    for population in ("leaky", "izhikevich"):
        np.testing.assert_array_equal(one.state_of(population), other.state_of(population))


@pytest.mark.compiled
@settings(max_examples=4, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(
    st.integers(1025, 1750),
    st.integers(0, 2**64 - 1),
    st.lists(st.integers(1, 40), min_size=1, max_size=4),
)
def test_threads(half, seed, chunks):
    """On fewer neurons than threads are worth, of which each has whole tiles of both models."""
    network = everything(2 * half, seed)
    alone = Simulation(network, threads=1)
    expected = alone.advance(sum(chunks))
    for threads in (2, 3):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("engine.runtime.threads.NEURONS_PER_THREAD", 1)
            together = Simulation(network, threads=threads)
        assert together.threads == threads
        for number in range(len(network.projections)):
            if number != 4:  # each pair of neurons, of which there are too many to look at
                for one, other in zip(
                    alone.connections(number), together.connections(number), strict=True
                ):
                    np.testing.assert_array_equal(one, other)
        np.testing.assert_array_equal(run_in(together, chunks), np.array(expected))
        assert_same_state(together, alone)


@pytest.mark.compiled
def test_threads_trace_the_same():
    network = everything(5000)
    traced = []
    for threads in (1, 2):
        spikes, trace = Simulation(network, threads=threads).advance_traced(60, 4000)
        assert spikes.step.size > 1000
        traced.append(trace)
    np.testing.assert_array_equal(*traced)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**64 - 1), st.lists(st.integers(0, 30), min_size=1, max_size=8))
def test_chunks(seed, chunks):
    network = everything(24, seed)
    whole, cut = Simulation(network), Simulation(network)
    expected = whole.advance(sum(chunks))
    np.testing.assert_array_equal(run_in(cut, chunks), np.array(expected))
    assert_same_state(cut, whole)


def test_many_calls_inside_one_advance(monkeypatch):
    network = everything(40)
    expected = Simulation(network).advance(100)
    assert expected.step.size > 100
    monkeypatch.setattr("engine.runtime.exchange_arrays.SPIKES_PER_CALL", 1)
    monkeypatch.setattr("engine.simulation.NEURON_STEPS_PER_CALL", 333)
    np.testing.assert_array_equal(Simulation(network).advance(100), expected)


def test_seeds_differ_and_repeat():
    runs = [Simulation(everything(40, seed)).advance(60) for seed in (1, 1, 2)]
    np.testing.assert_array_equal(runs[0], runs[1])
    assert runs[0].neuron.tolist() != runs[2].neuron.tolist()


def test_tracing_changes_nothing():
    network = everything(30)
    plain, traced = Simulation(network), Simulation(network)
    spikes, trace = traced.advance_traced(50, 20)
    np.testing.assert_array_equal(spikes, plain.advance(50))
    np.testing.assert_array_equal(trace[-1, :2], plain.state_of("izhikevich")[:, 5])


def test_noise_of_two_inputs_adds_up_in_variance():
    inputs = (
        NoiseCurrent(target="cells", standard_deviation=0.3, mean=0.5),
        NoiseCurrent(target="cells", standard_deviation=0.4, mean=-1.0),
    )
    cells = Population(name="cells", size=1, model="leaky-integrate-and-fire")
    network = Network(name="n", dt_ms=0.1, populations=(cells,), inputs=inputs)
    current = Simulation(network).advance_traced(5000)[1][:, 1]
    assert current.mean() == pytest.approx(-0.5, abs=0.03)
    assert current.std() == pytest.approx(0.5, rel=0.05)


def test_no_current_is_left_of_pulses_that_overlapped():
    pulses = CurrentPulses(target="cells", amplitude=0.1, times_ms=(0.0, 0.5, 1.0), duration_ms=1.5)
    network = Network(
        name="n",
        dt_ms=0.5,
        populations=(Population(name="cells", size=1, model="leaky-integrate-and-fire"),),
        inputs=(pulses,),
    )
    assert 0.1 + 0.1 + 0.1 - 0.1 - 0.1 - 0.1 != 0.0
    _, trace = Simulation(network).advance_traced(9)
    assert trace[:, 1] == pytest.approx([0.1, 0.2, 0.3, 0.2, 0.1, 0.0, 0.0, 0.0, 0.0])
    assert (trace[5:, 1] == 0.0).all()


def test_pulses_last_as_long_as_they_should():
    """The total current that a neuron gets, step by step; pulses may overlap."""
    network = Network(
        name="n",
        dt_ms=0.5,
        populations=(Population(name="cells", size=3, model="leaky-integrate-and-fire"),),
        inputs=(
            CurrentPulses(target=("cells",), amplitude=0.125, times_ms=(2.0, 4.0), duration_ms=3.0),
            CurrentPulses(
                target=("cells",),
                amplitude=0.5,
                times_ms=(0.0,),
                duration_ms=0.5,
                neurons=(1, 1),
            ),
        ),
    )
    expected = [0.0] * 4 + [0.125] * 4 + [0.25] * 2 + [0.125] * 4 + [0.0] * 6
    for neuron, first in ((0, 0.0), (1, 0.5), (2, 0.0)):
        _, trace = Simulation(network).advance_traced(20, neuron)
        assert trace[:, 1].tolist() == [first, *expected[1:]]
