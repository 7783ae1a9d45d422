"""Options that several modes have."""

import secrets
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import click

from engine.limits import MAX_NEURONS, MAX_SEED
from engine.quoting import echoed
from snn_tui.parameters import FiniteNumber, NearChoice, OutputFile, WholeNumber, legal_duration

FRESH_SEEDS = 10**9
"""Fresh seeds are below this: short enough to be typed again."""

Command = Callable[..., Any]


def drawn_seed() -> int:
    """A fresh seed."""
    return secrets.randbelow(FRESH_SEEDS)


current_option = click.option(
    "--current",
    type=FiniteNumber(),
    metavar="I",
    help="Applied current; replaces a network's one constant current into all neurons (5 in the "
    "classic one), else is added.",
)
seed_option = click.option(
    "--seed",
    type=WholeNumber(0, MAX_SEED),
    metavar="K",
    help="Start states and weights; without one a fresh seed is drawn and named on stderr.",
)
force_option = click.option(
    "--force", is_flag=True, help="Let --output replace a file that exists."
)


def run_options(function: Command) -> Command:
    """What a run is given, whatever it writes."""
    return with_options(
        function,
        current_option,
        seed_option,
        click.option(
            "--real-time", is_flag=True, help="Keep pace with the wall clock; lag goes to stderr."
        ),
        click.option(
            "-o",
            "--output",
            type=OutputFile(),
            metavar="FILE",
            help="Write here instead of to stdout, once it is complete.",
        ),
        force_option,
    )


def with_options(function: Command, *options: Callable[[Command], Command]) -> Command:
    """The function with these options, in this order."""
    for option in reversed(options):
        function = option(function)
    return function


coupling_option = click.option(
    "--coupling",
    type=NearChoice(["scaled", "raw"]),
    help="Whether weights follow the network's size, where its description says how: the classic "
    "one's by sqrt(10/N) above 10 neurons. Scaled if not given.",
)
threads_option = click.option(
    "--threads",
    type=WholeNumber(1, 1024),
    metavar="T",
    help="At most so many threads; by default as many as there are cores. Results do not depend "
    "on it.",
)
network_option = click.option(
    "--network",
    "network_name",
    metavar="FILE|NAME",
    help="A network of the gallery (--headless networks lists them) or a TOML file, instead of "
    "the classic network.",
)
size_option = click.option(
    "--size",
    type=WholeNumber(1, MAX_NEURONS),
    metavar="N",
    help="Neurons; by default as many as the network has, the classic one 10.",
)


def described(name: str | None) -> Any:
    """The network of that file or name, or None; a wrong one is the user's error."""
    if name is None:
        return None
    from engine.errors import EngineError  # noqa: PLC0415 - loads numpy
    from engine.gallery import network  # noqa: PLC0415

    try:
        return network(name)
    except EngineError as error:
        raise click.UsageError(f"'--network': {error}") from error


def configured(network: Any, **changes: Any) -> Any:
    """The network with what the options change of it; what can't be is the user's error."""
    from engine.description.quantities import DescriptionError  # noqa: PLC0415
    from engine.errors import EngineError  # noqa: PLC0415
    from engine.live.run_configuration import run_configuration  # noqa: PLC0415 - loads numpy

    try:
        return run_configuration(network, **changes)
    except DescriptionError as error:
        raise click.UsageError(f"'--size': {error}") from error
    except EngineError as error:
        raise click.UsageError(f"{error}") from error


def step_of(dt_ms: float) -> Decimal:
    """The time step in seconds, as it is written."""
    return Decimal(str(dt_ms)) / 1000


def steps_of(duration_s: Decimal | None, dt_ms: float) -> int | None:
    """The duration in steps; one that is no multiple of the step is the user's error."""
    if duration_s is None:
        return None
    step_s = step_of(dt_ms)
    if duration_s < step_s or duration_s % step_s:
        given = echoed(str(duration_s))
        raise click.UsageError(f"'--duration': {given} is not {legal_duration(step_s)}.")
    return int(duration_s / step_s)
