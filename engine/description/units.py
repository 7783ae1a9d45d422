"""The unit at the end of a key's name."""

from collections.abc import Callable, Sequence

from engine.description.population import Population
from engine.description.quantities import DescriptionError, Path
from engine.models.model import Model
from engine.quoting import shown_key
from engine.synapses.catalogue import Synapse


def with_unit(name: str, unit: str) -> str:
    """`weight` and `mV` are weight_mV; without a unit the name is all."""
    return f"{name}_{unit}" if unit else name


def spelled(unit: str) -> str:
    """A unit as it is written, not as a key ends."""
    return unit.replace("_per_", "/").replace("MOhm", "MΩ").replace("u", "µ", 1)


def weight_unit(path: Path, synapse: Synapse, targets: Sequence[Population]) -> str:
    """The unit of a synapse's weight.

    Raises DescriptionError if targets differ in it, or one takes no such synapse.
    """
    _require_no_source(path, targets)
    for target in targets:
        if synapse.weight_unit(target.described_model) is None:
            message = f"model {target.model} takes no synapse of kind {synapse.kind}"
            raise DescriptionError((*path, "synapse"), message)
    return _common(path, targets, lambda model: synapse.weight_unit(model) or "")


def current_unit(path: Path, targets: Sequence[Population]) -> str:
    """The unit of a current. Raises DescriptionError if targets differ in it."""
    _require_no_source(path, targets)
    return _common(path, targets, lambda model: model.current_unit)


def _require_no_source(path: Path, targets: Sequence[Population]) -> None:
    for target in targets:
        if target.described_model.is_source:
            message = (
                f"population {shown_key(target.name)} takes no input: its model {target.model} "
                "spikes as it is told, and nothing acts on it"
            )
            raise DescriptionError((*path, "target"), message)


def _common(path: Path, targets: Sequence[Population], unit_of: Callable[[Model], str]) -> str:
    distinct = sorted({unit_of(target.described_model) for target in targets})
    if len(distinct) != 1:
        named = " and ".join(unit or "no unit" for unit in distinct)
        raise DescriptionError(
            (*path, "target"), f"models of these populations use different units ({named})"
        )
    return distinct[0]
