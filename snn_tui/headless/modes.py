"""What each headless mode does once its options are understood."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import click

from engine.choosing import AnySimulation, ChosenNetwork
from engine.errors import EngineError, NetworkTooLargeError
from engine.jit import is_cached
from snn_tui.headless.options import steps_of
from snn_tui.headless.progress import Progress
from snn_tui.headless.running import Run, run
from snn_tui.headless.signals import StopSignal
from snn_tui.headless.sinks import open_sink
from snn_tui.headless.text import spike_lines, trace_lines

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
    is_seed_fresh: bool


def built(choice: ChosenNetwork) -> AnySimulation:
    """A simulation of the choice; what can't be is the user's error."""
    try:
        return choice.build()
    except NetworkTooLargeError as error:
        is_as_described = choice.network is not None and choice.size == choice.network.size
        option = "--network" if is_as_described else "--size"
        raise click.UsageError(f"'{option}': {error}.") from error
    except EngineError as error:
        where = "" if choice.network is None else f"network {choice.name}: "
        raise click.UsageError(f"{where}{error}.") from error


def write_trace(
    simulation: AnySimulation, neuron: int, header: str, seed: int, request: Request
) -> int:
    """One neuron's CSV; the exit code."""
    heading = [header]

    def produce(steps: int) -> str:
        first = simulation.step
        _, trace = simulation.advance_traced(steps, neuron)
        text = trace_lines(first, simulation.dt_ms, trace)
        return heading.pop() + text if heading else text

    return _write(request, simulation, seed, TRACE_CHUNK, produce)


def write_spikes(choice: ChosenNetwork, request: Request) -> int:
    """A network's spike log; the exit code."""
    simulation = built(choice)
    chunk = max(1, NEURON_STEPS_PER_CHUNK // simulation.size)

    def produce(steps: int) -> str:
        return spike_lines(simulation.advance(steps), simulation.dt_ms)

    return _write(request, simulation, choice.seed, chunk, produce)


def _write(
    request: Request,
    simulation: AnySimulation,
    seed: int,
    chunk: int,
    produce: Callable[[int], str],
) -> int:
    dt_ms = simulation.dt_ms
    plan = Run(steps_of(request.duration_s, dt_ms), chunk, dt_ms, request.real_time)
    with StopSignal() as stop:
        sink = open_sink(request.output, stop, force=request.force)
        if request.is_seed_fresh:
            print(f"seed {seed} (repeat this run with --seed={seed})", file=sys.stderr)
        if sys.stderr.isatty() and not is_cached():
            print("compiling, this first time only ...", file=sys.stderr)
        with Progress(plan.steps, 1000 / dt_ms, shown=_is_bar_wanted(request)) as progress:
            return run(plan, produce, sink, stop, progress)


def _is_bar_wanted(request: Request) -> bool:
    """A bar is for somebody who looks at stderr and sees no data."""
    return sys.stderr.isatty() and (request.output is not None or not sys.stdout.isatty())
