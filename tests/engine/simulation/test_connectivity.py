"""Who connects to whom, how strongly and how late: the statistics of what descriptions draw."""

from decimal import Decimal

import numpy as np
import pytest
from scipy import stats

from engine.connections.all_to_all import AllToAll
from engine.connections.fixed_in_degree import FixedInDegree
from engine.connections.fixed_total_number import FixedTotalNumber
from engine.connections.listed import Listed
from engine.connections.one_to_one import OneToOne
from engine.connections.pairwise_bernoulli import PairwiseBernoulli
from engine.description.network import Network
from engine.description.population import Population
from engine.description.projection import Projection
from engine.distributions.normal import Normal
from engine.distributions.uniform import Uniform
from engine.simulation import Simulation
from engine.synapses.current_step import CurrentStep

SOURCES, TARGETS = 300, 200


def connected(connect, *, weight=1.0, delay_ms=None, within=False, own=True, seed=5, sizes=None):
    """The synapses of one projection, each side counted within its population."""
    sources, targets = sizes or (SOURCES, TARGETS)
    populations = [Population(name="source", size=sources, model="izhikevich")]
    if not within:
        populations.append(Population(name="target", size=targets, model="izhikevich"))
    network = Network(
        name="n",
        dt_ms=0.5,
        seed=seed,
        populations=tuple(populations),
        projections=(
            Projection(
                source=("source",),
                target=("source" if within else "target",),
                synapse=CurrentStep(),
                weight=weight,
                connect=connect,
                delay_ms=delay_ms,
                self_connections=own,
            ),
        ),
    )
    simulation = Simulation(network)
    found = simulation.connections(0)
    assert found.source.size == simulation.synapses
    if within:
        return found
    return found._replace(target=found.target - sources)


def pairs(found):
    return set(zip(found.source.tolist(), found.target.tolist(), strict=True))


def uniform_over(values, size):
    return stats.chisquare(np.bincount(values, minlength=size)).pvalue


@pytest.mark.compiled
@pytest.mark.parametrize("probability", [0.003, 0.1, 0.5, 0.97])
def test_pairwise_counts_are_binomial(probability):
    found = connected(PairwiseBernoulli(probability))
    assert len(pairs(found)) == found.source.size
    count = SOURCES * TARGETS
    spread = np.sqrt(count * probability * (1 - probability))
    assert abs(found.source.size - count * probability) < 4 * spread
    for degrees, size in (
        (np.bincount(found.target, minlength=TARGETS), SOURCES),
        (np.bincount(found.source, minlength=SOURCES), TARGETS),
    ):
        variance = size * probability * (1 - probability)
        standard = ((degrees - size * probability) ** 2).sum() / variance
        assert 0.005 < stats.chi2.cdf(standard, degrees.size) < 0.995


@pytest.mark.compiled
def test_pairwise_pairs_are_independent():
    """Of neighbouring sources, and of neighbouring targets, both connect as often as by chance."""
    found = connected(PairwiseBernoulli(0.3))
    there = np.zeros((SOURCES, TARGETS))
    there[found.source, found.target] = 1
    for one, other in ((there[1:], there[:-1]), (there[:, 1:], there[:, :-1])):
        correlation = np.corrcoef(one.ravel(), other.ravel())[0, 1]
        assert abs(correlation) < 4 / np.sqrt(one.size)


def test_pairwise_bounds():
    sizes = (30, 20)
    assert connected(PairwiseBernoulli(0.0), sizes=sizes).source.size == 0
    assert len(pairs(connected(PairwiseBernoulli(1.0), sizes=sizes))) == 600


@pytest.mark.compiled
@pytest.mark.parametrize("within", [False, True])
@pytest.mark.parametrize("degree", [1, 17, 74, 75, 150, 298, 299])
def test_fixed_in_degree_is_exact_distinct_and_uniform(degree, within):
    found = connected(FixedInDegree(degree), within=within, own=not within)
    targets = SOURCES if within else TARGETS
    np.testing.assert_array_equal(np.bincount(found.target, minlength=targets), degree)
    assert len(pairs(found)) == found.source.size
    out = np.bincount(found.source, minlength=SOURCES)
    # Each source is drawn by each target with p = degree / sources, without replacement.
    p = degree / (SOURCES - within)
    if 0 < p < 1:
        standard = ((out - targets * degree / SOURCES) ** 2).sum()
        standard /= targets * p * (1 - p)
        assert 0.002 < stats.chi2.cdf(standard, SOURCES - 1) < 0.998
    if within:
        assert (found.source != found.target).all()


@pytest.mark.compiled
def test_fixed_in_degree_takes_every_source_as_often_wherever_it_lies():
    found = connected(FixedInDegree(20), within=True, own=False, sizes=(300, 300))
    shifted = (found.source - found.target) % 300 - 1
    assert uniform_over(shifted // 13, 23) > 0.005


def test_full_in_degree_is_all_to_all():
    found = connected(FixedInDegree(30), sizes=(30, 8))
    assert len(pairs(found)) == 240


@pytest.mark.compiled
@pytest.mark.parametrize("within", [False, True])
@pytest.mark.parametrize("number", [0, 1, 5_000, 200_000])
def test_fixed_total_number_draws_sources_and_targets_independently(number, within):
    """Of so many pairs, each possible one is as likely as any other, several times too."""
    found = connected(FixedTotalNumber(number), within=within, own=not within)
    targets = SOURCES if within else TARGETS
    assert found.source.size == number
    if number < 5000:
        return
    assert uniform_over(found.source, SOURCES) > 0.002
    # A coarse grid of all pairs; within a population the diagonal is missing.
    cells = np.zeros((10, 10))
    np.add.at(cells, (found.source * 10 // SOURCES, found.target * 10 // targets), 1)
    each = SOURCES * targets / 100
    expected = np.full((10, 10), each)
    if within:
        assert (found.source != found.target).all()
        np.fill_diagonal(expected, each - SOURCES / 10)
    assert stats.chisquare(cells.ravel(), expected.ravel() / expected.sum() * number).pvalue > 0.002


@pytest.mark.compiled
def test_fixed_total_number_gives_a_pair_several_synapses_as_chance_has_it():
    found = connected(FixedTotalNumber(60_000))
    times = np.bincount(found.source * TARGETS + found.target, minlength=SOURCES * TARGETS)
    seen = np.bincount(np.minimum(times, 5), minlength=6)
    expected = stats.poisson.pmf(np.arange(6), 1.0)
    expected[5] = 1.0 - expected[:5].sum()
    assert stats.chisquare(seen, expected * times.size).pvalue > 0.002


@pytest.mark.compiled
@pytest.mark.parametrize(("number", "targets"), [(5000, 200), (20_000, 37)])
def test_targets_of_a_total_number_are_uniform(number, targets):
    """Over many keys the tests' p-values are uniform themselves."""
    rule = FixedTotalNumber(number)
    values = [stats.chisquare(rule.in_degrees(key, 1, targets)).pvalue for key in range(300)]
    assert stats.kstest(values, "uniform").pvalue > 0.01


@pytest.mark.compiled
@pytest.mark.parametrize(("sources", "targets", "number"), [(1, 1, 100_000), (3, 7, 10**6)])
def test_the_most_synapses_of_a_target_are_no_more_than_told(sources, targets, number):
    rule = FixedTotalNumber(number)
    in_degrees = rule.in_degrees(8, sources, targets)
    assert in_degrees.sum() == number
    assert in_degrees.max() <= rule.most_per_target(sources, targets)


@pytest.mark.parametrize(
    ("probability", "sources", "targets"),
    [("0.1009", 20683, 20683), ("0.0003", 1065, 21915), ("0.3726", 1065, 4850), ("0", 30, 8)],
)
def test_a_total_number_by_the_probability_of_a_pair(probability, sources, targets):
    """The formula of Potjans and Diesmann, with decimals enough."""
    pairs = Decimal(sources * targets)
    number = (1 - Decimal(probability)).ln() / (1 - 1 / pairs).ln()
    rule = FixedTotalNumber(probability=float(probability))
    assert rule.synapses(sources, targets) == round(number)


@pytest.mark.parametrize(("probability", "number"), [(0.4, 0), (0.6, 1)])
def test_a_single_pair_has_one_synapse_or_none(probability, number):
    assert FixedTotalNumber(probability=probability).synapses(1, 1) == number


def test_pairs_are_connected_with_the_probability_that_tells_the_number():
    found = connected(FixedTotalNumber(probability=0.3))
    assert found.source.size == FixedTotalNumber(probability=0.3).synapses(SOURCES, TARGETS)
    assert len(pairs(found)) / (SOURCES * TARGETS) == pytest.approx(0.3, abs=0.006)


def test_more_synapses_than_sources():
    found = connected(FixedTotalNumber(1000), sizes=(2, 3))
    assert np.bincount(found.source, minlength=2).min() > 400
    assert np.bincount(found.target, minlength=3).min() > 250


def test_one_to_one():
    found = connected(OneToOne(), sizes=(40, 40))
    assert pairs(found) == {(i, i) for i in range(40)}
    assert connected(OneToOne(), within=True, own=False, sizes=(9, 9)).source.size == 0


@pytest.mark.parametrize(
    ("connect", "weight"),
    [
        (AllToAll(), 1.0),
        (AllToAll(), Uniform(0, 1)),
        (PairwiseBernoulli(1.0), 1.0),
        (FixedInDegree(11), 1.0),
    ],
)
def test_all_but_itself(connect, weight):
    found = connected(connect, weight=weight, within=True, own=False, sizes=(12, 12))
    assert pairs(found) == {(i, j) for i in range(12) for j in range(12) if i != j}


@pytest.mark.parametrize("delay_ms", [None, Uniform(0.5, 2.0)])
def test_self_connections_are_there_unless_forbidden(delay_ms):
    found = connected(AllToAll(), delay_ms=delay_ms, within=True, sizes=(7, 7))
    assert found.source.size == 49


def test_a_list_is_kept_as_it_is():
    given = ((3, 1), (0, 2), (3, 1), (2, 0))
    connect = Listed(given, weights=(1.0, 2.0, 3.0, 4.0), delays_ms=(0.5, 1.0, 1.5, 30.0))
    found = connected(connect, sizes=(4, 3))
    listed = list(zip(*(column.tolist() for column in found), strict=True))
    assert listed == [(0, 2, 2.0, 2), (2, 0, 4.0, 60), (3, 1, 1.0, 1), (3, 1, 3.0, 3)]


def test_a_list_may_be_empty_and_then_needs_no_weight():
    assert connected(Listed(()), weight=None).source.size == 0


def test_a_list_draws_what_it_does_not_give():
    given = tuple((i, j) for i in range(60) for j in range(50))
    found = connected(
        Listed(given), weight=Uniform(2.0, 5.0), delay_ms=Uniform(1.0, 3.0), sizes=(60, 50)
    )
    assert stats.kstest(found.weight, "uniform", args=(2.0, 3.0)).pvalue > 0.01
    assert set(found.delay_steps.tolist()) == {2, 3, 4, 5, 6}
    assert uniform_over(found.delay_steps - 2, 5) > 0.01
    drawn = connected(
        Listed(given), weight=Normal(1.0, 0.2), delay_ms=Normal(2.0, 1.0), sizes=(60, 50)
    )
    assert stats.kstest(drawn.weight, "norm", args=(1.0, 0.2)).pvalue > 0.01
    assert abs(drawn.delay_steps.mean() - 4.03) < 0.15
    assert drawn.delay_steps.min() == 1


DRAWING = [AllToAll(), PairwiseBernoulli(0.2), FixedInDegree(60), FixedTotalNumber(20_000)]


@pytest.mark.compiled
@pytest.mark.parametrize("connect", DRAWING)
def test_drawn_weights(connect):
    uniform = connected(connect, weight=Uniform(-1.0, 3.0))
    assert stats.kstest(uniform.weight, "uniform", args=(-1.0, 4.0)).pvalue > 0.01
    normal = connected(connect, weight=Normal(0.5, 2.0))
    assert stats.kstest(normal.weight, "norm", args=(0.5, 2.0)).pvalue > 0.01


@pytest.mark.compiled
@pytest.mark.parametrize("connect", DRAWING)
def test_drawn_delays(connect):
    uniform = connected(connect, delay_ms=Uniform(1.0, 20.0)).delay_steps
    assert (uniform.min(), uniform.max()) == (2, 40)
    assert uniform_over(uniform - 2, 39) > 0.01
    normal = connected(connect, delay_ms=Normal(10.0, 2.0)).delay_steps
    assert abs(normal.mean() - 20.0) < 4 * 4.0 / np.sqrt(normal.size)
    # Rounding to whole steps adds a variance of 1/12.
    assert normal.std() == pytest.approx(np.sqrt(16 + 1 / 12), rel=0.03)
    early = connected(connect, delay_ms=Normal(1.0, 2.0)).delay_steps
    assert early.min() == 1


@pytest.mark.compiled
@pytest.mark.parametrize("connect", [*DRAWING, Listed([(k % 9, k % 7) for k in range(20_000)])])
@pytest.mark.parametrize(
    "bounded", [Normal(0.5, 2.0, low=0.0), Normal(-1.0, 1.0, 0.0, 0.5), Normal(1.0, 0.5, high=2.0)]
)
def test_bounded_weights_are_drawn_anew_until_they_lie_within(connect, bounded):
    """They keep their sign, and none is heaped at a bound."""
    weight = connected(connect, weight=bounded).weight
    low, high = (bound / 1.0 for bound in bounded.numbers[2:])
    assert low <= weight.min() < weight.max() <= high
    within = [(bound - bounded.mean) / bounded.standard_deviation for bound in (low, high)]
    expected = stats.truncnorm(*within, bounded.mean, bounded.standard_deviation)
    assert stats.kstest(weight, expected.cdf).pvalue > 0.005


@pytest.mark.compiled
@pytest.mark.parametrize("connect", [*DRAWING, Listed([(k % 9, k % 7) for k in range(20_000)])])
@pytest.mark.parametrize(
    "bounded", [Normal(1.0, 2.0, low=0.5), Normal(2.0, 2.0, 1.0, 4.0), Normal(1.0, 1.0, high=2.0)]
)
def test_bounded_delays_are_not_heaped_at_their_bounds(connect, bounded):
    steps = connected(connect, delay_ms=bounded).delay_steps
    low, high = (0.5 if bounded.low is None else bounded.low), bounded.bounds[1]
    within = [(bound - bounded.mean) / bounded.standard_deviation for bound in (low, high)]
    exact = stats.truncnorm(*within, bounded.mean, bounded.standard_deviation)
    counts = np.bincount(steps)
    edges = (np.arange(counts.size + 1) - 0.5) * 0.5
    expected = np.diff(exact.cdf(edges)) * steps.size
    common = expected > 5
    assert counts[~common].sum() < 40
    rest = [counts[~common].sum(), expected[~common].sum()]
    seen, wanted = np.append(counts[common], rest[0]), np.append(expected[common], rest[1])
    if rest[1] < 5:
        seen, wanted = seen[:-1], wanted[:-1] * seen[:-1].sum() / wanted[:-1].sum()
    assert stats.chisquare(seen, wanted, sum_check=False).pvalue > 0.002


def test_bounded_values_of_neurons():
    bounded = Normal(-60.0, 10.0, low=-65.0, high=-52.0)
    simulation = Simulation(
        Network(
            name="n",
            dt_ms=0.5,
            populations=[
                Population(name="a", size=5000, model="izhikevich", start={"v_mV": bounded})
            ],
        )
    )
    expected = stats.truncnorm(-0.5, 0.8, -60.0, 10.0)
    assert stats.kstest(simulation.state_of("a")[0], expected.cdf).pvalue > 0.01


@pytest.mark.compiled
def test_weights_delays_and_seeds_are_independent():
    wild = {"weight": Uniform(0.0, 1.0), "delay_ms": Uniform(0.5, 50.0)}
    found = connected(PairwiseBernoulli(0.5), **wild)
    size = found.weight.size
    assert abs(np.corrcoef(found.weight, found.delay_steps)[0, 1]) < 4 / np.sqrt(size)
    assert abs(np.corrcoef(found.weight[1:], found.weight[:-1])[0, 1]) < 4 / np.sqrt(size)
    again, other = (
        connected(PairwiseBernoulli(0.5), **wild),
        connected(PairwiseBernoulli(0.5), **wild, seed=6),
    )
    np.testing.assert_array_equal(found.weight, again.weight)
    both = pairs(found) & pairs(other)
    assert abs(len(both) - SOURCES * TARGETS / 4) < 4 * np.sqrt(SOURCES * TARGETS * 3 / 16)
