"""Descriptions read and written by the fields of their dataclasses."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, Field
from typing import Any, Literal, get_args, get_origin

from engine.description.fields import (
    InUnitOf,
    Kinds,
    OneOf,
    TableOf,
    given_fields,
    said_of,
    type_of,
)
from engine.description.frozen_array import FrozenArray, Matrix
from engine.description.frozen_sequence import FrozenSequence
from engine.description.population import Population
from engine.description.quantities import DescriptionError
from engine.description.units import current_unit, weight_unit, with_unit
from engine.distributions.catalogue import Distribution, Drawn
from engine.distributions.given import Given
from engine.spike_trains.trains import Trains
from engine.synapses.catalogue import Synapse
from engine.toml.tables import REQUIRED, Table

RULE = "rule"
"""The key that names the kind in a table of its own."""
Units = Callable[[str], str]
"""The unit that a kind of unit, `weight` or `current`, has here."""
_READERS: dict[Any, Callable[[Table, str, Any], Any]] = {
    str: Table.text,
    str | None: Table.text,
    int: Table.whole,
    int | None: Table.whole,
    float: Table.number,
    float | None: Table.number,
    bool: Table.flag,
    Sequence[str]: Table.names,
    Sequence[float]: Table.numbers,
    float | Sequence[float]: Table.number_or_numbers,
    Sequence[tuple[int, int]]: Table.pairs,
    tuple[int, int] | None: Table.pair,
    Distribution: Table.distribution,
    Distribution | None: Table.distribution,
    float | Given: Table.distribution,
    Matrix | None: Table.matrix,
}
"""How a field of each type is read."""


def units_among(table: Table, targets: Sequence[Population], synapse: Synapse | None) -> Units:
    """The units of a projection's or an input's numbers, as its targets have them."""

    def unit_of(what: str) -> str:
        if what == "weight" and synapse is not None:
            return weight_unit(table.path, synapse, targets)
        return current_unit(table.path, targets) if what == "current" else ""

    return unit_of


def no_units(what: str) -> str:
    """Of descriptions without any."""
    return ""


def read_fields(
    table: Table,
    kind: type[Any],
    units: Units = no_units,
    known: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The values of the fields of a kind, but for those that are known, which are among them.

    Raises DescriptionError for what is missing or of another type.
    """
    values = dict(known or {})
    for each in given_fields(kind):
        if each.name not in values:
            values[each.name] = read_field(table, each, units)
    return values


def read_field(table: Table, each: Field[Any], units: Units = no_units) -> Any:
    """The value of one field. Raises DescriptionError as `read_fields`."""
    default = REQUIRED if each.default is MISSING else each.default
    if among := said_of(each, OneOf):
        return read_kind(table, each.name, among.kinds, default, units)
    if tables := said_of(each, TableOf):
        return _read_table(table, each.name, tables.kinds, units)
    kind = type_of(each)
    if get_origin(kind) is Literal:
        return table.choice(each.name, get_args(kind), default)
    return _READERS[kind](table, key_of(each, units), default)


def read_kind(table: Table, key: str, kinds: Kinds, default: Any, units: Units = no_units) -> Any:
    """One of some kinds, whose fields stand beside its name. Raises DescriptionError."""
    usual = REQUIRED if default is REQUIRED else default.kind
    kind = kinds[table.choice(key, tuple(kinds), usual)]
    return made(table, kind, read_fields(table, kind, units))


def _read_table(table: Table, key: str, kinds: Kinds, units: Units) -> Any:
    """One of some kinds, in a table of its own, or None. Raises DescriptionError."""
    inner = table.table(key)
    if inner is None:
        return None
    only = next(iter(kinds.values())) if len(kinds) == 1 else REQUIRED
    read = read_kind(inner, RULE, kinds, only, units)
    inner.finish()
    return read


def made(table: Table, kind: type[Any], values: Mapping[str, Any]) -> Any:
    """A description of these values; its errors say where it stands."""
    try:
        return kind(**values)
    except DescriptionError as error:
        raise DescriptionError((*table.path, *error.path), error.message) from error


def key_of(each: Field[Any], units: Units) -> str:
    """The key of a field in a file."""
    unit = said_of(each, InUnitOf)
    return with_unit(each.name, units(unit.what)) if unit else each.name


def written_fields(
    described: Any, units: Units = no_units, leave_out: Sequence[str] = ()
) -> dict[str, Any]:
    """The fields as they stand in a file; without those that are None or empty by default."""
    values: dict[str, Any] = {}
    for each in given_fields(described):
        value = getattr(described, each.name)
        if each.name in leave_out or (value == each.default and value in (None, (), "")):
            continue
        if said_of(each, OneOf):
            values |= {each.name: value.kind, **written_fields(value, units)}
        elif said_of(each, TableOf):
            values[each.name] = {RULE: value.kind, **written_fields(value, units)}
        else:
            values[key_of(each, units)] = written(value)
    return values


def written(value: Any) -> Any:
    """A value as it stands in a file."""
    if isinstance(value, Drawn | Given):
        return _written_distribution(value)
    if isinstance(value, FrozenArray | FrozenSequence | Trains):
        return value.tolist()
    if isinstance(value, tuple):
        return [written(each) for each in value]
    return value


def _written_distribution(value: Drawn | Given) -> dict[str, Any]:
    options = [each.name for each in given_fields(value) if each.default is not MISSING]
    listed = [
        written(getattr(value, each.name))
        for each in given_fields(value)
        if each.default is MISSING
    ]
    if isinstance(value, Given):
        listed = listed[0]
    further = {name: getattr(value, name) for name in options}
    return {value.kind: listed} | {k: v for k, v in further.items() if v is not None}
