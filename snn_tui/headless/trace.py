"""`--headless trace`: one neuron, alone or within a network."""

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from engine.description.units import with_unit
from engine.errors import DivergenceError
from snn_tui.headless.command import ModeCommand
from snn_tui.headless.one_neuron import OneNeuron, neuron_options
from snn_tui.headless.running import Portion
from snn_tui.headless.sinks import Sink, opened_sink
from snn_tui.headless.text import trace_lines
from snn_tui.headless.writing import Request, write
from snn_tui.options import run_options, step_of
from snn_tui.parameters import Duration
from snn_tui.recording_options import RecordOptions, record_options, recording

if TYPE_CHECKING:
    from engine.recordings.recorder import Recorder
    from engine.simulation import Simulation

TRACE_CHUNK = 5_000


@click.command("trace", cls=ModeCommand)
@neuron_options
@click.option(
    "--duration",
    "duration_s",
    type=Duration(),
    default="10",
    show_default=True,
    metavar="S",
    help="Simulated seconds.",
)
@click.option("--header", is_flag=True, help="First a line of names and units.")
@run_options
@click.pass_context
@record_options
def command(
    ctx: click.Context,
    /,
    duration_s: Decimal,
    header: bool,
    real_time: bool,
    output: Path | None,
    force: bool,
    record: RecordOptions | None,
    **options: Any,
) -> int:
    """One neuron alone: a CSV line `t_ms, x, y, z, I` for each step of 10 ms.

    With --model or --network the columns are the variables of the neuron's model.
    """
    one = OneNeuron(**options)
    configuration = one.configuration()
    seed = configuration.seed
    request = Request(duration_s, real_time, output, force, seed, one.is_seed_fresh)
    with opened_sink(output, force=force) as sink:
        simulation, neuron = one.traced(configuration)
        if ctx.get_parameter_source("duration_s") is ParameterSource.DEFAULT:
            rest_s = duration_s % step_of(simulation.dt_ms)
            request = request.lasting(duration_s - rest_s)
        first = header_line(simulation, neuron) if header else ""
        with recording(
            record, simulation, current=configuration.current, neurons=(neuron,)
        ) as recorder:
            return write_trace(simulation, neuron, first, request, sink, recorder)


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
