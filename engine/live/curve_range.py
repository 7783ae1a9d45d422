"""CurveRange: what a scale should hold on which one variable of a neuron is drawn."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.models.model import Model


@dataclass(frozen=True, slots=True)
class CurveRange:
    """Of one variable of one neuron."""

    low: float
    high: float
    """What it can be at all."""
    usual: tuple[float, float] | None = None
    """What an ordinary neuron's keeps to; None where that can't be said."""
    threshold: float | None = None
    """Where it is when the neuron spikes; None if spikes are told by another variable."""


def curve_ranges(model: Model, parameters: Mapping[str, float]) -> tuple[CurveRange, ...]:
    """The ranges of a model's variables, of a neuron with these parameters."""

    def value(of: float | str) -> float:
        return parameters[of] if isinstance(of, str) else of

    crossed, where = model.threshold or ("", 0.0)
    ranges = []
    for variable in model.variables:
        ends = [value(each) for each in variable.usual]
        usual = (min(ends), max(ends)) if ends and min(ends) < max(ends) else None
        threshold = value(where) if variable.name == crossed else None
        ranges.append(CurveRange(variable.low, variable.high, usual, threshold))
    return tuple(ranges)
