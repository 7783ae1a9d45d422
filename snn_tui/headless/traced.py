"""`--headless trace`: one neuron, of the classic kind, of a model, or within a network."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from engine.circuit_simulation import CircuitSimulation
from engine.classic.network import ClassicNetwork
from engine.classic.simulation import Simulation
from engine.description.network import Network
from engine.description.population import Population
from engine.description.units import with_unit
from engine.errors import EngineError
from engine.inputs.constant_current import ConstantCurrent
from engine.live.run_configuration import CLASSIC_CURRENT, AnySimulation
from engine.models.catalogue import model
from engine.quoting import shown
from snn_tui.headless.modes import Request, built, write_trace
from snn_tui.headless.options import choose, described, drawn_seed, step_of
from snn_tui.headless.sinks import opened_sink


def trace(
    duration_s: Decimal,
    is_duration_given: bool,
    seed: int | None,
    current: float | None,
    *,
    model: str | None,
    cell_type: str | None,
    dt_ms: float | None,
    network_name: str | None,
    neuron: int | None,
    initial: tuple[float, ...] | None,
    header: bool,
    real_time: bool,
    output: Path | None,
    force: bool,
) -> int:
    """Write the trace that the options ask for; the exit code."""
    _require_together(model, cell_type, dt_ms, network_name, neuron, initial)
    kept_seed = drawn_seed() if seed is None else seed
    is_fresh = seed is None and model is None and initial is None
    choice = None
    if network_name is not None:
        choice = choose(described(network_name), seed=kept_seed, current=current)
    request = Request(duration_s, real_time, output, force, kept_seed, is_fresh)
    with opened_sink(output, force=force) as sink:
        if choice is not None:
            simulation = built(choice)
        elif model is not None:
            simulation = _of_model(model, cell_type, dt_ms, current, initial)
        else:
            simulation = _classic(kept_seed, current, initial)
        traced = neuron or 0
        if traced >= simulation.size:
            raise click.UsageError(
                f"'--neuron': {traced} is not a neuron of 0 to {simulation.size - 1}."
            )
        if not is_duration_given:
            rest_s = duration_s % step_of(simulation.dt_ms)
            request = replace(request, duration_s=duration_s - rest_s)
        first = header_line(simulation, traced) if header else ""
        return write_trace(simulation, traced, first, request, sink)


def header_line(simulation: AnySimulation, neuron: int) -> str:
    """Names and units of the columns."""
    columns = [with_unit(v.name, v.unit) for v in simulation.variables(neuron)]
    current = with_unit("I", simulation.current_unit(neuron))
    return ", ".join(["t_ms", *columns, current]) + "\n"


def _classic(seed: int, current: float | None, initial: tuple[float, ...] | None) -> AnySimulation:
    if initial is not None:
        _require_count("x,y,z", 3, initial)
    network = ClassicNetwork(
        size=1,
        seed=seed,
        current=CLASSIC_CURRENT if current is None else current,
        initial_state=None if initial is None else [[value] for value in initial],
        weights=[[0.0]],
    )
    return Simulation(network, threads=1)


def _of_model(
    name: str,
    cell_type: str | None,
    dt_ms: float | None,
    current: float | None,
    initial: tuple[float, ...] | None,
) -> AnySimulation:
    """A single neuron of a model, with the cell type's own current if none is given."""
    try:
        kind = model(name)
        shown = kind.cell_type(cell_type) if cell_type else kind.cell_types[0]
        population = Population(name="neuron", size=1, model=kind.name, cell_type=shown.name)
        if initial is not None:
            names = [variable.name for variable in kind.variables]
            _require_count(",".join(names), len(names), initial)
            keys = [variable.key for variable in kind.variables]
            start = dict(zip(keys, initial, strict=True))
            population = replace(population, start=start)
        network = Network(
            name=kind.name,
            dt_ms=kind.dt_ms if dt_ms is None else dt_ms,
            populations=(population,),
            inputs=(
                ConstantCurrent(
                    target=("neuron",), current=shown.current if current is None else current
                ),
            ),
        )
        return CircuitSimulation(network, threads=1)
    except EngineError as error:
        raise click.UsageError(str(error)) from error


def _require_count(names: str, count: int, initial: tuple[float, ...]) -> None:
    if len(initial) != count:
        example = {3: "-0.8,-3.2,4.3"}.get(count, ",".join(["0"] * count))
        numbers = {1: "one finite number", 2: "two finite numbers", 3: "three finite numbers"}
        legal = numbers.get(count, f"{count} finite numbers")
        given = shown(",".join(f"{value:g}" for value in initial))
        raise click.UsageError(f"'--initial': {given} is not {legal} {names} such as {example}.")


def _require_together(
    model: Any, cell_type: Any, dt_ms: Any, network: Any, neuron: Any, initial: Any
) -> None:
    if model is not None and network is not None:
        raise click.UsageError("--model and --network exclude each other.")
    if model is None and cell_type is not None:
        raise click.UsageError("--cell-type needs --model.")
    if model is None and dt_ms is not None:
        raise click.UsageError("--dt needs --model; the file of a network has its own dt_ms.")
    if network is None and neuron is not None:
        raise click.UsageError("--neuron needs --network.")
    if network is not None and initial is not None:
        raise click.UsageError("--initial is for a single neuron, not for --network.")
