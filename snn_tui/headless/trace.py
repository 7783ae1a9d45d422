"""`--headless trace`: one neuron, alone or within a network."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from engine.description.network import Network
from engine.description.population import Population
from engine.description.units import with_unit
from engine.errors import DivergenceError, EngineError
from engine.gallery import from_gallery
from engine.inputs.constant_current import ConstantCurrent
from engine.live.run_configuration import DEFAULT_NETWORK
from engine.models.catalogue import model
from engine.quoting import shown
from snn_tui.headless.command import ModeCommand
from snn_tui.headless.running import Portion
from snn_tui.headless.sinks import Sink, opened_sink
from snn_tui.headless.text import trace_lines
from snn_tui.headless.writing import Request, built, write
from snn_tui.options import configured, described, drawn_seed, network_option, run_options, step_of
from snn_tui.parameters import Duration, FiniteNumber, NumberList, WholeNumber
from snn_tui.recording_options import RecordOptions, record_options, recording

if TYPE_CHECKING:
    from engine.recordings.recorder import Recorder
    from engine.simulation import Simulation

TRACE_CHUNK = 5_000


@click.command("trace", cls=ModeCommand)
@click.option(
    "--model",
    metavar="NAME",
    help="A neuron of this model (--headless models lists them), instead of the classic network's.",
)
@click.option("--cell-type", metavar="NAME", help="One of the model's, by default its first.")
@click.option("--dt", "dt_ms", type=FiniteNumber(0.001, 1000), metavar="MS", help="Time step.")
@network_option
@click.option(
    "--neuron", type=WholeNumber(0), metavar="N", help="Which neuron of --network, by default 0."
)
@click.option(
    "--duration",
    "duration_s",
    type=Duration(),
    default="10",
    show_default=True,
    metavar="S",
    help="Simulated seconds.",
)
@click.option(
    "--initial",
    type=NumberList(),
    metavar="X,Y,Z",
    help="Exact start state, instead of one drawn from the seed.",
)
@click.option("--header", is_flag=True, help="First a line of names and units.")
@run_options
@click.pass_context
@record_options
def command(
    ctx: click.Context,
    /,
    duration_s: Decimal,
    seed: int | None,
    current: float | None,
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
    record: RecordOptions | None,
) -> int:
    """One neuron alone: a CSV line `t_ms, x, y, z, I` for each step of 10 ms.

    With --model or --network the columns are the variables of the neuron's model.
    """
    _require_together(model, cell_type, dt_ms, network_name, neuron, initial)
    kept_seed = drawn_seed() if seed is None else seed
    is_fresh = seed is None and model is None and initial is None
    if network_name is not None:
        network = described(network_name)
    elif model is not None:
        network = _of_model(model, cell_type, dt_ms)
    else:
        network = _alone(from_gallery(DEFAULT_NETWORK))
    if initial is not None:
        network = _started(network, initial)
    configuration = configured(network, seed=kept_seed, current=current)
    request = Request(duration_s, real_time, output, force, kept_seed, is_fresh)
    with opened_sink(output, force=force) as sink:
        simulation = built(configuration)
        traced = neuron or 0
        if traced >= simulation.size:
            raise click.UsageError(
                f"'--neuron': {traced} is not a neuron of 0 to {simulation.size - 1}."
            )
        if ctx.get_parameter_source("duration_s") is ParameterSource.DEFAULT:
            rest_s = duration_s % step_of(simulation.dt_ms)
            request = replace(request, duration_s=duration_s - rest_s)
        first = header_line(simulation, traced) if header else ""
        with recording(
            record, simulation, current=configuration.current, neurons=(traced,)
        ) as recorder:
            return write_trace(simulation, traced, first, request, sink, recorder)


def write_trace(
    simulation: "Simulation",
    neuron: int,
    header: str,
    request: Request,
    sink: Sink,
    recorder: "Recorder | None",
) -> int:
    """One neuron's CSV; the exit code."""
    heading = [header]

    def produce(steps: int) -> Portion:
        first = simulation.step
        error: DivergenceError | None = None
        try:
            samples = None if recorder is None else recorder.samples
            spikes, trace = simulation.advance_recorded(steps, neuron, samples=samples)
        except DivergenceError as diverged:
            spikes, trace, error = diverged.spikes, diverged.trace, diverged
        if recorder is not None:
            recorder.add(spikes)
        lines = trace_lines(first, simulation.dt_ms, trace)
        return Portion(heading.pop() + lines if heading else lines, error)

    return write(request, simulation, TRACE_CHUNK, produce, sink)


def header_line(simulation: "Simulation", neuron: int) -> str:
    """Names and units of the columns."""
    columns = [with_unit(v.name, v.unit) for v in simulation.variables(neuron)]
    current = with_unit("I", simulation.current_unit(neuron))
    return ", ".join(["t_ms", *columns, current]) + "\n"


def _alone(network: Network) -> Network:
    """A network of a single population as one neuron, which nothing acts on but its inputs."""
    return replace(network.resized(1), projections=())


def _of_model(name: str, cell_type: str | None, dt_ms: float | None) -> Network:
    """A single neuron of a model, with the cell type's own current."""
    try:
        kind = model(name)
        if kind.is_source:
            message = f"model {name} spikes as a network says: use --network FILE --neuron N."
            raise click.UsageError(message)
        shown = kind.cell_type(cell_type) if cell_type else kind.cell_types[0]
        return Network(
            name=kind.name,
            dt_ms=kind.dt_ms if dt_ms is None else dt_ms,
            populations=[Population(name="neuron", size=1, model=kind.name, cell_type=shown.name)],
            inputs=[ConstantCurrent(target="neuron", current=shown.current)],
        )
    except EngineError as error:
        raise click.UsageError(str(error)) from error


def _started(network: Network, initial: tuple[float, ...]) -> Network:
    """The same single neuron, started so."""
    population = network.populations[0]
    variables = population.described_model.variables
    _require_count(",".join(v.name for v in variables), len(variables), initial)
    try:
        start = {v.key: value for v, value in zip(variables, initial, strict=True)}
        return replace(network, populations=[replace(population, start=start)])
    except EngineError as error:
        raise click.UsageError(f"'--initial': {error}") from error


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
