"""The command line: `snn-tui` for the dashboard, also in a browser, `--headless MODE` for text.

NumPy, Numba and Textual are loaded by what needs them, so that --help answers at once.
"""

import sys
from typing import Any, NoReturn

import click

from engine.limits import MAX_SEED
from engine.processes.launch import launched
from engine.quoting import shown
from snn_tui.dashboard.terminal.check import why_no_dashboard
from snn_tui.headless.command import headless, require_room
from snn_tui.headless.modes import MODES
from snn_tui.limits import MAX_LIVE_CURRENT, MAX_LIVE_NEURONS
from snn_tui.options import (
    configured,
    coupling_option,
    described,
    drawn_seed,
    network_option,
    threads_option,
)
from snn_tui.parameters import FiniteNumber, WholeNumber
from snn_tui.recording_options import RecordOptions, record_options
from snn_tui.replay_option import opened, replay_option
from snn_tui.resuming import moment_of, resume_option
from snn_tui.serving.command import require_serving, serve_pages, serving_options
from snn_tui.signals import STOP
from snn_tui.starvation import starvation
from snn_tui.streams import OutputError, leave, tell

PROGRAM = "snn-tui"
BAD_INPUT = 2
SEVERAL = (
    f"{PROGRAM}: the dashboard is for a network of one process, and mpiexec gives it no terminal; "
    f"`mpiexec -n 4 {PROGRAM} --headless spikes` shares a network."
)


class Program(click.Group):
    """Takes `--headless MODE`, written like an option, as the subcommand that it is."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        word, equals, mode = args[0].partition("=") if args else ("", "", "")
        if word == "--headless":
            rest = [mode, *args[1:]] if equals else args[1:]
            return super().parse_args(ctx, ["--", "--headless", *rest])
        if "--headless" in args:
            ctx.fail(f"--headless comes first: {PROGRAM} --headless MODE [OPTIONS].")
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in self.commands:
            ctx.fail(f"Unexpected argument {shown(args[0])}; for text output use --headless MODE.")
        return super().resolve_command(ctx, args)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(PROGRAM, "[OPTIONS]")
        formatter.write_usage(PROGRAM, "--headless MODE [OPTIONS]", prefix="       ")

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [(f"--headless {name}", mode.summary) for name, mode in MODES.items()]
        with formatter.section("Text output"):
            formatter.write_dl(rows)


@click.group(
    cls=Program,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@network_option
@click.option(
    "--size",
    type=WholeNumber(1, MAX_LIVE_NEURONS),
    metavar="N",
    help="Neurons, 1 to 1000000; by default as many as the network has, the classic one 10.",
)
@click.option(
    "--current",
    type=FiniteNumber(-MAX_LIVE_CURRENT, MAX_LIVE_CURRENT),
    metavar="I",
    help="Applied current, -100 to 100; replaces a network's one constant current into all neurons "
    "(5 in the classic one), else is added.",
)
@click.option(
    "--seed",
    type=WholeNumber(0, MAX_SEED),
    metavar="K",
    help="Start states and weights; a fresh one is drawn without it.",
)
@coupling_option
@click.option(
    "--real-time/--no-real-time",
    default=None,
    help="Keep pace with the wall clock, or run as fast as possible; by default as the network's "
    "[view] says, else in real time.",
)
@click.option(
    "--fps",
    type=WholeNumber(1, 60),
    default=30,
    show_default=True,
    metavar="F",
    help="Frames per second, 1 to 60; fewer suit a slow connection.",
)
@threads_option
@resume_option
@serving_options
@replay_option
@click.version_option(package_name=PROGRAM, prog_name=PROGRAM)
@click.pass_context
@record_options
def program(
    ctx: click.Context,
    /,
    real_time: bool | None,
    fps: int,
    resume: str | None,
    record: RecordOptions | None,
    serve: bool,
    port: int | None,
    host: str | None,
    replayed: str | None,
    **options: Any,
) -> None:
    """Watch and steer a network of spiking neurons, live in the terminal.

    Weights may be procedural: each is a hash of seed and neurons, made again at every spike, so
    that they need no memory. The status line tells.
    """
    if ctx.invoked_subcommand is not None:
        return
    if replayed is not None:
        _show_recording(opened(ctx, replayed), real_time, fps)
    if serve:
        if record is not None:
            raise click.UsageError("--record and --serve exclude each other: pages would share it.")
        _begun(resume, **options)
        leave(serve_pages(ctx, port, host))
    require_serving(port, host)
    _show_dashboard(resume, real_time, fps, record, **options)


program.add_command(headless)


def _begun(resume: str | None, **options: Any) -> tuple[Any, Any]:
    """What the dashboard begins with: a configuration, and the moment that it goes on from."""
    require_room()
    if resume is None:
        return _configured(**options), None
    moment = _moment_of(resume, **options)
    return moment.configuration(threads=options["threads"]), moment


def _show_dashboard(
    resume: str | None,
    real_time: bool | None,
    fps: int,
    record: RecordOptions | None,
    **options: Any,
) -> NoReturn:
    _require_terminal()
    configuration, moment = _begun(resume, **options)
    command = None if record is None else record.command(configuration.described())
    from snn_tui.dashboard.app import run  # noqa: PLC0415 - loads Textual
    from snn_tui.engine_talk import keep, say  # noqa: PLC0415 - not for --help

    talk = keep()
    STOP.hand_over()
    exit_code, last_word = run(
        configuration,
        real_time=real_time,
        fps=fps,
        moment=moment,
        moment_path=resume or "",
        record=command,
    )
    for line in talk:
        say(line)
    tell(last_word)
    leave(exit_code)


def _configured(network_name: str | None, seed: int | None, **options: Any) -> Any:
    """What the options say, of a fresh seed if they name none."""
    kept_seed = drawn_seed() if seed is None else seed
    network = described(network_name)
    return configured(network, seed=kept_seed, origin=network_name or "", **options)


def _moment_of(path: str, network_name: str | None, threads: int | None, **options: Any) -> Any:
    return moment_of(path, network=network_name, **options)


def _show_recording(recording: Any, real_time: bool | None, fps: int) -> NoReturn:
    _require_terminal()
    from snn_tui.dashboard.replay import replay  # noqa: PLC0415 - loads Textual

    STOP.hand_over()
    leave(replay(recording, real_time=real_time, fps=fps))


def _require_terminal() -> None:
    refusal = why_no_dashboard() if launched() is None else SEVERAL
    if refusal:
        tell(refusal)
        sys.exit(BAD_INPUT)
    require_room()


def main() -> None:
    """Run the program; bad input is one line on stderr and exit code 2."""
    try:
        result = program.main(prog_name=PROGRAM, standalone_mode=False)
        sys.stdout.flush()
    except click.UsageError as error:
        path = error.ctx.command_path if error.ctx else PROGRAM
        tell(f"{path}: {_message(error)}")
        sys.exit(BAD_INPUT)
    except click.ClickException as error:
        tell(f"{PROGRAM}: {error.format_message()}")
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)
    except OutputError as error:
        if isinstance(error.cause, BrokenPipeError):
            sys.exit(0)  # nobody reads any more, as with any command in a pipe
        tell(f"{PROGRAM}: {error}")
        sys.exit(1)
    except Exception as error:
        words = starvation(error)
        if not words:
            raise
        tell(f"{PROGRAM}: {words}")
        leave(1)
    sys.exit(result if isinstance(result, int) else 0)


def _message(error: click.UsageError) -> str:
    """What is wrong, without all of an option that there is not."""
    message = error.format_message()
    if isinstance(error, click.NoSuchOption):
        message = message.replace(repr(error.option_name), shown(error.option_name))
    return message
