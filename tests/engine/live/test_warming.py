"""What is said to be compiled is compiled, and serves every network of the same parts."""

from dataclasses import replace

import numpy as np
import pytest

from engine import (
    AllToAll,
    ConstantCurrent,
    CurrentPulses,
    FixedInDegree,
    GivenSpikes,
    InhibitoryStdp,
    Listed,
    PairStdp,
    PoissonRate,
    PoissonSpikes,
    Reward,
    RewardStdp,
    VoltageJump,
)
from engine.description.network import Network
from engine.description.population import Population
from engine.description.projection import Projection
from engine.distributions.given import Given
from engine.distributions.uniform import Uniform
from engine.gallery import from_gallery, names
from engine.kernels import small_loop
from engine.live import warming
from engine.live.run_configuration import run_configuration
from engine.numerics import parts

LEAKY, IZHIKEVICH = "leaky-integrate-and-fire", "izhikevich"


def of_models(*models, connected=False, size=130):
    """More neurons than a loop of their own is for."""
    populations = [
        Population(name=f"p{k}", size=size, model=model) for k, model in enumerate(models)
    ]
    one = Projection(source="p0", target="p0", synapse=VoltageJump(), weight=1.0)
    network = Network(
        name="n", dt_ms=0.1, populations=populations, projections=[one] if connected else ()
    )
    return run_configuration(network)


@pytest.fixture(autouse=True)
def _cold(monkeypatch):
    monkeypatch.setattr(warming, "_warm", set())


def test_nothing_is_warm_at_first():
    for configuration in (run_configuration(), of_models(LEAKY), of_models(LEAKY, connected=True)):
        assert not warming.is_warm(configuration)


def learning(rule):
    configuration = of_models(LEAKY, connected=True)
    network = configuration.network
    plastic = replace(network.projections[0], plasticity=rule)
    return run_configuration(replace(network, projections=[plastic]))


def test_each_rule_of_plasticity_is_warmed_up_for_itself():
    additive, doubled = PairStdp(w_max=1.0), PairStdp(w_max=1.0, precision="double")
    warming.warm_up(learning(additive))
    assert warming.is_warm(learning(additive))
    assert warming.is_warm(learning(replace(additive, a_plus=0.1)))
    assert not warming.is_warm(learning(doubled))
    assert not warming.is_warm(learning(InhibitoryStdp(w_max=1.0)))


def test_a_network_warms_those_up_that_are_made_of_its_parts():
    warming.warm_up(of_models(LEAKY, IZHIKEVICH, connected=True))
    for models in ((LEAKY,), (IZHIKEVICH,), (IZHIKEVICH, LEAKY, IZHIKEVICH)):
        assert warming.is_warm(of_models(*models))
        assert warming.is_warm(of_models(*models, connected=True))
    assert not warming.is_warm(run_configuration())
    warming.warm_up(run_configuration(size=200))
    assert warming.is_warm(run_configuration(size=1000, seed=7))


@pytest.mark.parametrize("name", names())
def test_whatever_the_gallery_has_is_warmed_up_as_a_small_network(name, monkeypatch):
    built = []
    of_any_size = warming.RunConfiguration.build

    def build(configuration, *told):
        built.append(configuration.size)
        return of_any_size(configuration, *told)

    monkeypatch.setattr(warming.RunConfiguration, "build", build)
    configuration = run_configuration(from_gallery(name))
    warming.warm_up(configuration)
    assert warming.is_warm(configuration)
    least = sum(min(2, each.size) for each in configuration.network.populations)
    like = next((most for most in (129, 64) if configuration.size >= most), 0)
    assert built == [max(least, like)]


@pytest.mark.parametrize(
    ("size", "other", "serves"),
    [(20, 30, True), (20, 90, False), (90, 128, True), (128, 129, False), (129, 5000, True)],
)
def test_it_serves_networks_that_the_same_loop_and_vectors_simulate(size, other, serves):
    warming.warm_up(run_configuration(size=size))
    assert warming.is_warm(run_configuration(size=other)) == serves


def test_a_neuron_alone_is_not_warm_by_a_small_network_of_its_kind():
    """It has a loop of its own."""
    warming.warm_up(run_configuration(size=20))
    assert not warming.is_warm(run_configuration(from_gallery("bursting-neuron")))


@pytest.mark.parametrize("changed", [{"delay_ms": 20.0}, {"weight": 0.5}])
def test_a_loop_of_its_own_is_warm_for_networks_of_that_loop_alone(changed):
    network = from_gallery("classic")
    other = replace(network, projections=[replace(network.projections[0], **changed)])
    halves = replace(
        network,
        populations=[replace(network.populations[0], name=name, size=5) for name in "ab"],
        projections=[replace(network.projections[0], source=("a", "b"), target=("a", "b"))],
        inputs=[replace(network.inputs[0], target=("a", "b"))],
    )
    for one, two in ((network, other), (other, network), (network, halves), (halves, network)):
        warming._warm.clear()
        warming.warm_up(run_configuration(one))
        assert not warming.is_warm(run_configuration(two))


def test_what_names_neurons_or_single_weights_is_no_hindrance():
    listed = Projection(
        source="cells",
        target="cells",
        synapse=VoltageJump(),
        weight=5.0,
        connect=Listed([(0, 299), (298, 299)], [0.1, 0.2], [1.0, 2.0]),
        plasticity=RewardStdp(w_max=1.0),
    )
    cells = Population(name="cells", size=300, model=LEAKY)
    reward = Reward(target="cells", pair=(0, 299), amount=0.5)
    network = Network(
        name="n", dt_ms=0.1, populations=[cells], projections=[listed], inputs=[reward]
    )
    warming.warm_up(run_configuration(network))
    assert warming.is_warm(run_configuration(network))


@pytest.mark.compiled
@pytest.mark.parametrize("name", names())
def test_no_part_is_compiled_once_it_was_warmed_up(name, monkeypatch):
    network = from_gallery(name)
    is_large = network.size > 2000 and network.resizing is not None
    configuration = run_configuration(network, size=2000 if is_large else None)
    monkeypatch.setattr(parts, "FEWEST_FOR_WIDE", warming.FEWEST_FOR_WIDE)
    monkeypatch.setattr(parts, "_addresses", {})
    monkeypatch.setattr(small_loop, "_loops", {})
    warming.warm_up(configuration)
    known = set(parts._addresses), set(small_loop._loops)
    assert any(known)
    configuration.build().advance(2)
    assert (set(parts._addresses), set(small_loop._loops)) == known


@pytest.mark.parametrize("spikes", [GivenSpikes([[5.0], [], [7.0]]), PoissonRate(5.0, [10.0])])
def test_spike_sources_are_warmed_up_as_well(spikes):
    source = Population(name="in", size=3, model="spike-source", spikes=spikes)
    network = Network(name="n", dt_ms=0.1, populations=(source,))
    configuration = run_configuration(network)
    warming.warm_up(configuration)
    assert warming.is_warm(configuration)
    known = len(parts._addresses)
    configuration.build().advance(200)
    assert len(parts._addresses) == known


def test_what_is_given_one_by_one_is_no_hindrance():
    cells = Population(
        name="cells", size=3, model=LEAKY, start={"v_mV": Given([-70.0, -60.0, -55.0])}
    )
    projections = [
        Projection(source="cells", target="cells", synapse=VoltageJump(), weight=weight, connect=c)
        for c, weight in (
            (AllToAll(np.ones((3, 3))), None),
            (Listed([(0, 2), (1, 2)], [1.0, 2.0]), None),
            (FixedInDegree(2), 1.0),
        )
    ]
    inputs = [
        ConstantCurrent(target="cells", current=Given([1.0, 2.0, 3.0])),
        CurrentPulses(
            target="cells", amplitude=1.0, times_ms=[1.0], duration_ms=1.0, neurons=(1, 2)
        ),
        PoissonSpikes(target="cells", rate_Hz=1.0, synapse=VoltageJump(), weight=1.0),
    ]
    network = Network(
        name="n", dt_ms=0.1, populations=[cells], projections=projections, inputs=inputs
    )
    warming.warm_up(run_configuration(network))
    assert warming.is_warm(run_configuration(replace(network, seed=5)))


@pytest.mark.parametrize(
    ("storage", "matrix"), [("procedural", False), ("stored", False), ("by-size", True)]
)
def test_nothing_is_compiled_once_storage_was_warmed_up(storage, matrix, monkeypatch):
    cells = Population(
        name="cells", size=3, model=LEAKY, parameters={"reset_mV": Given([-70.0, -70.0, -71.0])}
    )
    connect = AllToAll(np.ones((3, 3))) if matrix else AllToAll(storage=storage)
    weight = None if matrix else Uniform(0.0, 1.0)
    every = Projection(
        source="cells", target="cells", synapse=VoltageJump(), weight=weight, connect=connect
    )
    configuration = run_configuration(
        Network(name="n", dt_ms=0.1, populations=[cells], projections=[every])
    )
    for other in ("procedural", "stored"):
        if other != storage:
            by_other = replace(every, connect=AllToAll(storage=other), weight=Uniform(0.0, 1.0))
            warming.warm_up(
                run_configuration(replace(configuration.network, projections=[by_other]))
            )
            assert not warming.is_warm(configuration)
    warming.warm_up(configuration)
    assert warming.is_warm(configuration)
    compiled = []
    monkeypatch.setattr(parts, "_address", lambda name, part: compiled.append(name))
    configuration.build().advance(3)
    assert compiled == []
