"""The columns of a sweep's table, and its rows as Arrow keeps them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from engine.sweeps.one_run import Outcome, Run
from engine.sweeps.plan import Plan

if TYPE_CHECKING:
    import pyarrow as pa

KEY, ERROR, SWEEP = "key", "error", "sweep"


class Row(NamedTuple):
    """What is told of a run that ended. lost_workers: that died while they had it."""

    run: Run
    outcome: Outcome
    lost_workers: int


def schema(plan: Plan) -> "pa.Schema":
    """The names and the types of all columns."""
    import pyarrow as pa  # noqa: PLC0415 - an extra

    types = {int: pa.int64(), float: pa.float64(), str: pa.string(), bool: pa.bool_()}
    parameters = zip(plan.setting.parameters, plan.kinds, strict=True)
    fields = [
        *((each.name, types[kind]) for each, kind in parameters),
        ("seed", pa.uint64()),
        *((name, pa.float64()) for name in plan.measures),
        ("wall_s", pa.float64()),
        ("version", pa.string()),
        ("lost_workers", pa.int64()),
        (ERROR, pa.string()),
        (SWEEP, pa.string()),
        (KEY, pa.string()),
    ]
    return pa.schema(fields)


def table(plan: Plan, rows: Sequence[Row]) -> "pa.Table":
    """Rows as a table."""
    import pyarrow as pa  # noqa: PLC0415 - an extra

    return pa.Table.from_pylist([_values(plan, row) for row in rows], schema(plan))


def _values(plan: Plan, row: Row) -> dict[str, Any]:
    """A row by the names of its columns; what is missing is null."""
    names = [each.name for each in plan.setting.parameters]
    return {
        **dict(zip(names, row.run.point, strict=True)),
        "seed": row.run.seed,
        **row.outcome.measures,
        "wall_s": row.outcome.wall_s,
        "version": row.outcome.version,
        "lost_workers": row.lost_workers,
        ERROR: row.outcome.error or None,
        SWEEP: plan.key,
        KEY: row.run.key,
    }


def in_order(plan: Plan, found: "pa.Table") -> "pa.Table":
    """The rows in the order of the plan; those of other runs last, as they are."""
    import pyarrow as pa  # noqa: PLC0415 - an extra

    place = {run.key: number for number, run in enumerate(plan.runs())}
    last = len(place)
    places = [place.get(key, last + at) for at, key in enumerate(found[KEY].to_pylist())]
    order = sorted(range(len(places)), key=places.__getitem__)
    return found.take(pa.array(order, pa.int64()))
