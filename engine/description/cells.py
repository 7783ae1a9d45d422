"""Values for pairs of populations: one for all, one for each source, or rows for targets."""

from collections.abc import Sequence
from typing import Any, TypeAlias, TypeVar

import numpy as np

from engine.description.quantities import DescriptionError, Path
from engine.limits import MAX_POPULATION_PAIRS

Cell = TypeVar("Cell")
Cells: TypeAlias = Cell | Sequence[Cell] | Sequence[Sequence[Cell]]
Rows = tuple[tuple[Cell, ...], ...]
"""A row for each target, and in it a value for each source."""


def require_pairs(path: Path, targets: int, sources: int) -> None:
    """Raise DescriptionError for more pairs than anybody means."""
    if targets * sources > MAX_POPULATION_PAIRS:
        message = f"makes {targets * sources} pairs of populations with target"
        raise DescriptionError(path, f"{message}; at most {MAX_POPULATION_PAIRS}")


def rows_of(path: Path, cells: Any, targets: int, sources: int) -> Rows[Any]:
    """The values as rows, shape (targets, sources). Raises DescriptionError for other shapes."""
    if isinstance(cells, np.ndarray):
        cells = cells.tolist()
    if not _is_list(cells):
        return ((cells,) * sources,) * targets
    rows = [_is_list(row) for row in cells]
    if not any(rows):
        return (_row(path, cells, sources),) * targets
    if not all(rows):
        raise DescriptionError((*path, rows.index(False)), "must be a row, as the others are")
    if len(cells) != targets:
        message = f"must have a row for each of the {targets} targets, not {len(cells)}"
        raise DescriptionError(path, message)
    return tuple(_row((*path, k), row, sources) for k, row in enumerate(cells))


def _row(path: Path, row: Sequence[Any], sources: int) -> tuple[Any, ...]:
    if len(row) != sources:
        message = f"must have a value for each of the {sources} sources, not {len(row)}"
        raise DescriptionError(path, message)
    return tuple(row)


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple)
