"""RecordingPlan: what of a network is to be kept, and how much that will be."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.description.network import Network
from engine.errors import InvalidValueError, UnknownNameError
from engine.recording.samples import MOST_NEURONS
from engine.validation import whole_number

INPUT = "I"
"""The name of a neuron's input current, beside its model's variables."""
SPIKE_BYTES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingPlan:
    """What is kept of a run.

    populations: whose spikes are; None for all. neurons: counted in the network, whose variables
    are sampled every so many steps. variables: their names, or `I` for the input current; all of
    them if there are none. Raises InvalidValueError, UnknownNameError when it is fitted to a
    network that it does not suit.
    """

    populations: tuple[str, ...] | None = None
    neurons: tuple[int, ...] = ()
    variables: tuple[str, ...] = ()
    every_steps: int = 1

    def fitted(self, network: Network) -> "FittedPlan":
        """The plan for this network."""
        whole_number("every_steps", self.every_steps, 1, 10**9)
        if len(self.neurons) > MOST_NEURONS or len(set(self.neurons)) < len(self.neurons):
            raise InvalidValueError(f"neurons must be at most {MOST_NEURONS}, each named once")
        for neuron in self.neurons:
            whole_number("neuron", neuron, 0, network.size - 1)
        names = [each.name for each in network.populations]
        for name in self.populations or ():
            if name not in names:
                raise UnknownNameError("population", name, names)
        return FittedPlan(network, self, self._columns(network))

    def _columns(self, network: Network) -> "tuple[SampledVariable, ...]":
        firsts = np.cumsum([each.size for each in network.populations])
        models = [
            network.populations[int(np.searchsorted(firsts, neuron, side="right"))].described_model
            for neuron in self.neurons
        ]
        units: dict[str, str] = {}
        for model in models:
            own = {INPUT: model.current_unit} | {v.name: v.unit for v in model.variables}
            for name, unit in own.items():
                self._require_unit(name, unit, units.setdefault(name, unit))
        if models:
            for name in self.variables:
                if name not in units:
                    raise UnknownNameError("variable", name, units)
        elif self.variables:
            raise InvalidValueError("variables are recorded of neurons: name some")
        wanted = [name for name in units if not self.variables or name in self.variables]
        columns = []
        for name in wanted:
            at = {}
            for index, model in enumerate(models):
                names = [variable.name for variable in model.variables]
                if name == INPUT or name in names:
                    at[index] = len(names) if name == INPUT else names.index(name)
            columns.append(SampledVariable(name, units[name], tuple(at), tuple(at.values())))
        return tuple(columns)

    def _require_unit(self, name: str, unit: str, before: str) -> None:
        """Raise InvalidValueError where a variable that is wanted has two units."""
        if unit != before and name in (self.variables or (name,)):
            raise InvalidValueError(
                f"{name} is in {unit or 'no unit'} in one of the neurons and in "
                f"{before or 'no unit'} in another: name other variables, or neurons of one model"
            )


@dataclass(frozen=True, slots=True)
class SampledVariable:
    """A variable, and where it is among the samples of those neurons that have it."""

    name: str
    unit: str
    neurons: tuple[int, ...]
    """Indices among the plan's neurons."""
    columns: tuple[int, ...]

    def of(self, samples: NDArray[np.float64]) -> NDArray[np.float64]:
        """Its values, shape (rows, neurons that have it)."""
        return samples[:, self.neurons, self.columns]


@dataclass(frozen=True, slots=True)
class FittedPlan:
    """A plan that suits a network."""

    network: Network
    plan: RecordingPlan
    variables: tuple[SampledVariable, ...]

    def bytes_per_second(self, rate_hz: float) -> float:
        """Of a simulated second, about, if all neurons spike at this rate."""
        kept = self.kept
        size = self.network.size if kept is None else int(kept.sum())
        values = sum(len(variable.neurons) for variable in self.variables)
        samples = 1000.0 / (self.network.dt_ms * self.plan.every_steps)
        return SPIKE_BYTES * size * rate_hz + 8.0 * values * samples

    @property
    def kept(self) -> NDArray[np.bool_] | None:
        """Of which neurons spikes are kept, shape (size,); None for all."""
        chosen = self.plan.populations
        if chosen is None:
            return None
        populations: Sequence[bool] = [each.name in chosen for each in self.network.populations]
        return np.repeat(populations, [each.size for each in self.network.populations])
