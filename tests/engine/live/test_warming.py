"""What is said to be compiled is compiled, and what is compiled serves every network."""

import pytest

from engine.description.network import Network
from engine.description.population import Population
from engine.description.projection import Projection
from engine.live import warming
from engine.live.run_configuration import RunConfiguration
from engine.synapses.voltage_jump import VoltageJump


def run_configuration(*models, connected=False):
    populations = tuple(
        Population(name=f"p{k}", size=1, model=model) for k, model in enumerate(models)
    )
    one = Projection(source="p0", target="p0", synapse=VoltageJump(), weight=1.0)
    network = Network(
        name="n", dt_ms=0.1, populations=populations, projections=[one] if connected else ()
    )
    return RunConfiguration(network=network, size=network.size, seed=0, current=0.0)


CLASSIC = RunConfiguration(network=None, size=1, seed=0, current=0.0)
LEAKY, IZHIKEVICH = "leaky-integrate-and-fire", "izhikevich"


@pytest.fixture(autouse=True)
def _cold(monkeypatch):
    monkeypatch.setattr(warming, "_warm", set())


def test_nothing_is_warm_at_first():
    for choice in (CLASSIC, run_configuration(LEAKY), run_configuration(LEAKY, connected=True)):
        assert not warming.is_warm(choice)


def test_one_network_warms_those_of_all_models_up():
    warming.warm_up(run_configuration(LEAKY))
    assert warming.is_warm(run_configuration(IZHIKEVICH, LEAKY, IZHIKEVICH))
    assert not warming.is_warm(run_configuration(LEAKY, connected=True))
    assert not warming.is_warm(CLASSIC)
    warming.warm_up(run_configuration(LEAKY, connected=True))
    assert warming.is_warm(run_configuration(IZHIKEVICH, connected=True))


def test_the_classic_network_has_kernels_of_its_own():
    warming.warm_up(CLASSIC)
    assert warming.is_warm(CLASSIC)
    assert not warming.is_warm(run_configuration(LEAKY))
