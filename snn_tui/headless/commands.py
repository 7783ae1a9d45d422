"""The headless modes that simulate: their options and what they run."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from engine.limits import MAX_NEURONS
from engine.quoting import shown
from snn_tui.headless.options import (
    choose,
    coupling_option,
    described,
    drawn_seed,
    network_option,
    run_options,
    threads_option,
)
from snn_tui.parameters import Duration, FiniteNumber, NumberList, WholeNumber


class Mode(click.Command):
    """Names the first argument that it has no place for, and not all that follow."""

    allow_extra_args = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        extra = super().parse_args(ctx, args)
        if extra and not ctx.resilient_parsing:
            ctx.fail(f"Got unexpected extra argument {shown(extra[0])}.")
        return extra


@click.command(cls=Mode, short_help="One neuron: a CSV line `t_ms, x, y, z, I` per step.")
@click.option(
    "--model",
    metavar="NAME",
    help="A neuron of this model (--headless models lists them), instead of the classic one.",
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
def trace(duration_s: Decimal, seed: int | None, current: float | None, **options: Any) -> int:
    """One neuron alone: a CSV line `t_ms, x, y, z, I` for each step of 10 ms.

    With --model or --network the columns are the variables of the neuron's model.
    """
    from snn_tui.headless import traced  # noqa: PLC0415 - loads numba

    source = click.get_current_context().get_parameter_source("duration_s")
    is_given = source is not ParameterSource.DEFAULT
    return traced.trace(duration_s, is_given, seed, current, **options)


@click.command(cls=Mode, short_help="A network: a line `t=660: neuron 8 is spiking` per spike.")
@network_option
@click.option(
    "--size", type=WholeNumber(1, MAX_NEURONS), metavar="N", help="Neurons, 10 if not given."
)
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
def spikes(
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
    from snn_tui.headless.modes import Request, write_spikes  # noqa: PLC0415 - loads numpy

    choice = choose(
        described(network_name),
        size=size,
        seed=drawn_seed() if seed is None else seed,
        current=current,
        coupling=coupling,
        threads=threads,
    )
    request = Request(duration_s, real_time, output, force, choice.seed, seed is None)
    return write_spikes(choice, request)


@click.command(
    cls=Mode, short_help="How fast this machine is, and the largest network in real time."
)
@network_option
@click.option(
    "--size",
    "sizes",
    type=WholeNumber(1, MAX_NEURONS),
    multiple=True,
    metavar="N",
    help="Measure this size; may be given several times. By default 1, 10, 100, 1000 and 10000 of "
    "the classic network, and a described one as it is.",
)
@threads_option
@click.option("--json", "as_json", is_flag=True, help="Write JSON instead of a table.")
def bench(
    network_name: str | None, sizes: tuple[int, ...], threads: int | None, as_json: bool
) -> int:
    """Measure a network at some sizes, and find the largest classic one that keeps pace.

    Takes about a minute. x real time is simulated over wall-clock time, past start-up.
    """
    from snn_tui.headless import bench as benchmark  # noqa: PLC0415 - loads numpy

    return benchmark.bench(described(network_name), sizes, threads, as_json)


@click.command(cls=Mode, short_help="Neuron models; with a name, its equations and parameters.")
@click.argument("name", required=False)
def models(name: str | None) -> int:
    """List the neuron models, or print one: equations, integrator, parameters, cell types."""
    from snn_tui.headless import catalogue  # noqa: PLC0415 - loads numpy

    click.echo(catalogue.models() if name is None else catalogue.model_text(name))
    return 0


@click.command(
    cls=Mode, short_help="Networks of the gallery; with a name, its description as TOML."
)
@click.argument("name", required=False)
def networks(name: str | None) -> int:
    """List the networks of the gallery, or print one as TOML, to change and give to --network."""
    from snn_tui.headless import catalogue  # noqa: PLC0415 - loads numpy

    click.echo(catalogue.networks() if name is None else catalogue.network_toml(name), nl=False)
    return 0
