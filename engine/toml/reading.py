"""Networks from TOML."""

import tomllib
from pathlib import Path as FilePath
from typing import Any, TypeVar

from engine.description.connectivity_matrix import ConnectivityMatrix
from engine.description.fields import given_fields
from engine.description.network import Network
from engine.description.population import Population
from engine.description.projection import Projection
from engine.description.quantities import DescriptionError, Path, located
from engine.description.resizing import Resizing
from engine.description.units import with_unit
from engine.description.view import View
from engine.distributions.catalogue import Value
from engine.errors import UnknownNameError
from engine.inputs.catalogue import INPUTS, Input
from engine.quoting import nearest, plain, shown, shown_path
from engine.toml.beside import FILE
from engine.toml.condensed import MOST_PARTS, Condensed, DeepKeyError
from engine.toml.connectivity import read_cells, read_rules
from engine.toml.fields import Units, made, read_field, read_fields, units_among
from engine.toml.files import NetworkFileError, text_of
from engine.toml.lines import is_in, line_of
from engine.toml.spike_trains import spike_trains_of
from engine.toml.synapses_beside import LISTED, synapses_beside
from engine.toml.tables import Table
from engine.validation import file_name, instance

Alone = TypeVar("Alone", Resizing, View)
MOST_TOLD = 150
"""Characters of what the parser of TOML says."""


def load_network(path: str | FilePath) -> Network:
    """The network of a TOML file. Raises NetworkFileError, naming file, line, table and key."""
    named = file_name("path", path)
    return _parsed(text_of(named), named, FilePath(named).parent)


def parse_network(text: str, name: str) -> Network:
    """The network of a TOML text; `name` is what errors call it. Raises NetworkFileError."""
    return _parsed(instance("text", text, str), name, None)


def _parsed(text: str, name: str, folder: FilePath | None) -> Network:
    """The network; folder: where files are that it names, None if it can name none."""
    name = shown_path(name)
    try:
        condensed = Condensed(text)
    except DeepKeyError as error:
        raise NetworkFileError(f"{name} has a key of more than {MOST_PARTS} parts") from error
    values = _values_of(condensed, name)
    try:
        return network_of(values, folder)
    except DescriptionError as error:
        path, known = _as_written(values, error.path), _as_written(values, error.there)
        while known and not is_in(values, known):
            known = known[:-1]
        place = f"{name}, line {line_of(condensed, known)}" if known else name
        told = f"{located(path)}: " if path else ""
        raise NetworkFileError(f"{place}: {told}{error.message}") from error


def _values_of(text: Condensed, name: str) -> dict[str, Any]:
    try:
        return text.values()
    except tomllib.TOMLDecodeError as error:
        told = plain(text.told(str(error)), MOST_TOLD)
        raise NetworkFileError(f"{name} is not TOML: {told}") from error
    except RecursionError as error:
        raise NetworkFileError(f"{name} has lists or tables nested too deeply") from error
    except ValueError as error:
        raise NetworkFileError(f"{name} has a number of too many digits") from error


def _as_written(values: Any, path: Path) -> Path:
    """The path with keys as the file has them: with units, and `file` for what is in another."""
    written: list[str | int] = []
    for part in path:
        key = part
        if isinstance(part, str) and isinstance(values, dict) and part not in values:
            key = next((key for key in values if key.startswith(f"{part}_")), part)
            if key in LISTED and FILE in values:
                written.append(FILE)
        written.append(key)
        inside = isinstance(values, dict) and key in values
        inside |= isinstance(values, list) and isinstance(key, int) and key < len(values)
        values = values[key] if inside else None
    return tuple(written)


def network_of(values: dict[str, Any], folder: FilePath | None) -> Network:
    """The network of the values of a TOML file in a folder, if any. Raises DescriptionError."""
    table = Table((), values)
    populations = _populations(table, folder)
    by_name = {population.name: population for population in populations}
    projections = [_projection(t, by_name, folder) for t in table.tables("projections")]
    matrices = [_connectivity(t, by_name) for t in table.tables("connectivity")]
    known = {
        "populations": populations,
        "projections": projections,
        "inputs": [_input(t, by_name) for t in table.tables("inputs")],
        "resizing": _alone(table.table("resizing"), Resizing),
        "view": _alone(table.table("view"), View),
    }
    network = read_fields(table, Network, known=known)
    table.finish()
    alone = len(projections)
    for matrix in matrices:
        projections += matrix.projections(network["dt_ms"])
    try:
        return Network(**network)
    except DescriptionError as error:
        raise _in_matrices(error, matrices, alone) from error


def _in_matrices(
    error: DescriptionError, matrices: list[ConnectivityMatrix], alone: int
) -> DescriptionError:
    """The error, where it is of a projection that a matrix tells, with the place of that.

    alone: how many projections stand in tables of their own, before those of matrices.
    """
    match error.path:
        case ("projections", int(number), *keys) if number >= alone:
            places = [(k, pair) for k, matrix in enumerate(matrices) for pair in matrix.pairs]
            k, pair = places[number - alone]
            path, message = ("connectivity", k, *keys), f"{matrices[k].named(pair)}: "
            return DescriptionError(path, message + error.message)
    return error


def _connectivity(table: Table, populations: dict[str, Population]) -> ConnectivityMatrix:
    values, units = _ends(table, ConnectivityMatrix, populations)
    sizes = len(values["target"]), len(values["source"])
    values["connect"] = read_rules(table, *sizes, units)
    weight = with_unit("weight", units("weight"))
    values["weight"] = read_cells(table, weight, Table.distribution)
    values["delay_ms"] = read_cells(table, "delay_ms", Table.distribution, None)
    values = read_fields(table, ConnectivityMatrix, units, values)
    table.finish()
    matrix: ConnectivityMatrix = made(table, ConnectivityMatrix, values)
    return matrix


def _populations(table: Table, folder: FilePath | None) -> list[Population]:
    populations = table.table("populations")
    if populations is None:
        near = nearest("populations", table.keys())
        hint = "" if near is None else f" (there is {shown(near)})"
        there = () if near is None else table.at(near)
        raise DescriptionError((), f"there is no [populations.NAME] table{hint}", there)
    tables = [(name, populations.table(name)) for name in populations.keys()]  # noqa: SIM118
    return [_population(name, each, folder) for name, each in tables if each is not None]


def _population(name: str, table: Table, folder: FilePath | None) -> Population:
    known: dict[str, Any] = {"name": name, "parameters": {}, "start": {}, "spikes": None}
    values = read_fields(table, Population, known=known)
    values["spikes"] = spike_trains_of(table, values["size"], folder)
    # Without its own tables first, so that the model and its names are known to be right.
    model = Population(**values).described_model
    keys = {
        "parameters": [parameter.name for parameter in model.parameters],
        "start": [variable.key for variable in model.variables],
    }
    for key, names in keys.items():
        if (inner := table.table(key)) is not None:
            values[key] = _distributions(inner, names)
    table.finish()
    return Population(**values)


def _distributions(table: Table, names: list[str]) -> dict[str, Value]:
    values = {name: table.distribution(name, None) for name in names}
    table.finish()
    return {name: value for name, value in values.items() if value is not None}


def _projection(
    table: Table, populations: dict[str, Population], folder: FilePath | None
) -> Projection:
    known, units = _ends(table, Projection, populations)
    beside = synapses_beside(table, known, units("weight"), populations, folder)
    if beside is not None:
        known["connect"] = beside
    values = read_fields(table, Projection, units, known)
    if not values["connect"].gives_weights:
        table.require(with_unit("weight", units("weight")))
    table.finish()
    return Projection(**values)


def _input(table: Table, populations: dict[str, Population]) -> Input:
    kind = INPUTS[table.choice("kind", tuple(INPUTS))]
    known, units = _ends(table, kind, populations)
    values = read_fields(table, kind, units, known)
    table.finish()
    given: Input = kind(**values)
    return given


def _ends(
    table: Table,
    kind: type[Projection] | type[ConnectivityMatrix] | type[Input],
    populations: dict[str, Population],
) -> tuple[dict[str, Any], Units]:
    """What tells the units of all other fields: the populations, and the synapse if any."""
    ends = {each.name: each for each in given_fields(kind)}
    known: dict[str, Any] = {}
    for key in ("source", "target"):
        if key in ends:
            known[key] = read_field(table, ends[key])
    targets = _known(table, known["target"], populations)
    if "synapse" in ends:
        known["synapse"] = read_field(table, ends["synapse"])
    return known, units_among(table, targets, known.get("synapse"))


def _known(
    table: Table, names: tuple[str, ...], populations: dict[str, Population]
) -> list[Population]:
    """The populations of these names, whose models tell the units."""
    if not names:
        raise DescriptionError(table.at("target"), "names no population")
    for name in names:
        if name not in populations:
            error = UnknownNameError("population", name, populations)
            raise DescriptionError(table.at("target"), str(error))
    return [populations[name] for name in names]


def _alone(table: Table | None, kind: type[Alone]) -> Alone | None:
    """What there is one of, or none."""
    if table is None:
        return None
    described = kind(**read_fields(table, kind))
    table.finish()
    return described
