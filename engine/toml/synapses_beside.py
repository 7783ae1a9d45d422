"""The synapses of a projection that are in a file beside the description."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from engine.connections.all_to_all import AllToAll
from engine.connections.catalogue import CONNECTIVITIES
from engine.connections.listed import Listed
from engine.connections.synapse_file import load_synapses
from engine.description.fields import given_fields
from engine.description.population import Population
from engine.description.quantities import DescriptionError
from engine.description.units import with_unit
from engine.errors import UnknownNameError
from engine.quoting import nearest, shown
from engine.toml.beside import FILE, read_beside
from engine.toml.tables import Table

LISTED = tuple(each.name for each in given_fields(Listed))
"""Keys that say the same as the file does."""


def synapses_beside(
    table: Table,
    ends: Mapping[str, Sequence[str]],
    unit: str,
    populations: Mapping[str, Population],
    folder: Path | None,
) -> Listed | None:
    """What the file holds that a projection names, or None if it names none.

    ends: names of populations, as its `source` and `target`. unit: of its weights. Raises
    DescriptionError.
    """
    if table.choice("connect", tuple(CONNECTIVITIES), AllToAll.kind) != Listed.kind:
        return None
    name = table.text(FILE, None)
    if name is None:
        _require_pairs(table)
        return None
    for key in (*LISTED, with_unit("weights", unit)):
        if key in table:
            message = f"must be left out: `{FILE}` has each synapse with its weight and delay"
            raise DescriptionError(table.at(key), message)
    source, target = (_neurons(table, key, ends[key], populations) for key in ("source", "target"))
    own = table.distribution("delay_ms", 0.0)
    delay_ms = own if isinstance(own, float) and own >= 0.0 else None
    return read_beside(
        table,
        name,
        folder,
        LISTED[0],
        lambda path: load_synapses(path, source, target, unit, delay_ms),
    )


def _require_pairs(table: Table) -> None:
    """Raise DescriptionError unless synapses are listed in the description itself."""
    if LISTED[0] not in table:
        near = nearest(LISTED[0], table.keys()) or nearest(FILE, table.keys())
        hint = "" if near is None else f" (there is {shown(near)})"
        raise DescriptionError(table.path, f"must have {LISTED[0]} or {FILE}{hint}")


def _neurons(
    table: Table, key: str, names: Sequence[str], populations: Mapping[str, Population]
) -> range:
    """The neurons of the one population of an end, counted through the network."""
    if len(names) != 1:
        message = f"must be a single population, as synapses are from `{FILE}`"
        raise DescriptionError(table.at(key), message)
    first = 0
    for name, population in populations.items():
        if name == names[0]:
            return range(first, first + population.size)
        first += population.size
    raise DescriptionError(
        table.at(key), str(UnknownNameError("population", names[0], populations))
    )
