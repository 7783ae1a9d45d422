"""`--headless weights`: the weights of a projection's synapses after a run, as CSV."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from engine.description.units import weight_unit, with_unit
from engine.errors import DivergenceError
from engine.live.run_configuration import RunConfiguration
from engine.quoting import shown
from snn_tui.headless.command import ModeCommand
from snn_tui.headless.running import Portion
from snn_tui.headless.sinks import opened_sink
from snn_tui.headless.writing import Request, built, write
from snn_tui.options import (
    configured,
    coupling_option,
    described,
    drawn_seed,
    network_option,
    run_options,
    size_option,
    step_of,
    steps_of,
    threads_option,
)
from snn_tui.parameters import Duration, WholeNumber
from snn_tui.signals import STOP

if TYPE_CHECKING:
    from engine.simulation import Simulation

LINES_AT_ONCE = 50_000
NEURON_STEPS_PER_CHUNK = 500_000
"""About 20 ms of work, so that Ctrl-C is heard at once."""


@click.command("weights", cls=ModeCommand)
@network_option
@click.option(
    "--projection",
    type=WholeNumber(0, 10**6),
    metavar="K",
    help="Which one, counted from 0; by default the first whose synapses change.",
)
@size_option
@click.option(
    "--duration",
    "duration_s",
    type=Duration(),
    metavar="S",
    help="Simulated seconds before; without it the weights are those at the start.",
)
@coupling_option
@threads_option
@run_options
def command(
    network_name: str | None,
    projection: int | None,
    size: int | None,
    duration_s: Decimal | None,
    coupling: Any,
    threads: int | None,
    current: float | None,
    seed: int | None,
    real_time: bool,
    output: Path | None,
    force: bool,
) -> int:
    """Synapses by CSV lines `source,target,weight,delay_ms`, neurons counted in the network.

    A header names the columns, and the unit of the weight.
    """
    configuration = configured(
        described(network_name),
        size=size,
        seed=drawn_seed() if seed is None else seed,
        current=current,
        coupling=coupling,
        threads=threads,
    )
    request = Request(duration_s, real_time, output, force, configuration.seed, seed is None)
    return write_weights(configuration, _chosen(configuration, projection), request)


def _chosen(configuration: RunConfiguration, projection: int | None) -> int:
    """The projection that is asked for; one that there is not is the user's error."""
    projections = configuration.network.projections
    if not projections:
        raise click.UsageError(f"network {configuration.name} has no projections.")
    if projection is None:
        plastic = (k for k, each in enumerate(projections) if each.is_plastic)
        return next(plastic, 0)
    if projection >= len(projections):
        raise click.UsageError(
            f"'--projection': {projection} is not from 0 to {len(projections) - 1}, as network "
            f"{shown(configuration.name)} has {len(projections)}."
        )
    return projection


def write_weights(configuration: RunConfiguration, projection: int, request: Request) -> int:
    """A projection's weights after the run; the exit code."""
    with opened_sink(request.output, force=request.force) as sink:
        simulation = built(configuration)
        steps = steps_of(request.duration_s, simulation.dt_ms) or 0
        chunk, left = max(1, NEURON_STEPS_PER_CHUNK // simulation.size), [steps]
        if steps == 0:
            # A run of no steps ends before anything is written: this is one that takes none.
            request = request.lasting(step_of(simulation.dt_ms))

        def produce(portion: int) -> Portion:
            if steps > 0:
                left[0] -= portion
                try:
                    simulation.advance(portion)
                except DivergenceError as error:
                    return Portion("", error)
            if left[0] == 0:
                for lines in weight_lines(simulation, projection):
                    if STOP.number:
                        break
                    sink.write(lines)
            return Portion("", None)

        return write(request, simulation, chunk, produce, sink)


def weight_lines(simulation: "Simulation", projection: int) -> Iterator[str]:
    """A header, and a line for each synapse, some at a time."""
    network = simulation.network
    given = network.projections[projection]
    targets = [network.population(name) for name in given.target]
    unit = weight_unit(("projections", projection), given.synapse, targets)
    yield f"source,target,{with_unit('weight', unit)},delay_ms\n"
    source, target, weight, delay_steps = simulation.connections(projection)
    delay_ms = delay_steps * simulation.dt_ms
    for first in range(0, len(source), LINES_AT_ONCE):
        some = slice(first, first + LINES_AT_ONCE)
        columns = (each[some].tolist() for each in (source, target, weight, delay_ms))
        yield "".join(
            f"{pre},{post},{value!r},{delay:.10g}\n"
            for pre, post, value, delay in zip(*columns, strict=True)
        )
