"""The headless modes: their options and what they run."""

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from snn_tui.parameters import Duration, FiniteNumber, InitialState, NearChoice, WholeNumber

MAX_SEED = 2**64 - 1
FRESH_SEEDS = 10**9
"""Fresh seeds are below this: short enough to be typed again."""

Command = Callable[..., Any]


def common_options(function: Command) -> Command:
    """The options that both modes have."""
    options = [
        click.option(
            "--current",
            type=FiniteNumber(),
            default=5.0,
            show_default=True,
            metavar="I",
            help="Applied current.",
        ),
        click.option(
            "--seed",
            type=WholeNumber(0, MAX_SEED),
            metavar="K",
            help="Start states and weights; without one a fresh seed is drawn and named on stderr.",
        ),
        click.option(
            "--real-time", is_flag=True, help="Keep pace with the wall clock; lag goes to stderr."
        ),
        click.option(
            "-o",
            "--output",
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="Write here instead of to stdout, once it is complete.",
        ),
        click.option("--force", is_flag=True, help="Let --output replace a file that exists."),
    ]
    for option in reversed(options):
        function = option(function)
    return function


coupling_option = click.option(
    "--coupling",
    type=NearChoice(["scaled", "raw"]),
    default="scaled",
    show_default=True,
    help="Weights scaled by sqrt(10/N) above 10 neurons, or as they are.",
)
threads_option = click.option(
    "--threads",
    type=WholeNumber(1, 1024),
    metavar="T",
    help="At most so many threads; by default as many as there are cores. Results do not depend "
    "on it.",
)


@click.command(short_help="One neuron: a CSV line `t_ms, x, y, z, I` per step.")
@click.option(
    "--duration",
    "steps",
    type=Duration(),
    default="10",
    show_default=True,
    metavar="S",
    help="Simulated seconds.",
)
@click.option(
    "--initial",
    type=InitialState(),
    metavar="X,Y,Z",
    help="Exact start state, instead of one drawn from the seed.",
)
@common_options
def trace(
    steps: int,
    initial: tuple[float, float, float] | None,
    current: float,
    seed: int | None,
    real_time: bool,
    output: Path | None,
    force: bool,
) -> int:
    """One neuron alone: a CSV line `t_ms, x, y, z, I` for each step of 10 ms."""
    from engine.network import ClassicNetwork  # noqa: PLC0415 - loads numpy
    from snn_tui.headless.modes import Request, write_trace  # noqa: PLC0415 - loads numba

    network = ClassicNetwork(
        size=1,
        seed=drawn_seed() if seed is None else seed,
        current=current,
        initial_state=None if initial is None else [[value] for value in initial],
        weights=[[0.0]],
    )
    request = Request(network, steps, real_time, output, force, seed is None and initial is None)
    return write_trace(request)


@click.command(short_help="A network: a line `t=660: neuron 8 is spiking` per spike.")
@click.option(
    "--size", type=WholeNumber(1), default=10, show_default=True, metavar="N", help="Neurons."
)
@click.option(
    "--duration",
    "steps",
    type=Duration(),
    metavar="S",
    help="Simulated seconds; without it the run goes on until it is stopped.",
)
@coupling_option
@threads_option
@common_options
def spikes(
    size: int,
    steps: int | None,
    coupling: Any,
    threads: int | None,
    current: float,
    seed: int | None,
    real_time: bool,
    output: Path | None,
    force: bool,
) -> int:
    """A network, all-to-all: a line `t=660: neuron 8 is spiking` for each spike.

    Weights are procedural: each is a hash of seed and neurons, made again at every spike, so that
    they need no memory.
    """
    from engine.network import MAX_SIZE, ClassicNetwork  # noqa: PLC0415 - loads numpy
    from snn_tui.headless.modes import Request, write_spikes  # noqa: PLC0415 - loads numba

    if size > MAX_SIZE:
        raise click.UsageError(f"'--size': {size} is more than the largest size, {MAX_SIZE}.")
    network = ClassicNetwork(
        size=size, seed=drawn_seed() if seed is None else seed, current=current, coupling=coupling
    )
    request = Request(network, steps, real_time, output, force, seed is None)
    return write_spikes(request, threads)


@click.command(short_help="How fast this machine is, and the largest network in real time.")
@click.option(
    "--size",
    "sizes",
    type=WholeNumber(1),
    multiple=True,
    default=(1, 10, 100, 1000, 10_000),
    show_default=True,
    metavar="N",
    help="Measure this size; may be given several times.",
)
@threads_option
@click.option("--json", "as_json", is_flag=True, help="Write JSON instead of a table.")
def bench(sizes: tuple[int, ...], threads: int | None, as_json: bool) -> int:
    """Measure the classic network at some sizes, and find the largest that keeps pace.

    Takes about a minute. x real time is simulated over wall-clock time, past start-up.
    """
    from engine.network import MAX_SIZE  # noqa: PLC0415 - loads numpy
    from snn_tui.headless import bench as benchmark  # noqa: PLC0415 - loads numba

    if max(sizes) > MAX_SIZE:
        raise click.UsageError(f"'--size': {max(sizes)} is more than the largest, {MAX_SIZE}.")
    return benchmark.bench(sizes, threads, as_json)


def drawn_seed() -> int:
    """A fresh seed."""
    return secrets.randbelow(FRESH_SEEDS)
