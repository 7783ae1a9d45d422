"""`--headless bench`: what this machine can do, as a table or as JSON."""

import json
import platform
import sys
from dataclasses import asdict
from importlib.metadata import version
from typing import Any

import click

from engine.description.network import Network
from engine.errors import EngineError
from engine.limits import MAX_NEURONS
from engine.live.run_configuration import run_configuration
from engine.runtime.threads import usable_cores
from snn_tui.counted import neurons
from snn_tui.headless.command import ModeCommand
from snn_tui.headless.measuring import Measurement, largest_in_real_time, measure
from snn_tui.options import described, network_option, threads_option
from snn_tui.parameters import WholeNumber

USUAL_SIZES = (1, 10, 100, 1000, 10_000)


@click.command("bench", cls=ModeCommand)
@network_option
@click.option(
    "--size",
    "sizes",
    type=WholeNumber(1, MAX_NEURONS),
    multiple=True,
    metavar="N",
    help="Measure this size; may be given several times. By default 1, 10, 100, 1000, 10000 and as "
    "described; a network of fixed size as it is.",
)
@threads_option
@click.option("--json", "as_json", is_flag=True, help="Write JSON instead of a table.")
def command(
    network_name: str | None, sizes: tuple[int, ...], threads: int | None, as_json: bool
) -> int:
    """Measure a network at some sizes, and find the largest that keeps pace.

    Takes about a minute, more where networks take long to build. x real time is simulated over
    wall-clock time, past start-up.
    """
    return bench(described(network_name), sizes, threads, as_json)


def bench(
    network: Network | None, sizes: tuple[int, ...], threads: int | None, as_json: bool
) -> int:
    """Measure these sizes, and where there are others the largest in real time; the exit code."""
    usual = run_configuration(network)
    is_resizable = usual.network.resizing is not None
    with _bar() as bar:

        def measured(size: int) -> Measurement:
            shown = -1

            def told(done: int, of: int) -> None:
                nonlocal shown
                percent = 100 * done // of
                if percent > shown:
                    shown = percent
                    building = f", building {percent:3}%" if done < of else ""
                    bar.set_postfix_str(f"{neurons(size)}{building}")

            bar.set_postfix_str(neurons(size))
            configuration = run_configuration(network, size=size, seed=1, threads=threads)
            result = measure(configuration, told)
            bar.update()
            return result

        try:
            rows = [measured(size) for size in sizes or _usual_sizes(usual.network)]
            largest = largest_in_real_time(measured) if is_resizable else None
        except EngineError as error:
            raise click.UsageError(f"'--size': {error}.") from error
    if as_json:
        click.echo(_json(usual.name, rows, largest))
    else:
        click.echo("\n".join([_table(rows), *(_last_lines(largest) if is_resizable else [])]))
    return 0


def _usual_sizes(network: Network) -> list[int]:
    """Those that the network comes in, a neuron a population at least, and its own."""
    if network.resizing is None:
        return [network.size]
    others = {size for size in USUAL_SIZES if size >= len(network.populations)}
    return sorted(others | {network.size})


def _bar() -> Any:
    from tqdm import tqdm  # noqa: PLC0415 - only where there is a bar

    shown = sys.stderr.isatty()
    return tqdm(
        bar_format="{n} networks measured, {elapsed}{postfix}", disable=not shown, leave=False
    )


def _json(name: str, rows: list[Measurement], largest: Measurement | None) -> str:
    text = json.dumps(
        {
            "version": version("snn-tui"),
            "machine": platform.machine(),
            "python": platform.python_version(),
            "cores": usable_cores(),
            "network": name,
            "sizes": [asdict(row) for row in rows],
            "largest_in_real_time": None if largest is None else asdict(largest),
        },
        indent=2,
    )
    # The one control character that JSON writes as it is.
    return text.replace("\x7f", "\\u007f")


def _table(rows: list[Measurement]) -> str:
    head = f"{'neurons':>9} {'threads':>7} {'x real time':>12} {'ns/neuron/step':>15} {'MB':>8}"
    return "\n".join([head, *(_row(row) for row in rows)])


def _last_lines(largest: Measurement | None) -> list[str]:
    if largest is None:
        return ["not even the smallest network tried keeps pace"]
    return [_row(largest), f"largest in real time: {largest.size} neurons"]


def _row(row: Measurement) -> str:
    return (
        f"{row.size:>9} {row.threads:>7} {row.times_real_time:>12.1f} "
        f"{row.ns_per_neuron_step:>15.1f} {row.megabytes:>8.1f}"
    )
