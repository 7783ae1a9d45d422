"""What each headless mode does once its options are understood."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click

from engine.errors import NetworkTooLargeError
from engine.jit import is_cached
from engine.models.hindmarsh_rose import DT_MS
from engine.network import ClassicNetwork
from engine.simulation import Simulation
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
    """What both modes are asked for. steps: None runs until stopped."""

    network: ClassicNetwork
    steps: int | None
    real_time: bool
    output: Path | None
    force: bool
    is_seed_fresh: bool


def write_trace(request: Request) -> int:
    """One neuron's CSV; the exit code."""
    simulation = _simulation(request, threads=1)

    def produce(steps: int) -> str:
        first_ms = simulation.time_ms
        _, trace = simulation.advance_traced(steps)
        return trace_lines(first_ms, DT_MS, trace)

    return _write(request, TRACE_CHUNK, produce)


def write_spikes(request: Request, threads: int | None) -> int:
    """A network's spike log; the exit code."""
    simulation = _simulation(request, threads)
    chunk = max(1, NEURON_STEPS_PER_CHUNK // request.network.size)
    return _write(request, chunk, lambda steps: spike_lines(simulation.advance(steps)))


def _simulation(request: Request, threads: int | None) -> Simulation:
    try:
        return Simulation(request.network, threads=threads)
    except NetworkTooLargeError as error:
        raise click.UsageError(f"'--size': {error}.") from error


def _write(request: Request, chunk: int, produce: Callable[[int], str]) -> int:
    plan = Run(request.steps, chunk, request.real_time)
    with StopSignal() as stop:
        sink = open_sink(request.output, stop, force=request.force)
        if request.is_seed_fresh:
            seed = request.network.seed
            print(f"seed {seed} (repeat this run with --seed={seed})", file=sys.stderr)
        if sys.stderr.isatty() and not is_cached():
            print("compiling, this first time only ...", file=sys.stderr)
        with Progress(request.steps, 1000 // DT_MS, shown=_is_bar_wanted(request)) as progress:
            return run(plan, produce, sink, stop, progress)


def _is_bar_wanted(request: Request) -> bool:
    """A bar is for somebody who looks at stderr and sees no data."""
    return sys.stderr.isatty() and (request.output is not None or not sys.stdout.isatty())
