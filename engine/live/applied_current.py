"""The one constant current into all neurons alike, where a network has it: for a control to set."""

from collections.abc import Iterator
from dataclasses import replace

from engine.description.network import Network
from engine.inputs.constant_current import ConstantCurrent


def applied_current(network: Network) -> float | None:
    """The current of all neurons that take any; None where there is none, or more than one."""
    constant = [given for given in network.inputs if isinstance(given, ConstantCurrent)]
    takers = sum(not each.described_model.is_source for each in network.populations)
    if len(constant) != 1 or len(constant[0].target) < takers:
        return None
    current = constant[0].current
    return current if isinstance(current, int | float) else None


def without_applied_current(network: Network) -> Network:
    """The same network, that current left to whoever runs it.

    The input keeps its place, by which others draw their random numbers.
    """
    return network if applied_current(network) is None else _with(network, 0.0)


def with_applied_current(network: Network, current: float) -> Network:
    """The network as it is with this current applied, in its description.

    Where the description has no such current it is an input of its own, after all others, which
    keep their places; one for each unit, as that is how currents are described.
    """
    if applied_current(network) is not None:
        return _with(network, current)
    if current == 0.0:
        return network
    added = [ConstantCurrent(target=names, current=current) for names in _takers(network)]
    return replace(network, inputs=(*network.inputs, *added))


def _with(network: Network, current: float) -> Network:
    inputs = [
        replace(given, current=current) if isinstance(given, ConstantCurrent) else given
        for given in network.inputs
    ]
    return replace(network, inputs=inputs)


def _takers(network: Network) -> Iterator[list[str]]:
    """Names of the populations that take currents, those of one unit together."""
    takers = [each for each in network.populations if not each.described_model.is_source]
    for unit in dict.fromkeys(each.described_model.current_unit for each in takers):
        yield [each.name for each in takers if each.described_model.current_unit == unit]
