"""Taking a simulation to its end or until it is stopped, chunk by chunk."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import click

from engine.errors import DivergenceError
from engine.live.pacing import Pacer
from engine.numerics.time_stamps import time_text
from snn_tui.headless.progress import Progress
from snn_tui.headless.sinks import Sink
from snn_tui.signals import STOP
from snn_tui.streams import tell

NAP_S = 0.05
"""The longest sleep between two looks for a signal."""
REPORT_S = 1.0


@dataclass(frozen=True, slots=True)
class Run:
    """How far, in which portions, and how fast. steps: None runs until stopped."""

    steps: int | None
    chunk: int
    dt_ms: float
    real_time: bool


class Portion(NamedTuple):
    """The lines of some steps; of those before the error, if there is one."""

    lines: str
    error: DivergenceError | None


def run(plan: Run, produce: Callable[[int], Portion], sink: Sink, progress: Progress) -> int:
    """Write what `produce` gives for each chunk of steps; the exit code.

    Raises click.ClickException, with one line for the user, when output or simulation fail.
    """

    def take(steps: int) -> None:
        lines, error = produce(steps)
        sink.write(lines)
        if error is not None:
            raise error

    def work() -> bool:
        advance(plan, take, progress)
        return plan.steps is None or not STOP.number

    return finished(work, sink, progress.tell)


def finished(work: Callable[[], bool], sink: Sink, say: Callable[[str], None] = tell) -> int:
    """Do the work, which writes, and says whether what it wrote is whole; the exit code.

    Raises click.ClickException as `run`.
    """
    try:
        if work():
            sink.finish()
        else:
            say(sink.abandon())
    except BrokenPipeError:
        sink.abandon()
        return 0
    except DivergenceError as error:
        raise click.ClickException(_with(f"{error}", sink.abandon())) from error
    except OSError as error:
        raise click.ClickException(_with(sink.failure(error), sink.abandon())) from error
    return STOP.exit_code


def _with(message: str, words: str) -> str:
    return f"{message}; {words}" if words else message


def advance(plan: Run, take: Callable[[int], None], progress: Progress) -> None:
    """Take so many steps at a time as there are in a chunk, until all are, or it is stopped."""
    pacer = Pacer(plan.dt_ms, 1.0 if plan.real_time else None)
    pacer.restart(time.monotonic(), 0)
    step, told_s = 0, time.monotonic()
    while not STOP.number and (plan.steps is None or step < plan.steps):
        steps = plan.chunk if plan.steps is None else min(plan.chunk, plan.steps - step)
        now_s = time.monotonic()
        if plan.real_time:
            steps = min(steps, pacer.due(now_s, step))
            lag_s = pacer.lag_s(now_s, step)
            if lag_s >= REPORT_S and now_s - told_s >= REPORT_S:
                progress.tell(
                    f"{lag_s:.1f} s behind real time at t={time_text(step, plan.dt_ms)} ms"
                )
                told_s = now_s
        if steps == 0:
            time.sleep(min(NAP_S, pacer.wait_s(now_s, step)))
            continue
        take(steps)
        step += steps
        progress.advance(steps)
