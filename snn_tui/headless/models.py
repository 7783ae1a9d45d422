"""`--headless models`: the neuron models, and each in full, as text."""

import textwrap

import click

from engine.errors import UnknownNameError
from engine.models.catalogue import MODELS, model
from engine.models.model import CellType, Model, Parameter
from snn_tui.headless.command import ModeCommand
from snn_tui.headless.text import WIDTH


@click.command("models", cls=ModeCommand)
@click.argument("name", required=False)
def command(name: str | None) -> int:
    """List the neuron models, or print one: equations, integrator, parameters, cell types."""
    click.echo(models() if name is None else model_text(name))
    return 0


def models() -> str:
    """A line for each model."""
    width = max(map(len, MODELS))
    lines = [
        f"{name:<{width}}  {each.title}; {each.integrator}, dt {each.dt_ms:g} ms; "
        f"cell types: {', '.join(cell_type.name for cell_type in each.cell_types)}"
        for name, each in MODELS.items()
    ]
    return "\n".join(lines)


def model_text(name: str) -> str:
    """Equations, parameters with units and ranges, cell types with sources."""
    try:
        described = model(name)
    except UnknownNameError as error:
        raise click.UsageError(f"{error}") from error
    unit = described.current_unit
    return "\n".join(
        [
            f"{described.title} ({described.name})",
            "",
            described.equations,
            "",
            f"spike: {described.spike}",
            f"integrator: {described.integrator}; dt {described.dt_ms:g} ms, at most "
            f"{described.max_dt_ms:g} ms",
            f"applied current I: {_spelled(unit) if unit else 'dimensionless'}",
            f"source: {described.source}",
            "",
            "variables, and where they start",
            *_variables(described),
            "",
            "parameters",
            *map(_parameter, described.parameters),
            "",
            "cell types",
            *(line for each in described.cell_types for line in _cell_type(described, each)),
        ]
    )


def _variables(described: Model) -> list[str]:
    return [f"  {v.name:<24} {v.start:>10g} {v.unit:<4} {v.meaning}" for v in described.variables]


def _parameter(parameter: Parameter) -> str:
    legal = f"{parameter.low:g} to {parameter.high:g}"
    return f"  {parameter.name:<24} {parameter.default:>10g}  {legal:<18} {parameter.meaning}"


def _cell_type(described: Model, cell_type: CellType) -> list[str]:
    values = ", ".join(f"{key} = {value:g}" for key, value in cell_type.parameters.items())
    unit = _spelled(described.current_unit)
    current = f"shown with I = {cell_type.current:g}{' ' + unit if unit else ''}"
    text = f"{values or 'the parameters above'}; {current}. {cell_type.source}."
    return [
        f"  {cell_type.name}: {cell_type.meaning}",
        textwrap.fill(text, WIDTH, initial_indent="    ", subsequent_indent="    "),
    ]


def _spelled(unit: str) -> str:
    """A unit as it is written, not as a key ends."""
    return unit.replace("_per_", "/").replace("MOhm", "MΩ").replace("u", "µ", 1)
