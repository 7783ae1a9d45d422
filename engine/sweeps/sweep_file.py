"""SWEEP.toml: a sweep as a file says it."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.description.quantities import DescriptionError, located
from engine.errors import InvalidValueError
from engine.quoting import plain, shown, shown_path
from engine.toml.condensed import Condensed, DeepKeyError
from engine.toml.files import text_of
from engine.toml.lines import is_in, line_of
from engine.toml.tables import Table

MOST_TOLD = 150
"""Characters of what the parser of TOML says."""


class SweepFileError(InvalidValueError):
    """A file of a sweep that can't be read; says where in it, and what would be legal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepFile:
    """What a file says; None is what it leaves open. network: a file beside it, or a name."""

    network: str | None = None
    size: int | None = None
    duration_s: float | None = None
    from_ms: float | None = None
    seeds: Any = None
    sample: int | None = None
    method: str | None = None
    vary: dict[str, Any] = field(default_factory=dict)


def load_sweep(path: str | Path) -> SweepFile:
    """The sweep of a file. Raises SweepFileError, NetworkFileError."""
    name = shown_path(path)
    try:
        text = Condensed(text_of(path))
        values = text.values()
    except (DeepKeyError, RecursionError) as error:
        raise SweepFileError(f"{name} has keys nested too deeply") from error
    except tomllib.TOMLDecodeError as error:
        told = plain(text.told(str(error)), MOST_TOLD)
        raise SweepFileError(f"{name} is not TOML: {told}") from error
    except ValueError as error:
        raise SweepFileError(f"{name}: {plain(str(error), MOST_TOLD)}") from error
    try:
        return _sweep(Table((), values), Path(path).parent)
    except DescriptionError as error:
        known = error.path
        while known and not is_in(values, known):
            known = known[:-1]
        place = f"{name}, line {line_of(text, known)}" if known else name
        where = f"{located(error.path)}: " if error.path else ""
        raise SweepFileError(f"{place}: {where}{error.message}") from error


def _sweep(table: Table, folder: Path) -> SweepFile:
    network = table.text("network", None)
    if network is not None and (beside := folder / network).is_file():
        network = str(beside)
    vary = table.table("vary")
    told = SweepFile(
        network=network,
        size=table.whole("size", None),
        duration_s=table.number("duration_s", None),
        from_ms=table.number("from_ms", None),
        seeds=_seeds(table),
        sample=table.whole("sample", None),
        method=table.text("method", None),
        vary={} if vary is None else _varied(vary),
    )
    table.finish()
    return told


def _seeds(table: Table) -> Any:
    seeds = table.any("seeds", None)
    if seeds is not None and not isinstance(seeds, int | list):
        raise DescriptionError(
            table.at("seeds"), f"must be how many, or a list of them, not {shown(seeds)}"
        )
    return seeds


def _varied(table: Table, before: str = "") -> dict[str, Any]:
    """Values by dotted names, whether those are in quotes or tables within tables."""
    varied: dict[str, Any] = {}
    for key in table.keys():  # noqa: SIM118
        value = table.any(key)
        name = before + key
        if isinstance(value, dict):
            varied |= _varied(Table(table.at(key), value), f"{name}.")
        else:
            varied[name] = value
    return varied
