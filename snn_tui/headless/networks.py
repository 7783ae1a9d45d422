"""`--headless networks`: what the gallery has, as text."""

import textwrap
from importlib.resources import files

import click

from engine.errors import UnknownNameError
from engine.gallery import from_gallery, names
from snn_tui.counted import neurons
from snn_tui.headless.command import ModeCommand
from snn_tui.headless.text import WIDTH


@click.command("networks", cls=ModeCommand)
@click.argument("name", required=False)
def command(name: str | None) -> int:
    """List the networks of the gallery, or print one as TOML, to change and give to --network."""
    click.echo(networks() if name is None else network_toml(name), nl=False)
    return 0


def networks() -> str:
    """A paragraph for each network of the gallery."""
    paragraphs = []
    for name in names():
        network = from_gallery(name)
        text = f"{network.description} Look for: {network.look_for} Source: {network.source}."
        paragraphs.append(
            f"{name}: {network.title}; {neurons(network.size)}\n"
            + textwrap.fill(text, WIDTH, initial_indent="    ", subsequent_indent="    ")
        )
    return "\n\n".join(paragraphs) + "\n"


def network_toml(name: str) -> str:
    """A network's file, comments and all."""
    if name not in names():
        raise click.UsageError(str(UnknownNameError("network", name, names())))
    return (files("engine") / "gallery" / f"{name}.toml").read_text(encoding="utf-8")
