"""Networks to TOML; what is written reads back equal."""

import json
import re
import secrets
from typing import Any

import tomli_w

from engine.description.network import Network
from engine.description.population import Population
from engine.description.projection import Projection
from engine.inputs.catalogue import Input
from engine.toml.fields import units_among, written, written_fields
from engine.toml.tables import Table

LONG = 1000
"""Entries of a list of numbers, from which on it is written apart: the writer of TOML takes five
times as long."""


def network_text(network: Network) -> str:
    """The network as TOML."""
    return _text(network_values(network))


def network_values(network: Network) -> dict[str, Any]:
    """The network as the values of a TOML file; `network_of` makes the same of them again."""
    parts = ("resizing", "view", "populations", "projections", "inputs")
    values = written_fields(network, leave_out=parts)
    for key, described in (("resizing", network.resizing), ("view", network.view)):
        if described is not None:
            values[key] = written_fields(described)
    values["populations"] = {p.name: _population(p) for p in network.populations}
    for key in ("projections", "inputs"):
        tables = [_connected(network, described) for described in getattr(network, key)]
        if tables:
            values[key] = tables
    return values


def _text(values: dict[str, Any]) -> str:
    """As TOML, with a line for each entry of a long list."""
    mark, lists = secrets.token_hex(), list[str]()

    def shortened(value: Any) -> Any:
        """With marks for long lists."""
        if isinstance(value, dict):
            return {key: shortened(inner) for key, inner in value.items()}
        if not isinstance(value, list):
            return value
        kinds = set(map(type, value))
        if len(value) < LONG or not kinds <= {int, float, list}:
            return [shortened(inner) for inner in value]
        # Numbers, and lists of them, are written alike in JSON.
        lists.append(_lines(json.dumps(value)[1:-1], "], [" if list in kinds else ", "))
        return f"{mark}{len(lists) - 1}"

    text = tomli_w.dumps(shortened(values))
    return re.sub(f'"{mark}([0-9]+)"', lambda found: f"[\n    {lists[int(found[1])]},\n]", text)


def _lines(numbers: str, between: str) -> str:
    """A list in as many lines as it has entries. between: what stands between two."""
    return numbers.replace(between, between.replace(", ", ",\n    "))


def _population(population: Population) -> dict[str, Any]:
    by_name = ("parameters", "start")
    leave_out = ["name", "spikes", *by_name, *([] if population.toward is not None else ["power"])]
    values = written_fields(population, leave_out=leave_out)
    for key in by_name:
        if getattr(population, key):
            values[key] = {name: written(v) for name, v in getattr(population, key).items()}
    if population.spikes is not None:
        values["spikes"] = written_fields(population.spikes)
    return values


def _connected(network: Network, described: Projection | Input) -> dict[str, Any]:
    """A projection or an input."""
    targets = [network.population(name) for name in described.target]
    units = units_among(Table((), {}), targets, getattr(described, "synapse", None))
    kind = {} if isinstance(described, Projection) else {"kind": described.kind}
    return kind | written_fields(described, units)
