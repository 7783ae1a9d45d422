"""`--headless models`: the neuron models, and each in full, as text."""

import textwrap

import click

from engine.description.units import spelled
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
        f"cell types: {', '.join(kind.name for kind in each.cell_types) or 'none'}"
        for name, each in MODELS.items()
    ]
    return "\n".join(lines)


def model_text(name: str) -> str:
    """Equations, parameters with units and ranges, cell types with sources."""
    try:
        described = model(name)
    except UnknownNameError as error:
        raise click.UsageError(f"{error}") from error
    return "\n".join(
        [
            f"{described.title} ({described.name})",
            "",
            described.equations,
            "",
            f"spike: {described.spike}",
            f"integrator: {described.integrator}; dt {described.dt_ms:g} ms, at most "
            f"{described.max_dt_ms:g} ms",
            f"applied current I: {_taken(described)}",
            f"source: {described.source}",
            "",
            "variables, and where they start",
            *_variables(described),
            "",
            "parameters",
            *(list(map(_parameter, described.parameters)) or ["  none"]),
            "",
            "cell types",
            *(_cell_types(described) or ["  none"]),
        ]
    )


def _variables(described: Model) -> list[str]:
    return [f"  {v.name:<24} {v.start:>10g} {v.unit:<4} {v.meaning}" for v in described.variables]


def _taken(described: Model) -> str:
    """The unit of currents, if it takes any."""
    if described.is_source:
        return "none; a network's file says when it spikes"
    return spelled(described.current_unit) or "dimensionless"


def _cell_types(described: Model) -> list[str]:
    return [line for each in described.cell_types for line in _cell_type(described, each)]


def _parameter(parameter: Parameter) -> str:
    legal = f"{parameter.low:g} to {parameter.high:g}"
    return f"  {parameter.name:<24} {parameter.default:>10g}  {legal:<18} {parameter.meaning}"


def _cell_type(described: Model, cell_type: CellType) -> list[str]:
    values = ", ".join(f"{key} = {value:g}" for key, value in cell_type.parameters.items())
    unit = spelled(described.current_unit)
    current = f"shown with I = {cell_type.current:g}{' ' + unit if unit else ''}"
    text = f"{values or 'the parameters above'}; {current}. {cell_type.source}."
    return [
        f"  {cell_type.name}: {cell_type.meaning}",
        textwrap.fill(text, WIDTH, initial_indent="    ", subsequent_indent="    "),
    ]
