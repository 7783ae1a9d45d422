"""Makes the tables of docs/description.md anew, and all of docs/models.md: `python -m docs.make`.

What a key is follows from the code; what it means is said in the last column of its table by hand,
and kept. A table begins after a comment that names what it is of.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field
from pathlib import Path
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from docs.models import models_text
from docs.words import bounds, code, table
from engine.connections.catalogue import CONNECTIVITIES
from engine.description.connectivity_matrix import ConnectivityMatrix, RuleCells, ValueCells
from engine.description.fields import (
    InUnitOf,
    Kinds,
    OneOf,
    Range,
    TableOf,
    given_fields,
    said_of,
    type_of,
)
from engine.description.frozen_array import Matrix
from engine.description.network import Network
from engine.description.population import Population
from engine.description.projection import Projection
from engine.description.resizing import Resizing
from engine.description.view import View
from engine.distributions.catalogue import Distribution
from engine.distributions.given import Given
from engine.inputs.catalogue import INPUTS, Input
from engine.plasticity.catalogue import PLASTICITIES
from engine.plasticity.short_term import ShortTerm
from engine.spike_trains.catalogue import SPIKE_TRAINS, SpikeTrains
from engine.spike_trains.trains import Trains
from engine.synapses.catalogue import SYNAPSES

FOLDER = Path(__file__).parent
DESCRIPTION, MODELS = FOLDER / "description.md", FOLDER / "models.md"
CATALOGUES: dict[str, Kinds] = {
    "connect": CONNECTIVITIES,
    "synapse": SYNAPSES,
    "input": INPUTS,
    "plasticity": PLASTICITIES,
    "short_term": {ShortTerm.kind: ShortTerm},
}
TABLES: dict[str, type[Any]] = {
    "network": Network,
    "population": Population,
    "projection": Projection,
    "connectivity": ConnectivityMatrix,
    "resizing": Resizing,
    "view": View,
    **{f"spikes {name}": kind for name, kind in SPIKE_TRAINS.items()},
} | {f"{room} {name}": kind for room, kinds in CATALOGUES.items() for name, kind in kinds.items()}
"""What is described, by the name of its table."""
LISTS = {"projection": "projections"}
"""What a list of tables is called, where it is not called as its table here."""
HEAD = ("key", "value", "unit", "default", "meaning")
_KINDS: dict[Any, str] = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "true or false",
    Sequence[str]: "name, or list of names",
    Sequence[float]: "list of numbers",
    Sequence[tuple[int, int]]: "list of pairs",
    tuple[int, int] | None: "two whole numbers",
    Distribution: "number or distribution",
    Distribution | None: "number or distribution",
    RuleCells: "name of a kind",
    ValueCells: "number or distribution, or a table of them",
    ValueCells | None: "number or distribution, or a table of them",
    float | Given: "number or `{ given = [...] }`",
    Matrix | None: "rows of numbers",
    Sequence[Population]: "`[populations.NAME]` tables",
    Sequence[Projection]: "`[[projections]]` tables",
    Sequence[Input]: "`[[inputs]]` tables",
    Resizing | None: "`[resizing]` table",
    View | None: "`[view]` table",
    SpikeTrains | None: "table of [spikes](#spikes-of-spike-sources)",
    Trains | Sequence[Sequence[float]]: "list of times for each neuron",
    float | Sequence[float]: "number, or list of numbers",
}
_UNIT = re.compile(r"_(ms|mV|Hz)$")
_MARK = re.compile(r"<!-- keys of (.+?) -->\n((?:\|.*\n)*)")


def made(text: str) -> str:
    """A text with its tables made anew; the last column of a key that stays is kept."""

    def replaced(found: re.Match[str]) -> str:
        meanings = {}
        for line in found[2].splitlines()[2:]:
            cells = [cell.strip() for cell in line.strip("|").split(" | ")]
            meanings[cells[0]] = cells[-1]
        rows = [_row(each, meanings, found[1]) for each in given_fields(TABLES[found[1]])]
        return f"<!-- keys of {found[1]} -->\n" + (table(HEAD, rows) if rows else "")

    return _MARK.sub(replaced, text)


def tables_in(text: str) -> list[str]:
    """The names of all tables of a text."""
    return [found[1] for found in _MARK.finditer(text)]


def _row(each: Field[Any], meanings: dict[str, str], of: str) -> tuple[str, ...]:
    unit = said_of(each, InUnitOf)
    named = _UNIT.search(each.name)
    key = code(f"{each.name}_UNIT" if unit else each.name)
    own = f"of {unit.what}s" if unit else named[1] if named else ""
    return key, _value(each, of), own, _default(each), meanings.get(key, "")


def _value(each: Field[Any], of: str) -> str:
    """What may stand there."""
    kind = type_of(each)
    if said_of(each, OneOf):
        return "name of a kind"
    if said_of(each, TableOf):
        return f"`[{LISTS.get(of, of)}.{each.name}]` table"
    if get_origin(kind) is Literal:
        return ", ".join(map(code, get_args(kind)))
    if get_origin(kind) is Mapping:
        return "table of numbers or distributions"
    if kind not in _KINDS:
        (kind,) = (part for part in get_args(kind) if part is not NoneType)
    said = said_of(each, Range)
    return _KINDS[kind] + (f", {bounds(said.low, said.high)}" if said else "")


def _default(each: Field[Any]) -> str:
    if each.default is MISSING and each.default_factory is MISSING:
        return "required"
    value = each.default
    if value is MISSING or value is None or value in ((), ""):
        return "none"
    if isinstance(value, bool):
        return code(str(value).lower())
    if isinstance(value, float):
        return code(f"{value:g}")
    return code(getattr(value, "kind", str(value)))


def main() -> None:
    """Write what has changed."""
    for path, text in (
        (DESCRIPTION, made(DESCRIPTION.read_text(encoding="utf-8"))),
        (MODELS, models_text()),
    ):
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
