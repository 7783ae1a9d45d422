"""Networks from TOML."""

import tomllib
from pathlib import Path as FilePath
from typing import Any

from engine.description.inputs import (
    INPUTS,
    ConstantCurrent,
    CurrentPulses,
    Input,
    NoiseCurrent,
    PoissonSpikes,
)
from engine.description.network import Network
from engine.description.population import Population
from engine.description.projection import (
    CONNECTIVITIES,
    AllToAll,
    Connectivity,
    FixedInDegree,
    Listed,
    OneToOne,
    PairwiseBernoulli,
    Projection,
    gives_weights,
)
from engine.description.quantities import DescriptionError, Path, located
from engine.description.resizing import RESIZINGS, Resizing
from engine.description.synapse import (
    SYNAPSES,
    AlphaCurrent,
    ClassicKernel,
    CurrentStep,
    ExponentialConductance,
    ExponentialCurrent,
    Synapse,
    VoltageJump,
)
from engine.description.units import current_unit, weight_unit, with_unit
from engine.errors import UnknownNameError
from engine.quoting import nearest, plain, shown, shown_path
from engine.toml.condensed import MOST_PARTS, Condensed, DeepKeyError
from engine.toml.files import NetworkFileError, text_of
from engine.toml.lines import is_in, line_of
from engine.toml.tables import Table
from engine.validation import file_name, instance

MOST_TOLD = 150
"""Characters of what the parser of TOML says."""


def load_network(path: str | FilePath) -> Network:
    """The network of a TOML file. Raises NetworkFileError, naming file, line, table and key."""
    named = file_name("path", path)
    return parse_network(text_of(named), named)


def parse_network(text: str, name: str) -> Network:
    """The network of a TOML text; `name` is what errors call it. Raises NetworkFileError."""
    instance("text", text, str)
    name = shown_path(name)
    try:
        condensed = Condensed(text)
    except DeepKeyError as error:
        raise NetworkFileError(f"{name} has a key of more than {MOST_PARTS} parts") from error
    values = _values_of(condensed, name)
    try:
        return network_of(values)
    except DescriptionError as error:
        path = known = _as_written(values, error.path)
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
    """The path with the unit at the end of its key, where the file has one."""
    written: list[str | int] = []
    for part in path:
        key = part
        if isinstance(part, str) and isinstance(values, dict) and part not in values:
            key = next((key for key in values if key.startswith(f"{part}_")), part)
        written.append(key)
        inside = isinstance(values, dict) and key in values
        inside |= isinstance(values, list) and isinstance(key, int) and key < len(values)
        values = values[key] if inside else None
    return tuple(written)


def network_of(values: dict[str, Any]) -> Network:
    """The network of the values of a TOML file. Raises DescriptionError."""
    table = Table((), values)
    described = {key: table.text(key, "") for key in ("title", "description", "look_for", "source")}
    populations = _populations(table)
    by_name = {population.name: population for population in populations}
    network = {
        "name": table.text("name"),
        "dt_ms": table.number("dt_ms"),
        "seed": table.whole("seed", 0),
        "populations": populations,
        "projections": tuple(_projection(t, by_name) for t in table.tables("projections")),
        "inputs": tuple(_input(t, by_name) for t in table.tables("inputs")),
        "resizing": _resizing(table.table("resizing")),
    }
    table.finish()
    return Network(**described, **network)


def _populations(table: Table) -> tuple[Population, ...]:
    populations = table.table("populations")
    if populations is None:
        near = nearest("populations", table.keys())
        hint = "" if near is None else f" (there is {shown(near)})"
        raise DescriptionError((), f"there is no [populations.NAME] table{hint}")
    tables = [(name, populations.table(name)) for name in populations.keys()]  # noqa: SIM118
    return tuple(_population(name, each) for name, each in tables if each is not None)


def _population(name: str, table: Table) -> Population:
    model, size = table.text("model"), table.whole("size")
    plain: dict[str, Any] = {
        "cell_type": table.text("cell_type", None),
        "toward": table.text("toward", None),
        "power": table.number("power", 1.0),
    }
    # Without its own tables first, so that the model and its names are known to be right.
    described = Population(name=name, size=size, model=model, **plain).described_model
    parameters, start = table.table("parameters"), table.table("start")
    if parameters is not None:
        names = [parameter.name for parameter in described.parameters]
        plain["parameters"] = _distributions(parameters, {name: name for name in names})
    if start is not None:
        keys = {with_unit(v.name, v.unit): v.name for v in described.variables}
        plain["start"] = _distributions(start, keys)
    table.finish()
    return Population(name=name, size=size, model=model, **plain)


def _distributions(table: Table, keys: dict[str, str]) -> dict[str, Any]:
    values = {name: table.distribution(key, None) for key, name in keys.items()}
    table.finish()
    return {name: value for name, value in values.items() if value is not None}


def _projection(table: Table, populations: dict[str, Population]) -> Projection:
    source, target = table.names("source"), table.names("target")
    targets = _known(table, target, populations)
    synapse = _synapse(table)
    unit = weight_unit(table.path, synapse, targets)
    connect, weight = _connectivity(table, unit), with_unit("weight", unit)
    projection = Projection(
        source=source,
        target=target,
        synapse=synapse,
        connect=connect,
        weight=table.distribution(weight, *([None] if gives_weights(connect) else [])),
        delay_ms=table.distribution("delay_ms", None),
        self_connections=table.flag("self_connections", True),
    )
    table.finish()
    return projection


def _connectivity(table: Table, unit: str) -> Connectivity:
    match table.choice("connect", tuple(CONNECTIVITIES), AllToAll.kind):
        case PairwiseBernoulli.kind:
            return PairwiseBernoulli(table.number("probability"), table.whole("columns", 1))
        case FixedInDegree.kind:
            return FixedInDegree(table.whole("in_degree"))
        case OneToOne.kind:
            return OneToOne()
        case Listed.kind:
            return Listed(
                table.pairs("pairs"),
                table.numbers(with_unit("weights", unit), ()),
                table.numbers("delays_ms", ()),
            )
    weights = with_unit("weights", unit)
    return AllToAll(table.matrix(weights) if table.has(weights) else None)


def _synapse(table: Table) -> Synapse:
    kind = SYNAPSES[table.choice("synapse", tuple(SYNAPSES))]
    if kind is ExponentialConductance:
        return ExponentialConductance(table.number("tau_ms"), table.number("reversal_mV"))
    if kind is ExponentialCurrent:
        return ExponentialCurrent(table.number("tau_ms"))
    if kind is AlphaCurrent:
        return AlphaCurrent(table.number("tau_ms"))
    if kind is CurrentStep:
        return CurrentStep()
    return ClassicKernel() if kind is ClassicKernel else VoltageJump()


def _input(table: Table, populations: dict[str, Population]) -> Input:
    kind = INPUTS[table.choice("kind", tuple(INPUTS))]
    target = table.names("target")
    targets = _known(table, target, populations)
    given: Input
    if kind is PoissonSpikes:
        synapse = _synapse(table)
        unit = weight_unit(table.path, synapse, targets)
        given = PoissonSpikes(
            target=target,
            synapse=synapse,
            rate_Hz=table.number("rate_Hz"),
            sources=table.whole("sources", 1),
            weight=table.number(with_unit("weight", unit)),
        )
        table.finish()
        return given
    unit = current_unit(table.path, targets)
    if kind is ConstantCurrent:
        given = ConstantCurrent(
            target=target, current=table.distribution(with_unit("current", unit))
        )
    elif kind is NoiseCurrent:
        given = NoiseCurrent(
            target=target,
            standard_deviation=table.number(with_unit("standard_deviation", unit)),
            mean=table.number(with_unit("mean", unit), 0.0),
        )
    else:
        given = CurrentPulses(
            target=target,
            amplitude=table.number(with_unit("amplitude", unit)),
            times_ms=table.numbers("times_ms"),
            duration_ms=table.number("duration_ms"),
            neurons=table.pair("neurons"),
        )
    table.finish()
    return given


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


def _resizing(table: Table | None) -> Resizing | None:
    if table is None:
        return None
    resizing = Resizing(
        weights=table.choice("weights", RESIZINGS["weights"], "kept"),  # type: ignore[arg-type]
        in_degree=table.choice("in_degree", RESIZINGS["in_degree"], "kept"),  # type: ignore[arg-type]
        above=table.whole("above", 1),
    )
    table.finish()
    return resizing
