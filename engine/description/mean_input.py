"""The mean current that spikes bring to each population, and what keeps it at another size."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from engine.description.population import Population
from engine.description.quantities import DescriptionError, is_number
from engine.inputs.constant_current import ConstantCurrent
from engine.inputs.poisson_spikes import PoissonSpikes
from engine.synapses.catalogue import Synapse

if TYPE_CHECKING:
    from engine.description.network import Network

_NEGLIGIBLE = 1e-9
"""Of what comes in; as much is lost by rounding."""


class _Afferent(NamedTuple):
    """Spikes that come to each neuron of a population by one kind of synapse."""

    target: str
    synapse: Synapse
    weight: float
    spikes_Hz: float  # noqa: N815 - a unit


def require_mean_inputs(network: "Network") -> None:
    """Raise DescriptionError unless it is known what current spikes bring."""
    for each in _afferents(network):
        if each.synapse.charge_ms(network.dt_ms) is None:
            raise DescriptionError(
                ("resizing", "mean_input"),
                f"cannot be kept: a spike at synapse {each.synapse.kind} brings no current that "
                "is known before",
            )


def with_mean_of(network: "Network", other: "Network") -> "Network":
    """The network with constant currents, by which its populations have the mean input of another.

    Both have the same populations, in other sizes.
    """
    wanted = _mean_inputs(other)
    inputs = list(network.inputs)
    for name, mean in _mean_inputs(network).items():
        current = wanted[name] - mean
        if abs(current) > _NEGLIGIBLE * (abs(mean) + abs(wanted[name])):
            _add(inputs, name, current)
    return replace(network, inputs=tuple(inputs))


def _add(inputs: list, name: str, current: float) -> None:  # type: ignore[type-arg]
    """Add a current into a population to the one that is its own, if there is one."""
    for k, given in enumerate(inputs):
        is_own = isinstance(given, ConstantCurrent) and given.target == (name,)
        if is_own and is_number(given.current):
            inputs[k] = replace(given, current=given.current + current)
            return
    inputs.append(ConstantCurrent(target=name, current=current))


def _mean_inputs(network: "Network") -> dict[str, float]:
    """The mean current into each neuron of a population."""
    means = {population.name: 0.0 for population in network.populations}
    for each in _afferents(network):
        charge_ms = each.synapse.charge_ms(network.dt_ms)
        assert charge_ms is not None
        means[each.target] += each.weight * each.spikes_Hz * charge_ms / 1000.0
    return means


def _afferents(network: "Network") -> Iterator[_Afferent]:
    for projection in network.projections:
        for source in map(network.population, projection.source):
            rate = _rate(source)
            for target in map(network.population, projection.target):
                in_degree = projection.connect.synapses(source.size, target.size) / target.size
                yield _Afferent(
                    target.name,
                    projection.synapse,
                    projection.mean_weight,
                    in_degree * rate,
                )
    for given in network.inputs:
        if isinstance(given, PoissonSpikes):
            rate = given.sources * given.rate_Hz
            for name in given.target:
                yield _Afferent(name, given.synapse, given.weight, rate)


def _rate(population: Population) -> float:
    """The expected rate of each neuron, in Hz. Raises DescriptionError without one."""
    if population.expected_rate_Hz is None:
        raise DescriptionError(
            ("populations", population.name, "expected_rate_Hz"),
            "is missing: [resizing] keeps the mean input, in which these neurons' spikes are",
        )
    return population.expected_rate_Hz
