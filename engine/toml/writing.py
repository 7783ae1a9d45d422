"""Networks to TOML; what is written reads back equal."""

from dataclasses import MISSING, fields
from numbers import Integral
from typing import Any

import tomli_w

from engine.description.frozen_array import FrozenArray
from engine.description.inputs import (
    ConstantCurrent,
    CurrentPulses,
    Input,
    NoiseCurrent,
    PoissonSpikes,
)
from engine.description.network import Network
from engine.description.population import Population
from engine.description.projection import (
    AllToAll,
    FixedInDegree,
    Listed,
    PairwiseBernoulli,
    Projection,
)
from engine.description.synapse import Synapse
from engine.description.units import current_unit, weight_unit, with_unit
from engine.distributions.catalogue import Drawn, Value
from engine.distributions.given import Given


def network_text(network: Network) -> str:
    """The network as TOML."""
    values: dict[str, Any] = {"name": network.name}
    for key in ("title", "description", "look_for", "source"):
        if getattr(network, key):
            values[key] = getattr(network, key)
    values |= {"dt_ms": network.dt_ms, "seed": network.seed}
    if network.resizing is not None:
        values["resizing"] = {
            "weights": network.resizing.weights,
            "in_degree": network.resizing.in_degree,
            "above": network.resizing.above,
        }
    values["populations"] = {p.name: _population(p) for p in network.populations}
    values["projections"] = [_projection(network, p) for p in network.projections]
    values["inputs"] = [_input(network, given) for given in network.inputs]
    return tomli_w.dumps({key: value for key, value in _plain(values).items() if value != []})


def _plain(value: Any) -> Any:
    """The same without numbers of NumPy."""
    match value:
        case dict():
            return {key: _plain(inner) for key, inner in value.items()}
        case list():
            return [_plain(inner) for inner in value]
        case bool() | str():
            return value
        case Integral():
            return int(value)
    return float(value)


def _population(population: Population) -> dict[str, Any]:
    values: dict[str, Any] = {"size": population.size, "model": population.model}
    if population.cell_type is not None:
        values["cell_type"] = population.cell_type
    if population.toward is not None:
        values |= {"toward": population.toward, "power": population.power}
    if population.parameters:
        values["parameters"] = {k: _distribution(v) for k, v in population.parameters.items()}
    if population.start:
        units = {v.name: v.unit for v in population.described_model.variables}
        values["start"] = {
            with_unit(name, units[name]): _distribution(value)
            for name, value in population.start.items()
        }
    return values


def _projection(network: Network, projection: Projection) -> dict[str, Any]:
    targets = [network.population(name) for name in projection.target]
    unit = weight_unit((), projection.synapse, targets)
    connect = projection.connect
    values: dict[str, Any] = {
        "source": list(projection.source),
        "target": list(projection.target),
        "connect": connect.kind,
    }
    match connect:
        case AllToAll() if connect.matrix is not None:
            values[with_unit("weights", unit)] = connect.matrix.tolist()
        case PairwiseBernoulli(probability, columns):
            values |= {"probability": probability, "columns": columns}
        case FixedInDegree(in_degree):
            values["in_degree"] = in_degree
        case Listed(pairs, weights, delays_ms):
            values["pairs"] = [list(pair) for pair in pairs]
            if weights:
                values[with_unit("weights", unit)] = list(weights)
            if delays_ms:
                values["delays_ms"] = list(delays_ms)
    values |= _synapse(projection.synapse)
    if projection.weight is not None:
        values[with_unit("weight", unit)] = _distribution(projection.weight)
    if projection.delay_ms is not None:
        values["delay_ms"] = _distribution(projection.delay_ms)
    return values | {"self_connections": projection.self_connections}


def _synapse(synapse: Synapse) -> dict[str, Any]:
    values: dict[str, Any] = {"synapse": synapse.kind}
    for key in ("tau_ms", "reversal_mV"):
        if hasattr(synapse, key):
            values[key] = getattr(synapse, key)
    return values


def _input(network: Network, given: Input) -> dict[str, Any]:
    targets = [network.population(name) for name in given.target]
    values: dict[str, Any] = {"kind": given.kind, "target": list(given.target)}
    if isinstance(given, PoissonSpikes):
        unit = weight_unit((), given.synapse, targets)
        values |= {"rate_Hz": given.rate_Hz, "sources": given.sources, **_synapse(given.synapse)}
        return values | {with_unit("weight", unit): given.weight}
    unit = current_unit((), targets)
    match given:
        case ConstantCurrent():
            values[with_unit("current", unit)] = _distribution(given.current)
        case NoiseCurrent():
            values[with_unit("standard_deviation", unit)] = given.standard_deviation
            values[with_unit("mean", unit)] = given.mean
        case CurrentPulses():
            values[with_unit("amplitude", unit)] = given.amplitude
            values |= {"times_ms": list(given.times_ms), "duration_ms": given.duration_ms}
            if given.neurons is not None:
                values["neurons"] = list(given.neurons)
    return values


def _distribution(value: Value) -> Any:
    if not isinstance(value, Drawn | Given):
        return value
    parameters = {each.name: getattr(value, each.name) for each in fields(value)}
    further = {each.name for each in fields(value) if each.default is not MISSING}
    listed = [number for name, number in parameters.items() if name not in further]
    if isinstance(listed[0], FrozenArray):
        listed = listed[0].tolist()
    return {value.kind: listed} | {
        name: parameters[name] for name in further if parameters[name] is not None
    }
