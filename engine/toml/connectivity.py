"""[[connectivity]] tables: what may be told there pair by pair of populations."""

from collections.abc import Callable
from dataclasses import MISSING
from typing import Any

from engine.connections.catalogue import CONNECTIVITIES, Connectivity
from engine.description.cells import Rows, require_pairs, rows_of
from engine.description.fields import given_fields, type_of
from engine.toml.fields import Units, made, read_field
from engine.toml.tables import REQUIRED, Path, Table

Read = Callable[[Table, str], Any]
_NUMBERS: dict[Any, Read] = {
    int: Table.whole,
    int | None: Table.whole,
    float: Table.number,
    float | None: Table.number,
}
"""Keys of rules that may differ between pairs, by their type."""


def read_cells(table: Table, key: str, read: Read, default: Any = REQUIRED) -> Any:
    """One value, or a list of them, or rows; each is read as a key of its own would be."""
    given = table.any(key, default)
    return given if given is default else _cells(table.at(key), given, read)


def _cells(path: Path, given: Any, read: Read) -> Any:
    if isinstance(given, list):
        return [_cells((*path, k), inner, read) for k, inner in enumerate(given)]
    *inside, last = path
    return read(Table(tuple(inside), {last: given}), last)  # type: ignore[dict-item, arg-type]


def read_rules(table: Table, targets: int, sources: int, units: Units) -> Rows[Connectivity]:
    """The rule of each pair, by one kind for all and its numbers. Raises DescriptionError."""
    require_pairs(table.at("source"), targets, sources)
    kind: Any = CONNECTIVITIES[table.choice("connect", tuple(CONNECTIVITIES))]
    rows: dict[str, Rows[Any]] = {}
    for each in given_fields(kind):
        if (read := _NUMBERS.get(type_of(each))) is None:
            cells = read_field(table, each, units)
            rows[each.name] = ((cells,) * sources,) * targets
        else:
            default = REQUIRED if each.default is MISSING else each.default
            cells = read_cells(table, each.name, read, default)
            rows[each.name] = rows_of(table.at(each.name), cells, targets, sources)

    def rule(i: int, j: int) -> Any:
        return made(table, kind, {name: values[i][j] for name, values in rows.items()})

    return tuple(tuple(rule(i, j) for j in range(sources)) for i in range(targets))
