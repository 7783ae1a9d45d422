"""A dashboard on a stage: a scripted runner, a turned clock, and ticks that the test makes."""

import asyncio
import unicodedata
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from textual import events
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.pilot import Pilot

from engine.live.commands import Command
from snn_tui.dashboard.app import Dashboard
from tests.snn_tui.dashboard.scripted_runner import ScriptedRunner, first_status

NEVER = 1e-6
"""Ticks per second: tests tick by hand."""
SCREEN = (120, 40)
MOST_HOPS = 6
"""A message goes from a widget through its parents to the app, one queue at a time."""


def key_event(key: str) -> events.Key:
    """What the terminal's driver would make of a key, named or as its character."""
    name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
    try:
        character = unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(name, name)))
    except KeyError:
        character = key if len(key) == 1 else None
    return events.Key(name, character)


class Stage:
    """A running dashboard, and the hands that move it."""

    def __init__(self, app: Dashboard, runner: ScriptedRunner, pilot: Pilot[None]) -> None:
        self.app = app
        self.runner = runner
        self.pilot = pilot

    @property
    def clock(self) -> "TickingClock":
        """The app's clock."""
        assert isinstance(self.app._clock, TickingClock)
        return self.app._clock

    @property
    def settings_path(self) -> Path:
        """Where the app keeps its settings."""
        return self.app._settings_path

    async def begin(self) -> None:
        """Until the first picture of a network that runs."""
        await self.tick()
        await self.frame(400)

    async def tick(self) -> None:
        """One tick of the app's timer."""
        self.app.poll()
        await self.settle()

    async def settle(self) -> None:
        """Until every message was handled, and those that came of them, up to the app."""
        for _ in range(MOST_HOPS):
            await self.pilot._wait_for_screen()
        if self.app._exit or self.app._exception is not None:
            return
        drawn = asyncio.Event()
        self.app.screen.call_after_refresh(drawn.set)
        await drawn.wait()
        await self.pilot._wait_for_screen()

    async def frame(self, steps: int = 5, **changes: object) -> None:
        """Time passes in the engine, and the app takes the frame."""
        self.runner.run(steps, **changes)
        await self.tick()

    async def press(self, *keys: str) -> list[Command]:
        """Press keys; the commands that came of it."""
        before = len(self.runner.commands)
        for key in keys:
            self.app.post_message(key_event(key))
            await self.settle()
        return self.runner.commands[before:]

    @property
    def text(self) -> list[str]:
        """The screen's lines."""
        width, height = self.app.size
        lines = self.app.screen._compositor.render_strips()
        return [line.text[:width].rstrip() for line in lines[:height]]

    @property
    def told(self) -> list[str]:
        """What the user was told."""
        return [notification.message for notification in self.app._notifications]


async def open_overview(stage: Stage) -> None:
    """Go to the overview, from what opens for a large network."""
    await stage.press("1")
    await stage.frame()


class TickingClock:
    """Goes on by one period each time it is read."""

    def __init__(self, period_s: float) -> None:
        self._reads = count()
        self._period_s = period_s
        self.ahead_s = 0.0

    def __call__(self) -> float:
        return next(self._reads) * self._period_s + self.ahead_s


@asynccontextmanager
async def dashboard(
    screen: tuple[int, int] = SCREEN,
    *,
    deaf: bool = False,
    settings: str = "",
    started: bool = True,
    notifications: bool = False,
    **status: object,
) -> AsyncIterator[Stage]:
    """A dashboard of this size.

    started: a first frame was shown. notifications: what is told is on the screen as well.
    """
    runner = ScriptedRunner(first_status(**status), deaf=deaf)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "config" / "settings.toml"
        if settings:
            path.parent.mkdir()
            path.write_text(settings, encoding="utf-8")
        app = on_stage(runner, path)
        async with app.run_test(size=screen, notifications=notifications) as pilot:
            stage = Stage(app, runner, pilot)
            if started:
                await stage.begin()
            yield stage


def on_stage(runner: ScriptedRunner, settings_path: Path) -> Dashboard:
    """A dashboard that moves when it is made to."""
    return Dashboard(
        runner,
        runner.status,
        fps=NEVER,
        settings_path=settings_path,
        clock=TickingClock(1 / 30),
    )
