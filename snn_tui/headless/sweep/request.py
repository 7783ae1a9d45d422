"""What a sweep is asked for: by a file, by options, which come first, or by both."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from engine.errors import EngineError
from engine.quoting import shown, shown_path
from engine.sweeps.formats import SUFFIXES
from snn_tui.options import configured, described
from snn_tui.parameters import OutputFile
from snn_tui.plain_numbers import whole_number

if TYPE_CHECKING:
    from engine.sweeps.plan import Plan

STREAM = "-"
"""In place of a file's name."""


class Varied(click.ParamType[tuple[str, str]]):
    """A parameter and its values, NAME=VALUES."""

    name = "name=values"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        name, equals, values = str(value).partition("=")
        if not equals or not name.strip():
            legal = "NAME=VALUES such as inputs.0.rate_Hz=10:40:5"
            self.fail(f"{shown(value)} is not {legal}.", param, ctx)
        return name.strip(), values


class TableFile(OutputFile):
    """A file whose ending says how rows are written, or - for stdout."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        path = super().convert(value, param, ctx)
        if str(path) != STREAM and path.suffix.lower() not in SUFFIXES:
            self.fail(f"{shown_path(path)} must end with {', '.join(SUFFIXES)}.", param, ctx)
        return path


class Seeds(click.ParamType[int | Sequence[int]]):
    """How many seeds, or, separated by commas, which."""

    name = "seeds"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> int | Sequence[int]:
        numbers = [whole_number(part) for part in str(value).split(",")]
        known = [number for number in numbers if number is not None]
        if len(known) < len(numbers):
            self.fail(f"{shown(value)} is not a number of seeds, or seeds as 3,7,11.", param, ctx)
        return known[0] if len(known) == 1 else known


@dataclass(frozen=True, slots=True)
class Request:
    """What the options say. file: of a sweep, which has what they leave open."""

    file: Path | None
    network: str | None
    size: int | None
    vary: tuple[tuple[str, str], ...]
    seeds: int | Sequence[int] | None
    sample: int | None
    method: str | None
    duration_s: Decimal | None
    from_ms: float | None

    def plan(self, recordings: Path | None) -> "Plan":
        """All runs; what can't be is the user's error."""
        from engine.sweeps.plan import plan  # noqa: PLC0415 - loads numpy
        from engine.sweeps.sweep_file import SweepFile, load_sweep  # noqa: PLC0415

        try:
            file = SweepFile() if self.file is None else load_sweep(self.file)
            duration_s = file.duration_s if self.duration_s is None else self.duration_s
            if duration_s is None:
                raise click.UsageError("Missing option '--duration', or duration_s in the file.")
            return plan(
                self._network(file.network, file.size),
                file.vary | dict(self.vary),
                duration_ms=float(Decimal(str(duration_s)) * 1000),
                seeds=_first(self.seeds, file.seeds, 1),
                sampled=_first(self.sample, file.sample, None),
                method=_first(self.method, file.method, "sobol"),
                from_ms=_first(self.from_ms, file.from_ms, 0.0),
                recordings=None if recordings is None else str(recordings),
            )
        except EngineError as error:
            raise click.UsageError(f"{error}") from error

    def _network(self, name: str | None, size: int | None) -> Any:
        network = described(self.network or name)
        configuration = configured(network, size=_first(self.size, size, None))
        return configuration.network.resized(configuration.size)


def _first(option: Any, of_file: Any, usual: Any) -> Any:
    """An option, or what the file says, or what is usual."""
    if option is not None:
        return option
    return usual if of_file is None else of_file
