"""`--headless spikes`: a network, a line for each spike."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from engine.errors import DivergenceError
from engine.live.run_configuration import RunConfiguration
from snn_tui.headless.command import ModeCommand
from snn_tui.headless.running import Portion
from snn_tui.headless.sinks import opened_sink
from snn_tui.headless.text import spike_lines
from snn_tui.headless.writing import Request, built, write
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
@run_options
def command(
    network_name: str | None,
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
    """A network: a line `t=660: neuron 8 is spiking` for each spike.

    Weights of the classic network are procedural: each is a hash of seed and neurons, made again
    at every spike, so that they need no memory.
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
    return write_spikes(configuration, request)


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

        return write(request, simulation, chunk, produce, sink)
