"""The cortical microcircuit of the gallery: what the paper's tables say, and what it does."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from engine import (
    ConstantCurrent,
    GivenSpikes,
    Normal,
    OneToOne,
    PoissonSpikes,
    Population,
    Simulation,
    from_gallery,
)
from engine.statistics import interval_cvs, intervals_ms, rates_hz
from tests.benchmarks.peers.potjans_diesmann_2014 import constants as published

NAME = "potjans-diesmann-2014"
TENTH = 7717
NEST_AT_A_TENTH_Hz = (0.453, 2.122, 3.994, 5.027, 6.766, 7.794, 0.864, 6.985)
"""Of `tests.benchmarks.peers`, 3 s; smaller than those of the full network."""


@pytest.fixture(scope="module")
def tenth():
    return Simulation(from_gallery(NAME).resized(TENTH), threads=1)


def populations_of(network):
    """The neurons of each population, as slices."""
    first = 0
    for population in network.populations:
        yield population, slice(first, first + population.size)
        first += population.size


@pytest.mark.parametrize("name", [NAME, f"{NAME}-constant"])
def test_the_tables_are_those_of_the_paper(name):
    network = from_gallery(name)
    assert [each.name for each in network.populations] == list(published.POPULATIONS)
    assert [each.size for each in network.populations] == list(published.SIZES)
    assert [each.expected_rate_Hz for each in network.populations] == list(published.RATES_Hz)
    starts = zip(published.START_MEAN_mV, published.START_DEVIATION_mV, strict=True)
    assert [each.start["v_mV"] for each in network.populations] == [Normal(*s) for s in starts]
    found, synapses = np.zeros((8, 8)), 0.0
    for projection in network.projections:
        (source,), (target,) = projection.source, projection.target
        i, j = map(published.POPULATIONS.index, (target, source))
        found[i, j] = projection.connect.probability
        sizes = network.population(source).size, network.population(target).size
        synapses += projection.connect.synapses(*sizes)
        mean = published.WEIGHT_pA / 1000.0 * (published.INHIBITION if j % 2 else 1.0)
        mean *= 2.0 if (target, source) == ("L23E", "L4E") else 1.0
        assert projection.weight.mean == pytest.approx(mean, rel=1e-5)
        assert projection.weight.standard_deviation == pytest.approx(0.1 * abs(mean), rel=1e-5)
        delay_ms = 0.75 if j % 2 else 1.5
        assert projection.delay_ms == Normal(delay_ms, 0.5 * delay_ms, low=0.1)
        assert projection.synapse.tau_ms == published.TAU_SYN_MS
    assert (found == published.PROBABILITIES).all()
    assert synapses == 298_880_970


def test_input_from_outside_is_poisson_or_a_current_of_the_same_mean():
    poisson = from_gallery(NAME).inputs
    constant = from_gallery(f"{NAME}-constant").inputs
    assert all(isinstance(each, PoissonSpikes) for each in poisson)
    assert all(isinstance(each, ConstantCurrent) for each in constant)
    assert [each.sources for each in poisson] == list(published.EXTERNAL_INPUTS)
    for spikes, current in zip(poisson, constant, strict=True):
        assert spikes.target == current.target
        assert spikes.rate_Hz == published.EXTERNAL_Hz
        mean = spikes.sources * spikes.rate_Hz * spikes.weight * spikes.synapse.tau_ms / 1000.0
        assert current.current == pytest.approx(mean, rel=1e-5)


@pytest.mark.compiled
@pytest.mark.parametrize(
    ("source", "target", "peak_mV"),
    [("L23E", "L6I", 0.15), ("L4E", "L4E", 0.15), ("L4E", "L23E", 0.3), ("L5I", "L5E", -0.6)],
)
def test_a_spike_moves_the_potential_by_what_the_paper_says(source, target, peak_mV):  # noqa: N803
    network = from_gallery(NAME)
    (projection,) = (p for p in network.projections if p.source + p.target == (source, target))
    spikes = GivenSpikes([[1.0]])
    cell = replace(network.population(target), name="cell", size=1, start={})
    alone = replace(
        network,
        populations=[Population(name="in", size=1, model="spike-source", spikes=spikes), cell],
        projections=[
            replace(
                projection,
                source="in",
                target="cell",
                connect=OneToOne(),
                weight=projection.weight.mean,
                delay_ms=1.0,
            )
        ],
        inputs=(),
        resizing=None,
    )
    simulation = Simulation(alone)
    seen = []
    for _ in range(100):
        simulation.advance(1)
        seen.append(simulation.state_of("cell")[0, 0] - published.REST_mV)
    assert max(seen, key=abs) == pytest.approx(peak_mV, rel=2e-3)


@pytest.mark.compiled
def test_synapses_are_as_many_as_late_and_as_strong_as_told(tenth):
    """Of the largest projection within and of one of inhibition, at a tenth."""
    network = tenth.network
    assert tenth.synapses == pytest.approx(298_880_970 / 100, rel=1e-3)
    for source in ("L4E", "L4I"):
        k = next(
            k
            for k, each in enumerate(network.projections)
            if each.source == (source,) and each.target == ("L4E",)
        )
        weight, delay_ms = network.projections[k].weight, network.projections[k].delay_ms
        synapses = tenth.connections(k)
        weights, delays_ms = synapses.weight, synapses.delay_steps * network.dt_ms
        assert weights.mean() == pytest.approx(weight.mean, rel=0.005)
        assert weights.std() == pytest.approx(weight.standard_deviation, rel=0.02)
        assert (np.sign(weights) == np.sign(weight.mean)).all()
        steps = delays_ms / network.dt_ms
        assert steps == pytest.approx(np.rint(steps))
        lowest = (0.1 - delay_ms.mean) / delay_ms.standard_deviation
        redrawn = stats.truncnorm(lowest, np.inf, delay_ms.mean, delay_ms.standard_deviation)
        assert delays_ms.min() == pytest.approx(0.1)
        assert delays_ms.mean() == pytest.approx(redrawn.mean(), rel=0.01)
        assert delays_ms.std() == pytest.approx(redrawn.std(), rel=0.02)


@pytest.mark.compiled
def test_a_tenth_fires_as_in_nest(tenth):
    tenth.advance(1000)
    spikes, duration_ms = tenth.advance(12_000), 1200.0
    rates = rates_hz(spikes, TENTH, 100.0 + duration_ms, 100.0)
    found = [rates[part].mean() for _, part in populations_of(tenth.network)]
    assert found == pytest.approx(NEST_AT_A_TENTH_Hz, rel=0.12)
    # Both lie below the full network's rates, most of all where they are low.
    assert found == pytest.approx(published.RATES_Hz, rel=0.55)
    assert found[1:6] == pytest.approx(published.RATES_Hz[1:6], rel=0.35)
    cvs = interval_cvs(intervals_ms(spikes, from_ms=100.0))
    assert 0.6 < cvs.mean() < 1.0


@pytest.mark.compiled
def test_with_a_constant_input_a_fifth_fires_irregularly_without_any_noise():
    network = from_gallery(f"{NAME}-constant").resized(2 * TENTH)
    simulation = Simulation(network, threads=1)
    simulation.advance(1000)
    spikes = simulation.advance(3000)
    rates = rates_hz(spikes, network.size, 400.0, 100.0)
    found = [rates[part].mean() for _, part in populations_of(network)]
    assert found == pytest.approx(published.RATES_Hz, rel=0.5)
