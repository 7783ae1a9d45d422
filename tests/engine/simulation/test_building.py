"""How far a build is told to be, and how often it looks whether it is still wanted."""

import numpy as np
import pytest

from engine import Network, Population, Projection, Simulation
from engine.connections import in_threads
from engine.connections.build_work import FILLED
from engine.connections.catalogue import (
    AllToAll,
    FixedInDegree,
    FixedTotalNumber,
    Listed,
    PairwiseBernoulli,
)
from engine.distributions.uniform import Uniform
from engine.synapses.catalogue import VoltageJump

NEURONS = 3000
WORK = 20_000.0


@pytest.fixture(autouse=True)
def small_portions(monkeypatch):
    monkeypatch.setattr(in_threads, "WORK_PER_CALL", WORK)


def network(*connects, weight=0.1):
    """A network of one population, with a projection of each kind."""
    neurons = Population(name="all", size=NEURONS, model="leaky-integrate-and-fire")
    projections = [
        Projection(
            source=("all",),
            target=("all",),
            connect=connect,
            synapse=VoltageJump(),
            weight=weight,
            delay_ms=1.0,
        )
        for connect in connects
    ]
    return Network(name="mine", dt_ms=0.1, seed=1, populations=[neurons], projections=projections)


def shares_told(described, threads=1):
    """How much is done, whenever that is told."""
    told = []
    Simulation(described, threads=threads, told=lambda done, of: told.append((done, of)))
    done, of = np.array(told).T
    assert len(set(of)) == 1
    return done / of


@pytest.mark.parametrize("weight", [0.1, Uniform(0.1, 0.2)], ids=["rows", "bundles"])
@pytest.mark.parametrize("threads", [1, 2])
def test_it_goes_from_nothing_to_all(weight, threads):
    described = network(
        FixedInDegree(20), FixedTotalNumber(number=50_000), PairwiseBernoulli(0.01), weight=weight
    )
    shares = shares_told(described, threads)
    assert shares[0] < 0.1
    assert shares[-1] == pytest.approx(1.0)
    if threads == 1:
        assert np.all(np.diff(shares) >= 0)


def test_what_needs_no_drawing_is_done_as_well():
    listed = Listed(pairs=[(0, 1), (1, 2)])
    assert shares_told(network(AllToAll(), listed))[-1] == pytest.approx(1.0)


@pytest.mark.compiled
def test_it_goes_by_synapses_whatever_their_targets():
    """A projection of as many targets, but a hundredth of the synapses, is soon done."""
    few, many = network(FixedInDegree(3)), network(FixedInDegree(3), FixedInDegree(300))
    shares = shares_told(many)
    of_few = len(shares_told(few))
    assert shares[of_few - 1] < 0.06


@pytest.mark.parametrize(
    "in_degree", [1, *(pytest.param(k, marks=pytest.mark.compiled) for k in (100, 1000))]
)
def test_it_looks_after_so_many_synapses(in_degree):
    told = []
    described = network(FixedInDegree(in_degree), weight=Uniform(0.1, 0.2))
    Simulation(described, threads=1, told=lambda done, of: told.append(done))
    assert np.diff(told).max() <= FILLED * WORK + 1
