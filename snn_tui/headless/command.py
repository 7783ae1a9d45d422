"""The command of a headless mode, and the group of all."""

import os
from collections.abc import Mapping
from typing import Any

import click
from click.shell_completion import CompletionItem

from engine.errors import NetworkTooLargeError
from engine.quoting import nearest, shown, shown_path
from engine.runtime.memory import require_room_to_load
from snn_tui.headless.modes import MODES, Mode

OF_FILES = {"network_name", "resume", "record_path", "file", "recorded"}
"""Parameters that may name a file."""


class ModeCommand(click.Command):
    """Names the first argument that it has no place for, and not all that follow."""

    allow_extra_args = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        extra = super().parse_args(ctx, args)
        if extra and not ctx.resilient_parsing:
            ctx.fail(f"Got unexpected extra argument {shown(extra[0])}.")
        return extra

    def invoke(self, ctx: click.Context) -> Any:
        _require_apart(ctx)
        return super().invoke(ctx)


def _require_apart(ctx: click.Context) -> None:
    """Raise click.UsageError where --output would replace a file that the command itself needs."""
    output = ctx.params.get("output")
    if output is None:
        return
    for parameter in ctx.command.params:
        other = ctx.params.get(parameter.name or "")
        if parameter.name not in OF_FILES or other is None:
            continue
        both = (os.path.realpath(output), os.path.realpath(other))
        if both[0] == both[1] and (parameter.name == "record_path" or os.path.exists(other)):
            name = parameter.opts[0] if isinstance(parameter, click.Option) else "the file"
            ctx.fail(f"'--output': {shown_path(output)} is {name} itself.")


class Modes(click.Group):
    """Names its modes, and the nearest one, when it is given none or another; loads but that.

    word: what each is called.
    """

    def __init__(self, *args: Any, modes: Mapping[str, Mode], word: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self._modes, self._word = modes, word

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self._modes)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        mode = self._modes.get(cmd_name)
        return None if mode is None else mode.command()

    def invoke(self, ctx: click.Context) -> Any:
        require_room()
        return super().invoke(ctx)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args and not ctx.resilient_parsing:
            ctx.fail(f"A {self._word} is missing. {self._known()}")
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in self._modes:
            near = nearest(name, self._modes)
            hint = f" Did you mean {near!r}?" if near else ""
            ctx.fail(f"No such {self._word} {shown(name)}.{hint} {self._known()}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(f"{self._word.capitalize()}s"):
            formatter.write_dl([(name, mode.summary) for name, mode in self._modes.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        modes = [name for name in self._modes if name.startswith(incomplete)]
        return [
            *(CompletionItem(name, help=self._modes[name].summary) for name in modes),
            *click.Command.shell_complete(self, ctx, incomplete),
        ]

    def _known(self) -> str:
        return f"{self._word.capitalize()}s: {', '.join(self._modes)}."


@click.group("--headless", cls=Modes, modes=MODES, word="mode")
def headless() -> None:
    """Write text instead of opening the dashboard."""
    from snn_tui.engine_talk import tell_on_stderr  # noqa: PLC0415 - not for --help

    tell_on_stderr()


def require_room() -> None:
    """Raise click.ClickException where a limit of memory leaves no room to load the engine."""
    try:
        require_room_to_load()
    except NetworkTooLargeError as error:
        raise click.ClickException(f"{error}.") from error
