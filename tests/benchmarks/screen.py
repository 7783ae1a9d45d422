"""What the screen costs: `python -m tests.benchmarks.screen [--view VIEW] [--size N] [--sparse]
[--network NAME]`.

Prints the CPU time of a frame, the time from a key to the screen beside an engine running flat
out, the screen's rate there, how much the screen slows the engine, and how much of that is the
engine's own work for the view; with --soak, also the process's memory over that time.
"""

import argparse
import asyncio
import resource
import time
from collections.abc import Sequence
from itertools import cycle
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np
from textual.app import App
from textual.pilot import Pilot

from engine.gallery import from_gallery, names
from engine.live.commands import (
    Command,
    Select,
    Watch,
    WatchRaster,
    WatchSelected,
    WatchStatistics,
    WatchWeights,
)
from engine.live.first_status import first_status
from engine.live.frame import Frame
from engine.live.run_configuration import RunConfiguration, run_configuration
from engine.live.runner import LiveRunner
from screenshots.stepped_runner import SteppedRunner
from snn_tui.dashboard.actions import ACTIONS
from snn_tui.dashboard.app import FIRST_COLUMN_STEPS, Dashboard
from snn_tui.dashboard.interpreter import keep_what_is_loaded, take_short_turns
from tests.benchmarks.peers.izhikevich_2003 import constants
from tests.benchmarks.peers.izhikevich_2003.ours import network as sparse_network
from tests.snn_tui.dashboard.scripted_runner import ScriptedRunner

SCREEN = (120, 40)
USUAL_SIZE = 1000
SCREENS = (SCREEN, (200, 60))
FRAMES = 60
SECONDS = 5.0
FPS = 30
WARMED_S = 1.2
PAIRS = 9
PAIRED_S = 1.0
NOTHING: Sequence[Command] = (
    Watch(0, 0, 0),
    WatchWeights(None),
    WatchRaster(),
    WatchSelected(False),
    WatchStatistics(False),
)
KEYS = 100
SETTLED_S = 1.0


class ReplayingRunner(ScriptedRunner):
    """Has a new frame at every poll, made beforehand, so that only the screen is measured."""

    def record(self, frames: int) -> None:
        recorded = []
        for _ in range(frames):
            self.run(3)
            frame = self.take_frame()
            assert frame is not None
            recorded.append(frame)
        self._recorded = cycle(recorded)
        self.take_frame = lambda: next(self._recorded)  # type: ignore[method-assign]


class RecordedRunner(SteppedRunner):
    """The same of a real engine, for views whose work depends on how dense spikes are."""

    def record(self, frames: int) -> None:
        recorded = []
        self.run(WARMED_S)
        for _ in range(frames):
            self.run(1 / FPS)
            recorded.append(self.take_frame())
        frames_again = cycle(recorded)
        self.take_frame = lambda: next(frames_again)  # type: ignore[method-assign]


class Sink:
    """Takes the place of the terminal's driver, and all that it is sent."""

    is_free = True

    def __init__(self) -> None:
        self.pictures = self.bytes = 0

    def show(self, picture: str) -> None:
        self.pictures += 1
        self.bytes += len(picture.encode())


def configured(size: int | None, *, is_sparse: bool = False, name: str = "") -> RunConfiguration:
    """The classic network, or 100,000 neurons of Izhikevich 2003 with 100 synapses each."""
    if is_sparse:
        return run_configuration(sparse_network(constants.SIZES["100000x100"]), seed=7)
    if name:
        return run_configuration(from_gallery(name), size=size, seed=7)
    return run_configuration(size=size or USUAL_SIZE, seed=7)


def refusal(configuration: RunConfiguration, view: str) -> str:
    """Why a view would have nothing to draw, or nothing: the words are no measure of it."""
    if view == "weights" and not configuration.network.learns:
        return f"no synapse of {configuration.network.name} learns: --network izhikevich-2006 does"
    return ""


def dashboard(runner: Any, configuration: RunConfiguration, speed: float | None) -> Dashboard:
    status = first_status(configuration, speed)
    return Dashboard(runner, status, settings_path=Path(mkdtemp()) / "settings.toml")


async def frame_work(
    configuration: RunConfiguration, view: str, screen: tuple[int, int], *, is_real: bool
) -> None:
    """CPU time of the screen's thread per frame, up to what would be written to a terminal."""
    scripted = ReplayingRunner(first_status(configuration, 1.0))
    runner = RecordedRunner(configuration) if is_real else scripted
    app = dashboard(runner, configuration, 1.0)
    async with app.run_test(size=screen) as pilot:
        await app.action_view(view)
        await pilot.pause()
        app.poll()
        if not is_real:
            scripted.run(100 * FIRST_COLUMN_STEPS)
        runner.record(FRAMES)
        keep_what_is_loaded()
        polls, sink = count_polls(app), Sink()
        app.terminal = sink  # type: ignore[assignment]
        await asyncio.sleep(SETTLED_S)
        sink.pictures = sink.bytes = 0
        before_s, before = time.thread_time(), polls[0]
        await asyncio.sleep(SECONDS)
        work_ms = (time.thread_time() - before_s) * 1000 / (polls[0] - before)
        app.terminal = None
    where = f"{view} at {screen[0]}x{screen[1]}, N = {configuration.size}"
    print(f"frame work, {where}: {work_ms:.2f} ms of CPU a frame")
    print(f"  {sink.bytes / sink.pictures:,.0f} bytes a picture")


def count_polls(app: Dashboard) -> list[int]:
    """Counts the app's ticks from now on, in place."""
    polls, poll = [0], app.poll

    def counting() -> None:
        polls[0] += 1
        poll()

    app._ticker._callback = counting
    return polls


async def beside_engine(configuration: RunConfiguration, view: str) -> None:
    """Key to screen, screen rate and the engine's speed, running flat out."""
    alone = await engine_alone(configuration)
    runner = LiveRunner(configuration, speed=None, loaded=keep_what_is_loaded)
    app = dashboard(runner, configuration, None)
    async with app.run_test(size=SCREEN) as pilot:
        await app.action_view(view)
        await until_running(app)
        polls = count_polls(app)
        began_s, step = time.perf_counter(), app.status.step
        await asyncio.sleep(SECONDS)
        elapsed_s = time.perf_counter() - began_s
        fps, speed = polls[0] / elapsed_s, (app.status.step - step) / elapsed_s
        delays_ms = await key_delays_ms(app, pilot) if view == "overview" else []
        shown = app.view
        asked = [shown.window, shown.weights, shown.raster]
        asked += [WatchSelected(shown.wants_selected), WatchStatistics(shown.wants_statistics)]
        runner.stop()
    kept = await kept_while_asked(configuration, asked)
    print(f"{view} beside an engine running flat out, N = {configuration.size}: {fps:.1f} fps")
    if delays_ms:
        p50, p95 = np.percentile(delays_ms, (50, 95))
        print(f"  key to screen: median {p50:.1f} ms, 95th percentile {p95:.1f} ms")
    print(f"  engine: {alone:,.0f} steps/s alone")
    print(f"    {speed:,.0f} with the screen ({speed / alone:.0%})")
    print(f"    {kept:.1%} of its speed when the same is asked for without a screen")


async def engine_alone(configuration: RunConfiguration) -> float:
    """Steps per second with nobody looking but a reader of its frames."""
    runner = LiveRunner(configuration, speed=None, loaded=keep_what_is_loaded)
    runner.start()
    speed = await steps_per_s(runner, SECONDS)
    runner.stop()
    return speed


async def kept_while_asked(configuration: RunConfiguration, asked: Sequence[Command]) -> float:
    """What a view costs the engine's thread: the median of pairs, with its requests and without."""
    runner = LiveRunner(configuration, speed=None, loaded=keep_what_is_loaded)
    runner.start()
    runner.send(Select(0))
    shares = []
    for _ in range(PAIRS):
        speeds = []
        for commands in (NOTHING, asked):
            for command in commands:
                runner.send(command)
            speeds.append(await steps_per_s(runner, PAIRED_S))
        shares.append(speeds[1] / speeds[0])
    runner.stop()
    return float(np.median(shares))


async def steps_per_s(runner: LiveRunner, seconds: float) -> float:
    """Of an engine whose frames are taken as a screen would."""
    first = await next_running_frame(runner)
    began_s = time.perf_counter()
    while time.perf_counter() - began_s < seconds:
        await asyncio.sleep(1 / FPS)
        runner.take_frame()
    last = await next_running_frame(runner)
    return (last.status.step - first.status.step) / (time.perf_counter() - began_s)


async def next_running_frame(runner: LiveRunner) -> Frame:
    while True:
        frame = runner.take_frame()
        if frame is not None and frame.status.phase == "running":
            return frame
        await asyncio.sleep(0.001)


async def until_running(app: Dashboard) -> None:
    while app.status.phase != "running" or app.status.step == 0:
        await asyncio.sleep(0.05)
    await asyncio.sleep(SETTLED_S)


async def key_delays_ms(app: Dashboard, pilot: Pilot[None]) -> list[float]:
    """From a key press to the next drawing of what it changed."""
    drawn: asyncio.Event = asyncio.Event()
    display = App._display

    def noting(self: App[None], *args: Any, **kwargs: Any) -> None:
        display(self, *args, **kwargs)
        if app.view.chosen == awaited[0]:
            drawn.set()

    awaited = [0]
    App._display = noting  # type: ignore[method-assign, assignment]
    delays = []
    for _ in range(KEYS):
        await asyncio.sleep(0.037)
        awaited[0] = app.view.chosen + 1
        drawn.clear()
        began_s = time.perf_counter()
        app.simulate_key("down")
        await drawn.wait()
        delays.append((time.perf_counter() - began_s) * 1000)
    App._display = display  # type: ignore[method-assign]
    return delays


async def soak(configuration: RunConfiguration, seconds: float) -> None:
    """Memory over a long run at full speed."""
    runner = LiveRunner(configuration, speed=None, loaded=keep_what_is_loaded)
    app = dashboard(runner, configuration, None)
    async with app.run_test(size=SCREEN):
        await until_running(app)
        for _ in range(10):
            print(f"  t = {app.status.time_ms / 1000:12,.0f} s: {resident_mb():.1f} MB", flush=True)
            await asyncio.sleep(seconds / 10)
        runner.stop()


def resident_mb() -> float:
    """Memory in use now; where the system does not tell, the most there ever was."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return pages * resource.getpagesize() / 2**20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--size", type=int, help=f"{USUAL_SIZE}, of another network its own")
    parser.add_argument("--network", default="", choices=names(), help="of the gallery")
    parser.add_argument("--soak", type=float, default=0.0, metavar="SECONDS")
    parser.add_argument("--view", default="overview", choices=list(ACTIONS.views))
    parser.add_argument("--sparse", action="store_true", help=configured.__doc__)
    options = parser.parse_args()
    configuration = configured(options.size, is_sparse=options.sparse, name=options.network)
    if words := refusal(configuration, options.view):
        parser.error(words)
    is_real = options.sparse or bool(options.network)
    take_short_turns()
    for screen in SCREENS:
        asyncio.run(frame_work(configuration, options.view, screen, is_real=is_real))
    asyncio.run(beside_engine(configuration, options.view))
    if options.soak:
        print(f"memory, N = {configuration.size}, at full speed:")
        asyncio.run(soak(configuration, options.soak))


if __name__ == "__main__":
    main()
