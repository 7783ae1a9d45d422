"""The one constant current into all neurons alike, where a network has it: for a control to set."""

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
    if applied_current(network) is None:
        return network
    inputs = [
        replace(given, current=0.0) if isinstance(given, ConstantCurrent) else given
        for given in network.inputs
    ]
    return replace(network, inputs=inputs)
