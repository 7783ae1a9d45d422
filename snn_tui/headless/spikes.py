"""`--headless spikes`: a network, a line for each spike."""

from collections.abc import Callable
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from engine.errors import DivergenceError
from engine.live.run_configuration import RunConfiguration
from engine.recording.spikes import Spikes
from snn_tui.headless.command import ModeCommand
from snn_tui.headless.running import Portion
from snn_tui.headless.sinks import Sink, opened_sink
from snn_tui.headless.text import spike_lines
from snn_tui.headless.writing import Request, built, continued, write
from snn_tui.options import (
    configured,
    coupling_option,
    described,
    drawn_seed,
    network_option,
    run_options,
    size_option,
    threads_option,
)
from snn_tui.parameters import Duration
from snn_tui.recording_options import RecordOptions, record_options, recording
from snn_tui.resuming import moment_of, resume_option

if TYPE_CHECKING:
    from engine.live.moment import Moment
    from engine.simulation import Simulation

NEURON_STEPS_PER_CHUNK = 500_000
"""About 20 ms of work, so that lines appear and Ctrl-C is heard at once."""


@click.command("spikes", cls=ModeCommand)
@network_option
@size_option
@click.option(
    "--duration",
    "duration_s",
    type=Duration(),
    metavar="S",
    help="Simulated seconds; without it the run goes on until it is stopped.",
)
@coupling_option
@threads_option
@resume_option
@run_options
@record_options
def command(
    network_name: str | None,
    size: int | None,
    duration_s: Decimal | None,
    coupling: Any,
    threads: int | None,
    resume: str | None,
    current: float | None,
    seed: int | None,
    real_time: bool,
    output: Path | None,
    force: bool,
    record: RecordOptions | None,
) -> int:
    """A network: a line `t=660: neuron 8 is spiking` for each spike.

    Weights of the classic network are procedural: each is a hash of seed and neurons, made again
    at every spike, so that they need no memory.
    """
    if resume is not None:
        said = {"network": network_name, "size": size, "seed": seed}
        moment = moment_of(resume, **said, coupling=coupling, current=current)
        kept_seed = moment.checkpoint.network.seed
        request = Request(duration_s, real_time, output, force, kept_seed, is_seed_fresh=False)
        return continue_spikes(resume, moment, threads, request, record)
    configuration = configured(
        described(network_name),
        size=size,
        seed=drawn_seed() if seed is None else seed,
        current=current,
        coupling=coupling,
        threads=threads,
    )
    request = Request(duration_s, real_time, output, force, configuration.seed, seed is None)
    return write_spikes(configuration, request, record)


def write_spikes(
    configuration: RunConfiguration, request: Request, record: RecordOptions | None = None
) -> int:
    """A network's spike log; the exit code."""
    with ExitStack() as kept:
        sink = kept.enter_context(opened_sink(request.output, force=request.force))
        simulation = built(configuration)
        recorder = kept.enter_context(recording(record, simulation, current=configuration.current))
        advance = simulation.advance if recorder is None else recorder.advance
        return _write(simulation, advance, request, sink)


def continue_spikes(
    path: str, moment: "Moment", threads: int | None, request: Request, record: RecordOptions | None
) -> int:
    """The spike log of what follows a moment; the exit code. path: of its file."""
    with ExitStack() as kept:
        sink = kept.enter_context(opened_sink(request.output, force=request.force))
        going_on = continued(moment, threads)
        start = Path(path).read_bytes() if record else None
        recorder = kept.enter_context(recording(record, going_on.simulation, start=start))
        if recorder is not None:
            going_on.take = recorder.advance
        return _write(going_on.simulation, going_on.advance, request, sink)


def _write(
    simulation: "Simulation", advance: Callable[[int], Spikes], request: Request, sink: Sink
) -> int:
    chunk = max(1, NEURON_STEPS_PER_CHUNK // simulation.size)

    def produce(steps: int) -> Portion:
        error: DivergenceError | None = None
        try:
            spikes = advance(steps)
        except DivergenceError as diverged:
            spikes, error = diverged.spikes, diverged
        return Portion(spike_lines(spikes, simulation.dt_ms), error)

    return write(request, simulation, chunk, produce, sink)
