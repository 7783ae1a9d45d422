"""The unit at the end of a key's name."""

from collections.abc import Iterable

from engine.description.population import Population
from engine.description.quantities import DescriptionError, Path
from engine.description.synapse import ExponentialConductance, Synapse, VoltageJump
from engine.models.model import Model


def with_unit(name: str, unit: str) -> str:
    """`weight` and `mV` are weight_mV; without a unit the name is all."""
    return f"{name}_{unit}" if unit else name


def weight_unit(path: Path, synapse: Synapse, targets: Iterable[Population]) -> str:
    """The unit of a synapse's weight. Raises DescriptionError if targets differ in it."""
    return _common(path, (_weight_unit(synapse, target.described_model) for target in targets))


def current_unit(path: Path, targets: Iterable[Population]) -> str:
    """The unit of a current. Raises DescriptionError if targets differ in it."""
    return _common(path, (target.described_model.current_unit for target in targets))


def _weight_unit(synapse: Synapse, model: Model) -> str:
    if isinstance(synapse, VoltageJump):
        return model.variables[0].unit
    if isinstance(synapse, ExponentialConductance):
        return model.conductance_unit or ""
    return model.current_unit


def _common(path: Path, units: Iterable[str]) -> str:
    distinct = sorted(set(units))
    if len(distinct) != 1:
        named = " and ".join(unit or "no unit" for unit in distinct)
        raise DescriptionError(
            (*path, "target"), f"models of these populations use different units ({named})"
        )
    return distinct[0]
