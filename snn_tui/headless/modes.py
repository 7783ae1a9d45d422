"""What each headless mode does once its options are understood."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import click

from engine.errors import DivergenceError, EngineError, NetworkTooLargeError
from engine.live.run_configuration import AnySimulation, RunConfiguration
from snn_tui.headless.progress import Progress, building
from snn_tui.headless.running import Portion, Run, run
from snn_tui.headless.sinks import Sink, opened_sink
from snn_tui.headless.text import spike_lines, trace_lines
from snn_tui.options import steps_of
from snn_tui.streams import tell

TRACE_CHUNK = 5_000
NEURON_STEPS_PER_CHUNK = 500_000
"""About 20 ms of work, so that lines appear and Ctrl-C is heard at once."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a run is asked for. duration_s: None runs until stopped."""

    duration_s: Decimal | None
    real_time: bool
    output: Path | None
    force: bool
    seed: int
    is_seed_fresh: bool


def built(configuration: RunConfiguration) -> AnySimulation:
    """A simulation of the configuration; what can't be is the user's error."""
    try:
        with building(configuration.name, configuration.size) as told:
            return configuration.build(told)
    except NetworkTooLargeError as error:
        is_as_described = (
            configuration.network is not None and configuration.size == configuration.network.size
        )
        option = "--network" if is_as_described else "--size"
        raise click.UsageError(f"'{option}': {error}.") from error
    except EngineError as error:
        where = "" if configuration.network is None else f"network {configuration.name}: "
        raise click.UsageError(f"{where}{error}.") from error


def write_trace(
    simulation: AnySimulation, neuron: int, header: str, request: Request, sink: Sink
) -> int:
    """One neuron's CSV; the exit code."""
    heading = [header]

    def produce(steps: int) -> Portion:
        first = simulation.step
        error: DivergenceError | None = None
        try:
            _, trace = simulation.advance_traced(steps, neuron)
        except DivergenceError as diverged:
            trace, error = diverged.trace, diverged
        lines = trace_lines(first, simulation.dt_ms, trace)
        return Portion(heading.pop() + lines if heading else lines, error)

    return _write(request, simulation, TRACE_CHUNK, produce, sink)


def write_spikes(configuration: RunConfiguration, request: Request) -> int:
    """A network's spike log; the exit code."""
    with opened_sink(request.output, force=request.force) as sink:
        simulation = built(configuration)
        chunk = max(1, NEURON_STEPS_PER_CHUNK // simulation.size)

        def produce(steps: int) -> Portion:
            error: DivergenceError | None = None
            try:
                spikes = simulation.advance(steps)
            except DivergenceError as diverged:
                spikes, error = diverged.spikes, diverged
            return Portion(spike_lines(spikes, simulation.dt_ms), error)

        return _write(request, simulation, chunk, produce, sink)


def _write(
    request: Request,
    simulation: AnySimulation,
    chunk: int,
    produce: Callable[[int], Portion],
    sink: Sink,
) -> int:
    dt_ms = simulation.dt_ms
    plan = Run(steps_of(request.duration_s, dt_ms), chunk, dt_ms, request.real_time)
    if request.is_seed_fresh:
        seed = request.seed
        tell(f"seed {seed} (repeat this run with --seed={seed})")
    with Progress(plan.steps, 1000 / dt_ms, shown=_is_bar_wanted(request)) as progress:
        return run(plan, produce, sink, progress)


def _is_bar_wanted(request: Request) -> bool:
    """A bar is for somebody who looks at stderr and sees no data."""
    return sys.stderr.isatty() and (request.output is not None or not sys.stdout.isatty())
