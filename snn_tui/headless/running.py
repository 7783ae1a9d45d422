"""Taking a simulation to its end or until it is stopped, chunk by chunk."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import click

from engine.errors import DivergenceError
from engine.live.pacing import Pacer
from engine.time_stamps import time_text
from snn_tui.headless.progress import Progress
from snn_tui.headless.signals import StopSignal
from snn_tui.headless.sinks import Sink

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


def run(
    plan: Run, produce: Callable[[int], str], sink: Sink, stop: StopSignal, progress: Progress
) -> int:
    """Write what `produce` gives for each chunk of steps; the exit code.

    Raises click.ClickException, with one line for the user, when output or simulation fail.
    """
    try:
        _advance(plan, produce, sink, stop, progress)
        if stop.number and plan.steps is not None:
            progress.tell(sink.abandon())
        else:
            sink.finish()
    except BrokenPipeError:
        sink.abandon()
        return 0
    except DivergenceError as error:
        raise click.ClickException(f"{error} {sink.abandon()}") from error
    except OSError as error:
        sink.abandon()
        raise click.ClickException(f"cannot write the output: {error.strerror}") from error
    return stop.exit_code


def _advance(
    plan: Run, produce: Callable[[int], str], sink: Sink, stop: StopSignal, progress: Progress
) -> None:
    pacer = Pacer(plan.dt_ms, 1.0 if plan.real_time else None)
    pacer.restart(time.monotonic(), 0)
    step, told_s = 0, time.monotonic()
    while not stop.number and (plan.steps is None or step < plan.steps):
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
        sink.write(produce(steps))
        step += steps
        progress.advance(steps)
