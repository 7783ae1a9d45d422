"""`python -m tests.torture NAME --minutes M`: the long form of a part, and a table of it."""

import itertools
import sys

import click

from tests.torture.table import table
from tests.torture.trials import campaign, part, part_names


@click.command()
@click.argument("names", nargs=-1, required=True, type=click.Choice([*part_names(), "all"]))
@click.option("--minutes", type=click.FloatRange(min=0), default=1.0, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="Of the first trial.")
@click.option("--trials", type=click.IntRange(min=1), help="So many at most.")
def main(names: tuple[str, ...], minutes: float, seed: int, trials: int | None) -> None:
    """Torment the program for so many minutes a part; exit code 1 if it has faults."""
    chosen = part_names() if "all" in names else list(names)
    results = []
    for name in chosen:
        seeds = itertools.islice(itertools.count(seed), trials)
        results.append(campaign(part(name), seeds, 60 * minutes))
        click.echo(f"{name}: {results[-1].trials} trials", err=True)
    click.echo(table(results))
    sys.exit(any(result.faults for result in results))


if __name__ == "__main__":
    main()
