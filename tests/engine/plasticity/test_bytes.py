"""What a synapse that changes takes of memory: what arrays have, and what is asked for before."""

import itertools
import tracemalloc

import pytest

from engine.connections.all_to_all import AllToAll
from engine.connections.fixed_in_degree import FixedInDegree
from engine.plasticity.derivative_stdp import DerivativeStdp
from engine.plasticity.pair_stdp import PairStdp
from engine.plasticity.reward_stdp import RewardStdp
from engine.runtime import memory
from engine.runtime.memory import Free, NetworkTooLargeError
from engine.simulation import Simulation
from engine.synapses.classic_kernel import ClassicKernel
from engine.synapses.voltage_jump import VoltageJump
from tests.engine.plasticity.driven import driven, to_post

SOURCES, TARGETS = 40, 30
PLAIN = PairStdp(w_max=1.0, a_plus=0.1, a_minus=0.1)
CENTRED = PairStdp(w_max=1.0, a_plus=0.1, a_minus=0.1, pairing="presynaptic-centred")
REWARDED = RewardStdp(w_max=1.0, a_plus=0.1, a_minus=0.1)
DERIVATIVE = DerivativeStdp(w_max=1.0)


def taken(rule, synapse, in_degree):
    """Bytes of arrays of synapses that change, and of what a simulation asks for."""
    one = to_post(
        synapse, connect=FixedInDegree(in_degree), weight=0.5, delay_ms=2.0, plasticity=rule
    )
    simulation = Simulation(driven([[]] * SOURCES, [[]] * TARGETS, one))
    arrays = simulation._arrays
    groups = arrays.plastic, arrays.single, arrays.double
    return sum(array.nbytes for array in itertools.chain(*groups)), simulation.needed_bytes


@pytest.mark.parametrize(
    ("rule", "synapse", "expected"),
    [
        (PLAIN, VoltageJump(), 12),
        (CENTRED, VoltageJump(), 16),
        (REWARDED, VoltageJump(), 16),
        (DERIVATIVE, VoltageJump(), 16),
        (PLAIN, ClassicKernel(), 16),
        (CENTRED, ClassicKernel(), 16),
        (REWARDED, ClassicKernel(), 16),
        (DERIVATIVE, ClassicKernel(), 16),
    ],
)
def test_bytes_of_a_synapse(rule, synapse, expected):
    few, many = (taken(rule, synapse, in_degree) for in_degree in (3, 19))
    for one, other in zip(few, many, strict=True):
        assert (other - one) / (16 * TARGETS) == expected


def test_synapses_that_do_not_fit_are_refused_before_any_is_made(monkeypatch):
    pairs = 1000 * 1000
    one = to_post(VoltageJump(), connect=AllToAll(), weight=0.5, plasticity=REWARDED)
    network = driven([[]] * 1000, [[]] * 1000, one)
    monkeypatch.setattr(memory, "free_memory", lambda: Free(15 * pairs, ""))
    tracemalloc.start()
    try:
        with pytest.raises(NetworkTooLargeError, match=r"most of it for projections\[0\]"):
            Simulation(network)
        assert tracemalloc.get_traced_memory()[1] < pairs
    finally:
        tracemalloc.stop()
