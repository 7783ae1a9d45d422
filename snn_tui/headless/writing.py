"""What the modes that simulate have in common: the request, the build, the run."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.errors import EngineError, NetworkTooLargeError
from engine.live.run_configuration import RunConfiguration
from snn_tui.headless.progress import Progress, building
from snn_tui.headless.running import Portion, Run, run
from snn_tui.headless.sinks import Sink
from snn_tui.options import steps_of
from snn_tui.several_processes import present_processes
from snn_tui.streams import tell

if TYPE_CHECKING:
    from engine.live.continued import Continued
    from engine.live.moment import Moment
    from engine.simulation import Simulation


@dataclass(frozen=True, slots=True)
class Request:
    """What a run is asked for. duration_s: None runs until stopped."""

    duration_s: Decimal | None
    real_time: bool
    output: Path | None
    force: bool
    seed: int
    is_seed_fresh: bool

    def lasting(self, duration_s: Decimal) -> "Request":
        """The same of another duration."""
        return replace(self, duration_s=duration_s)


def built(configuration: RunConfiguration) -> "Simulation":
    """A simulation of the configuration; what can't be is the user's error."""
    try:
        with building(configuration.name, configuration.size) as told:
            return configuration.build(told, present_processes())
    except NetworkTooLargeError as error:
        is_as_described = configuration.size == configuration.network.size
        option = "--network" if is_as_described else "--size"
        raise click.UsageError(f"'{option}': {error}.") from error
    except EngineError as error:
        raise click.UsageError(f"network {configuration.name}: {error}.") from error


def continued(moment: "Moment", threads: int | None) -> "Continued":
    """A simulation that goes on from the moment; one that does not fit is the user's error."""
    from engine.live.continued import Continued  # noqa: PLC0415 - loads numba

    network = moment.checkpoint.network
    try:
        with building(network.name, network.size) as told:
            return Continued(moment, threads=threads, told=told, processes=present_processes())
    except EngineError as error:
        raise click.UsageError(f"'--resume': {error}.") from error


def write(
    request: Request,
    simulation: "Simulation",
    chunk: int,
    produce: Callable[[int], Portion],
    sink: Sink,
) -> int:
    """Write what `produce` gives for each chunk of steps, to the end; the exit code."""
    dt_ms = simulation.dt_ms
    plan = Run(steps_of(request.duration_s, dt_ms), chunk, dt_ms, request.real_time)
    if request.is_seed_fresh:
        tell_seed(request.seed)
    with Progress(plan.steps, 1000 / dt_ms, shown=is_bar_wanted(request.output)) as progress:
        return run(plan, produce, sink, progress)


def tell_seed(seed: int) -> None:
    """Name a seed that was drawn."""
    tell(f"seed {seed} (repeat this run with --seed={seed})")


def is_bar_wanted(output: Path | None) -> bool:
    """A bar is for somebody who looks at stderr and sees no data."""
    return sys.stderr.isatty() and (output is not None or not sys.stdout.isatty())
