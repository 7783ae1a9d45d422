"""Currents that decay in a scale, and are written once in a span of steps."""

import numpy as np
import pytest

from engine import (
    ConstantCurrent,
    ExponentialConductance,
    ExponentialCurrent,
    FixedInDegree,
    Listed,
    Network,
    PairStdp,
    PoissonSpikes,
    Population,
    Projection,
    Simulation,
    Uniform,
)
from engine.kernels.arrays import R_IS_SCALED
from engine.kernels.scaled_values import FASTEST, SPAN
from tests.engine.simulation.naive import NaiveCircuit, states

SIZE, DT_MS = 520, 0.1
"""More than a tile."""
FAST, SLOW, TOO_FAST = (
    ExponentialCurrent(tau_ms=DT_MS / FASTEST),
    ExponentialCurrent(tau_ms=7.0),
    ExponentialCurrent(tau_ms=0.9 * DT_MS / FASTEST),
)
LISTED = Listed(
    [(k, (7 * k + d) % SIZE) for k in range(SIZE) for d in range(5)],
    weights=[0.5, 1.0, -0.5, 0.0, 2.0] * SIZE,
)
OPENS = ExponentialConductance(tau_ms=5.0, reversal_mV=0.0)


def projected(synapse, weight, **changes):
    fields = {"connect": FixedInDegree(8)} | changes
    return Projection(source="a", target="a", synapse=synapse, weight=weight, **fields)


def network(*projections, inputs=()):
    return Network(
        name="n",
        dt_ms=DT_MS,
        seed=3,
        populations=[
            Population(
                name="a",
                size=SIZE,
                model="leaky-integrate-and-fire",
                start={"v_mV": Uniform(-60.0, -45.0)},
            )
        ],
        projections=projections,
        inputs=[ConstantCurrent(target=("a",), current=0.25), *inputs],
    )


def scaled(simulation):
    return simulation._arrays.receptors.layout[:, R_IS_SCALED].tolist()


CASES = {
    "one": ([projected(SLOW, 0.05)], [1]),
    "two": ([projected(SLOW, 0.05), projected(FAST, 0.8)], [1, 1]),
    "three": ([projected(ExponentialCurrent(tau_ms=t), 0.03) for t in (2.0, 3.0, 4.0)], [1] * 3),
    "one of two": ([projected(SLOW, 0.05), projected(TOO_FAST, 0.8)], [1, 0]),
    "the other": ([projected(SLOW, 0.05, delay_ms=0.5), projected(FAST, 0.8)], [1, 0]),
    "weights of a list": ([projected(SLOW, 0.1, connect=LISTED)], [1]),
    "a conductance": ([projected(OPENS, 0.0025), projected(SLOW, 0.05)], [1, 0]),
}


@pytest.mark.compiled
@pytest.mark.parametrize(("projections", "expected"), CASES.values(), ids=CASES)
def test_beside_the_naive_simulation(projections, expected):
    simulation = Simulation(network(*projections), threads=1)
    assert sorted(scaled(simulation), reverse=True) == expected
    naive, steps = NaiveCircuit(simulation), 2 * SPAN + 5
    spikes = simulation.advance(steps)
    assert list(zip(spikes.step.tolist(), spikes.neuron.tolist(), strict=True)) == naive.advance(
        steps
    )
    assert spikes.step.size > SIZE
    np.testing.assert_allclose(states(simulation), naive.v, rtol=1e-9)


def test_what_many_reach_in_a_step_is_not():
    poisson = PoissonSpikes(target=("a",), synapse=SLOW, weight=0.01, rate_Hz=9.0, sources=10)
    assert scaled(Simulation(network(projected(SLOW, 0.02), inputs=[poisson]))) == [0]
    learning = projected(SLOW, 0.02, plasticity=PairStdp(w_max=1.0))
    assert scaled(Simulation(network(learning))) == [0]
    assert scaled(Simulation(network(projected(SLOW, Uniform(0.0, 0.1))))) == [0]


@pytest.mark.compiled
@pytest.mark.parametrize("steps", [1, SPAN - 1, SPAN, SPAN + 1])
def test_a_checkpoint_within_a_span_goes_on_with_the_same_bits(steps):
    described = network(projected(SLOW, 0.02), projected(OPENS, 0.001))
    whole, first = Simulation(described, threads=1), Simulation(described, threads=1)
    expected = whole.advance(steps + 2 * SPAN)
    before = first.advance(steps)
    restored = Simulation.restore(first.checkpoint(), threads=2)
    after = restored.advance(2 * SPAN)
    assert restored.state_of("a").tobytes() == whole.state_of("a").tobytes()
    np.testing.assert_array_equal(np.concatenate([before.step, after.step]), expected.step)
    np.testing.assert_array_equal(np.concatenate([before.neuron, after.neuron]), expected.neuron)
