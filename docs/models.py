"""The reference of neuron models, which the code says whole."""

from collections.abc import Iterator

from docs.words import bounds, code, number, table
from engine.limits import FARTHEST
from engine.models.catalogue import MODELS
from engine.models.model import Model, Variable

INTRODUCTION = """\
# Neuron models

What the code says of each model; `python -m docs.make` makes this page, \
`snn-tui --headless models NAME` prints the same. Parameters and variables are keys of \
`parameters` and `start` of a [population](description.md#populationsname); a key ends with its \
unit. Without a cell type a population has the defaults of this page. How steps that leave the \
ordinary range are redone: [numbers.md](numbers.md#the-divergence-guard).
"""


def models_text() -> str:
    """The whole page."""
    return "\n".join([INTRODUCTION, _overview(), *map(_section, MODELS.values())])


def _overview() -> str:
    rows = (
        (
            f"[`{model.name}`](#{model.name})",
            model.integrator,
            number(model.dt_ms),
            number(model.max_dt_ms),
            "takes none" if model.is_source else _unit(model.current_unit),
            "takes none" if model.conductance_unit is None else _unit(model.conductance_unit),
            "takes none" if model.is_source else _unit(model.variables[0].unit),
        )
        for model in MODELS.values()
    )
    head = ("model", "integrator", "usual `dt_ms`", "largest", "current", "conductance", "jump")
    return table(head, rows)


def _unit(unit: str) -> str:
    return unit or "no unit"


def _section(model: Model) -> str:
    return "\n".join(_paragraphs(model))


def _paragraphs(model: Model) -> Iterator[str]:
    yield f"## {model.name}\n"
    yield f"```text\n{model.equations}\n```\n"
    yield f"A spike is where {model.spike}. Source: {model.source}.\n"
    parameters = (
        (code(each.name), number(each.default), bounds(each.low, each.high), each.meaning)
        for each in model.parameters
    )
    if model.parameters:
        yield table(("parameter", "default", "range", "meaning"), parameters)
    variables = (
        (code(each.key), number(each.start), _start_range(each), each.meaning)
        for each in model.variables
    )
    if model.is_source:
        yield "It has no parameters, no start and no cell types; it takes no input.\n"
    yield table(("variable", "starts at", "may start at", "meaning"), variables)
    current = f"current{f', {model.current_unit}' if model.current_unit else ''}"
    cell_types = (
        (
            code(each.name),
            each.meaning,
            number(each.current),
            ", ".join(f"{key} {number(value)}" for key, value in each.parameters.items())
            or "the defaults",
            each.source,
        )
        for each in model.cell_types
    )
    if model.cell_types:
        yield table(("cell type", "what it does", current, "parameters", "source"), cell_types)


def _start_range(variable: Variable) -> str:
    is_any = (variable.low, variable.high) == (-FARTHEST, FARTHEST)
    return "any" if is_any else bounds(variable.low, variable.high)
