"""`--headless sweep`: many runs of a network, a row of numbers for each."""

from pathlib import Path
from typing import Any

import click

from engine.errors import EngineError
from engine.processes.launch import launched
from snn_tui.headless.command import ModeCommand
from snn_tui.headless.sweep.drawing import require_drawable
from snn_tui.headless.sweep.request import STREAM, Request, Seeds, TableFile, Varied
from snn_tui.headless.sweep.running import Output, run_sweep
from snn_tui.options import force_option, network_option, size_option
from snn_tui.parameters import Duration, FiniteNumber, NearChoice, OutputFile, WholeNumber

METHODS = ["sobol", "halton", "latin-hypercube"]
MOST_WORKERS = 1024


@click.command("sweep", cls=ModeCommand)
@click.argument("file", type=click.Path(path_type=Path), required=False)
@network_option
@size_option
@click.option(
    "--vary",
    type=Varied(),
    multiple=True,
    metavar="NAME=VALUES",
    help="A parameter by its name in the description, inputs.0.rate_Hz, and its values: a list "
    "-0.3,-0.5, a range 10:40:5 in steps of 5, 1:100:log5 of 5 values with equal factors, or, for "
    "--sample, 10:40 or 1:100:log. May be given several times.",
)
@click.option(
    "--seeds",
    type=Seeds(),
    metavar="N|LIST",
    help="So many seeds from the network's own on, or these, for each combination of values; "
    "1 if not given.",
)
@click.option(
    "--sample",
    type=WholeNumber(1, 10**6),
    metavar="N",
    help="So many points, spread evenly, instead of all combinations of values.",
)
@click.option(
    "--method",
    type=NearChoice(METHODS),
    help="How --sample spreads them; sobol if not given. SciPy's.",
)
@click.option(
    "--duration", "duration_s", type=Duration(), metavar="S", help="Simulated seconds of a run."
)
@click.option(
    "--from-ms",
    type=FiniteNumber(0, 1e15),
    metavar="MS",
    help="Measure spikes from this time on, by default from the beginning.",
)
@click.option(
    "--workers",
    type=WholeNumber(1, MOST_WORKERS),
    metavar="W",
    help="Processes on this machine; by default as many as there are cores, and memory for.",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Run on the cluster of this scheduler of Dask, tcp://host:8786, instead.",
)
@click.option(
    "-o",
    "--output",
    type=TableFile(),
    metavar="FILE",
    help="A .parquet or .csv file for the rows; without it they go to stdout as CSV, in the order "
    "in which runs end.",
)
@click.option(
    "--resume", "goes_on", is_flag=True, help="Add to an --output that exists what it lacks."
)
@force_option
@click.option(
    "--spikes",
    "recordings",
    type=OutputFile(),
    metavar="FOLDER",
    help="Record the spikes of each run there, as KEY.h5.",
)
@click.option(
    "--plot", is_flag=True, help="Draw the result: lines over one parameter, a map over two."
)
@click.option(
    "--column", metavar="NAME", help="Which column --plot draws; by default the mean rates."
)
def command(
    file: Path | None,
    network_name: str | None,
    workers: int | None,
    scheduler: str | None,
    recordings: Path | None,
    output: Path | None,
    goes_on: bool,
    force: bool,
    plot: bool,
    column: str | None,
    **options: Any,
) -> int:
    """Run a network with many values of its parameters, a row of numbers for each run.

    By options, or by a FILE that says the same in TOML. Needs the extra [sweep]:
    pip install 'snn-tui[sweep]'. The same command goes on from where it was ended.
    """
    from engine.sweeps.cluster import require_libraries  # noqa: PLC0415 - loads numpy

    if launched() is not None:
        raise click.UsageError("a sweep shares no network; run it without mpiexec.")
    try:
        require_libraries()
    except EngineError as error:
        raise click.ClickException(f"{error}") from error
    if scheduler is not None and workers is not None:
        raise click.UsageError("--workers and --scheduler exclude each other.")
    if goes_on and force:
        raise click.UsageError("--resume and --force exclude each other.")
    if column is not None and not plot:
        raise click.UsageError("--column needs --plot.")
    plan = Request(file, network_name, **options).plan(recordings)
    if plot:
        require_drawable(plan, column)
    path = None if output is None or str(output) == STREAM else output
    return run_sweep(
        plan,
        Output(path=path, force=force, resume=goes_on, plot=plot, column=column),
        workers=workers,
        scheduler=scheduler,
    )
