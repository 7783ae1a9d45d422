"""The command of a headless mode, and the group of all."""

from typing import Any

import click
from click.shell_completion import CompletionItem

from engine.errors import NetworkTooLargeError
from engine.quoting import nearest, shown
from engine.runtime.memory import require_room_to_load
from snn_tui.headless.modes import MODES


class ModeCommand(click.Command):
    """Names the first argument that it has no place for, and not all that follow."""

    allow_extra_args = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        extra = super().parse_args(ctx, args)
        if extra and not ctx.resilient_parsing:
            ctx.fail(f"Got unexpected extra argument {shown(extra[0])}.")
        return extra


class Modes(click.Group):
    """Names its modes, and the nearest one, when it is given none or another; loads but that."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(MODES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        mode = MODES.get(cmd_name)
        return None if mode is None else mode.command()

    def invoke(self, ctx: click.Context) -> Any:
        require_room()
        return super().invoke(ctx)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args and not ctx.resilient_parsing:
            ctx.fail(f"A mode is missing. Modes: {', '.join(MODES)}.")
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in MODES:
            near = nearest(name, MODES)
            hint = f" Did you mean {near!r}?" if near else ""
            ctx.fail(f"No such mode {shown(name)}.{hint} Modes: {', '.join(MODES)}.")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, mode.summary) for name, mode in MODES.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        modes = [name for name in MODES if name.startswith(incomplete)]
        return [
            *(CompletionItem(name, help=MODES[name].summary) for name in modes),
            *click.Command.shell_complete(self, ctx, incomplete),
        ]


@click.group("--headless", cls=Modes)
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
