"""`sweep --plot`: the picture of a result, as text."""

from typing import TYPE_CHECKING

import click
import numpy as np
from numpy.typing import NDArray

from engine.errors import UnknownNameError
from engine.quoting import escaped
from snn_tui.headless.plot.drawing import Drawing
from snn_tui.headless.sweep.progress import words
from snn_tui.plots.swept import Axis, SweptColumn, SweptData, swept

if TYPE_CHECKING:
    import pyarrow as pa

    from engine.sweeps.plan import Plan

MOST_VARIED = 2
ON_STDOUT = Drawing(None, None, None, False)


def require_drawable(plan: "Plan", column: str | None) -> None:
    """Raise click.ClickException, before anything is run, for what can't be drawn."""
    if not plan.setting.parameters:
        raise click.UsageError("'--plot': nothing varies but the seed.")
    if column is not None and column not in plan.measures:
        error = UnknownNameError("column", column, plan.measures)
        raise click.UsageError(f"'--column': {error}")
    ON_STDOUT.require_means()


def drawn(plan: "Plan", table: "pa.Table", column: str | None) -> bytes:
    """The picture of a table, in lines: of its rows that the plan asks for, which come first."""
    asked = table.slice(0, plan.count)
    return ON_STDOUT.drawn(_data(plan, asked, column), lambda data, _: swept(data))


def _data(plan: "Plan", table: "pa.Table", column: str | None) -> SweptData:
    from engine.sweeps.columns import ERROR  # noqa: PLC0415 - loads numpy

    names = tuple(each.name for each in plan.setting.parameters)
    shown = names[:MOST_VARIED]
    varied = tuple(_axis(table, name) for name in shown)
    columns = (column,) if column else plan.rates
    title = plan.network.title or plan.network.name
    ended = table[ERROR].null_count
    notes = [f"{ended} run{'' if ended == 1 else 's'} of {plan.setting.duration_ms / 1000:g} s"]
    if failed := words(table.num_rows - ended, 0):
        notes.append(failed)
    averaged = ["seeds"] if len(plan.seeds) > 1 else []
    averaged += names[MOST_VARIED:]
    if averaged:
        notes.append(f"the mean over {', '.join(averaged)}")
    if len(shown) == MOST_VARIED:
        notes.append("the darker, the higher")
    told = tuple(SweptColumn(name, _numbers(table, name)) for name in columns)
    return SweptData(escaped(title), shown, varied, told, tuple(notes))


def _axis(table: "pa.Table", name: str) -> Axis:
    """What a parameter was in each run: numbers, or words."""
    values = table[name].to_pylist()
    if all(isinstance(each, int | float) and not isinstance(each, bool) for each in values):
        return np.array(values, np.float64)
    return np.array([escaped(str(each)) for each in values])


def _numbers(table: "pa.Table", name: str) -> NDArray[np.float64]:
    return np.array([np.nan if each is None else each for each in table[name].to_pylist()])
