"""Dashboard: puts the screen together, polls for frames, and does what the user asks."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.widgets import Static

from engine.errors import EngineError
from engine.live.commands import Record, WatchSelected, WatchSpikes, WatchStatistics
from engine.live.first_status import first_status
from engine.live.frame import Frame, Status
from engine.live.run_configuration import DEFAULT_NETWORK, RunConfiguration
from engine.live.runner import LiveRunner
from snn_tui.dashboard import settings, themes
from snn_tui.dashboard.another_run import is_another_run
from snn_tui.dashboard.dialogs.failure import FailureDialog, WayOut
from snn_tui.dashboard.drawing.svg import pinned
from snn_tui.dashboard.failure_watch import FailureWatch
from snn_tui.dashboard.interpreter import keep_what_is_loaded, take_short_turns
from snn_tui.dashboard.keeping import KeepingApp
from snn_tui.dashboard.network_file import NetworkFile
from snn_tui.dashboard.recording import RecordingApp
from snn_tui.dashboard.replay_app import ReplayApp
from snn_tui.dashboard.runner import Runner
from snn_tui.dashboard.screen_rate import ScreenRate
from snn_tui.dashboard.screenshot import save_svg
from snn_tui.dashboard.status_text import told_of_pause, told_of_reward
from snn_tui.dashboard.steering import ControlName, Steering
from snn_tui.dashboard.terminal.app import TerminalApp
from snn_tui.dashboard.terminal.plain_text import PlainApp, plain_frame, plain_status
from snn_tui.dashboard.terminal.shell import has_shell
from snn_tui.dashboard.type_ahead import TypeAhead
from snn_tui.dashboard.view_app import ViewApp
from snn_tui.dashboard.views.overview import Overview
from snn_tui.dashboard.views.view import NO_RASTER, NO_ROWS, NO_WEIGHTS
from snn_tui.dashboard.widgets.controls import Controls
from snn_tui.dashboard.widgets.status_line import StatusLine
from snn_tui.dashboard.widgets.time_bar import TimeBar

if TYPE_CHECKING:
    from engine.description.network import Network
    from engine.live.moment import Moment

SMALLEST = (60, 16)
REWARD_TOLD_S = 3.0
PAUSE_TOLD_S = 10.0
FIRST_COLUMN_STEPS = 5
"""A few seconds fit in, and in real time they move at an even pace."""


def first_column_ms(dt_ms: float) -> int:
    """What a column of the rows stands for at first, whole steps of at least a millisecond."""
    return max(2, round(FIRST_COLUMN_STEPS * dt_ms))


class Dashboard(KeepingApp, RecordingApp, PlainApp, TypeAhead, ReplayApp, ViewApp, TerminalApp):
    """The live view of a network, and the means to steer it."""

    TITLE = "snn-tui"
    CSS_PATH = Path(__file__).with_name("app.tcss")
    ENABLE_COMMAND_PALETTE = False  # It has one of its own.
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-too-narrow"),
        (SMALLEST[0], "-narrow"),
        (100, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-too-low"),
        (SMALLEST[1], "-low"),
        (22, "-short"),
        (34, "-tall"),
    ]

    def __init__(
        self,
        runner: Runner,
        status: Status,
        *,
        fps: float = 30,
        settings_path: Path | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """runner: not yet started; status: what to show until its first frame."""
        super().__init__(self._stop_engine)
        self.runner = runner
        self.status = status = plain_status(status)
        self.steering = Steering(runner.send, status)
        self.open_first_view()
        self._status_line = StatusLine(status)
        self._too_small = Static(id="too-small")
        replayed = status.replayed
        self._time_bar = None if replayed is None else TimeBar(self.steering, replayed)
        self._fps = fps
        self._clock = clock
        self._rate = ScreenRate()
        self._watched = NO_ROWS
        self._watched_weights = NO_WEIGHTS
        self._watched_raster = NO_RASTER
        self._watches_selected = self._watches_statistics = False
        self._watches_spikes = True
        self._stopper = Thread(target=runner.stop, name="stopper", daemon=True)
        self._failures = FailureWatch()
        self._compiling_since_s: float | None = None
        self._was_resized = False
        self._settings_path = settings_path or settings.settings_path()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The colours of our own that every theme has."""
        return themes.DARK.variables

    def compose(self) -> ComposeResult:
        """Status, view, keys; or one line if there is no room."""
        yield self._too_small
        yield self._status_line
        yield self.view
        if self._time_bar is not None:
            yield self._time_bar
        yield self.key_bar

    def on_mount(self) -> None:
        """Show something at once, then start the engine."""
        self._apply_remembered_theme()
        self.view.begin()
        self.view.wait(self.status)
        self.steering.suit(self.status, first_column_ms(self.status.dt_ms))
        self._ticker = self.set_interval(1 / self._fps, self.poll)
        self.call_after_refresh(self.runner.start)

    def on_resize(self, event: events.Resize) -> None:
        """Say what is too small."""
        self._was_resized = True
        width, height = event.size
        needed = f"{SMALLEST[0]}x{SMALLEST[1]}"
        self._too_small.update(f"{width}x{height} is too small: snn-tui needs {needed}")

    def _pass_on_resize(self) -> None:
        """Tell screens the terminal's new size, in case that Textual did not.

        It does by a timer of 8 ms that never fires if the process was kept waiting in a wrong
        moment, as beside a compiler; nor is any later resize passed on then.
        """
        if self._was_resized:
            self._was_resized = False
            for screen in self.screen_stack:
                screen.post_message(events.Resize(self.size, self.size))

    def poll(self) -> None:
        """Ask for what is in sight, and show the newest frame."""
        now = self._clock()
        self._pass_on_resize()
        if not self.can_show:
            self._rate.skip(now)
            return
        self.catch_up()
        self.look_at_file()
        self._rate.tick(now)
        self._ask_for_view()
        frame = self._take_frame()
        if frame is None:
            self.view.pass_time(now)
        else:
            self._show(frame, now)
        self._count_compiling(now)
        self._status_line.show(self.status, self._rate.fps, self._rate.is_held)
        if self._time_bar is not None:
            self._time_bar.show(self.status)
        if self._failures.is_due(self.status, now):
            what = "simulation" if self.status.replayed is None else "replay"
            self.push_screen(FailureDialog(self.status.error, what), self._leave_failure)

    def _ask_for_view(self) -> None:
        """Ask for what the view in sight shows, where that is not what was asked for last."""
        view = self.view
        if view.window != self._watched:
            self._watched = view.window
            self.runner.send(self._watched)
        if view.weights != self._watched_weights:
            self._watched_weights = view.weights
            self.runner.send(self._watched_weights)
        if view.raster != self._watched_raster:
            self._watched_raster = view.raster
            self.runner.send(self._watched_raster)
        if view.wants_selected != self._watches_selected:
            self._watches_selected = view.wants_selected
            self.runner.send(WatchSelected(self._watches_selected))
        if view.wants_spikes != self._watches_spikes:
            self._watches_spikes = view.wants_spikes
            self.runner.send(WatchSpikes(self._watches_spikes))
        if view.wants_statistics != self._watches_statistics:
            self._watches_statistics = view.wants_statistics
            self.runner.send(WatchStatistics(self._watches_statistics))

    def _take_frame(self) -> Frame | None:
        try:
            frame = self.runner.take_frame()
        except EngineError as error:
            self.status = plain_status(replace(self.status, phase="failed", error=str(error)))
            self.view.wait(self.status)
            return None
        return None if frame is None else plain_frame(frame)

    def _count_compiling(self, now: float) -> None:
        """Say how long it has been compiling: no frame comes meanwhile."""
        if self.status.phase != "compiling":
            self._compiling_since_s = None
            return
        if self._compiling_since_s is None:
            self._compiling_since_s = now
        seconds = int(now - self._compiling_since_s)
        if seconds != self.status.compiling_s:
            self.status = replace(self.status, compiling_s=seconds)
            self.view.wait(self.status)

    def _refuse(self, complaint: str) -> None:
        """Say why a value can't be; empty takes back what was said, for now one can."""
        if complaint:
            self.complain(complaint)
        else:
            self.take_back()

    def _show(self, frame: Frame, now: float) -> None:
        before, now_shown = self.status, frame.status
        is_another = _suiting(before) != _suiting(now_shown)
        self.status = frame.status
        if (before.dopamine is None) != (now_shown.dopamine is None):
            self.offer_hints()
        self.steering.acknowledge(frame)
        if reward := told_of_reward(before, now_shown):
            self.notify(reward, timeout=REWARD_TOLD_S)
        if waits := told_of_pause(before, now_shown):
            self.notify(waits, timeout=PAUSE_TOLD_S)
        self.tell_kept(before)
        self.tell_recorded(before)
        if is_another:
            self.steering.suit(self.status, first_column_ms(self.status.dt_ms))
        if before.network != now_shown.network:
            self.call_later(self.open_fitting_view)
        if is_another_run(before, now_shown):
            self.forget_run()
        self.view.show(frame, now)

    async def _leave_failure(self, way_out: WayOut | None) -> None:
        if way_out == "quit":
            await self.action_quit()
        else:
            self._failures.reset(self._clock())
            self.steering.reset()

    def on_controls_complained(self, event: Controls.Complained) -> None:
        """Tell the user."""
        self._refuse(event.complaint)

    async def action_controls(self) -> None:
        """Go to the controls, wherever they are not in sight too."""
        if self.view.NAME != Overview.NAME:
            await self.action_view(Overview.NAME)
        self.screen.set_focus(self.query_one(Controls))

    def action_nudge(self, name: ControlName, direction: int) -> None:
        """Ask for a control's next value up or down."""
        self._refuse(self.steering.nudge(name, direction))
        self.view.show_steering()

    def action_reward(self) -> None:
        """Give a dose of dopamine."""
        message = self.steering.reward()
        if message:
            self.complain(message)

    async def action_open(self) -> None:
        """Choose a network of the gallery."""
        # Loads the engine's models, which by then the engine itself has done, or is about to.
        from snn_tui.dashboard.dialogs.gallery import GalleryDialog  # noqa: PLC0415

        await self.ask(GalleryDialog(self.status.network), self._open)

    def _open(self, network: "Network | None") -> None:
        if network is not None:
            self.steering.load(network)

    def action_real_time(self) -> None:
        """Keep pace with the wall clock, or run as fast as possible."""
        self.steering.toggle_real_time()
        self.view.show_steering()

    def action_step(self) -> None:
        """Advance by one step."""
        self.steering.step()

    def action_reset(self) -> None:
        """Start the network from its beginning."""
        self.steering.reset()

    async def action_quit(self) -> None:
        """End the engine while the screen is taken down."""
        if self.may_leave():
            self.end(0)

    def join_engine(self) -> None:
        """Wait until the engine was stopped, as the runner promises within a fifth of a second."""
        self._stop_engine()
        self._stopper.join()

    def _stop_engine(self) -> None:
        if self._stopper.ident is None:
            self._stopper.start()

    def action_next_theme(self) -> None:
        """Take the next theme, and remember it."""
        self.action_use_theme(themes.theme_after(self.theme).name)

    def action_use_theme(self, name: str) -> None:
        """Take a theme, and remember it."""
        self.theme = name
        problem = settings.save(settings.Settings(theme=name), self._settings_path)
        if problem:
            self.complain(problem)

    def action_save_screenshot(self) -> None:
        """Save the screen once what covers it is gone."""
        self.call_after_refresh(self._save_screenshot)

    def _save_screenshot(self) -> None:
        try:
            path = save_svg(pinned(self.export_screenshot()), Path.cwd(), datetime.now())
        except OSError as error:
            self.complain(f"No screenshot in {error.filename}: {error.strerror}")
        else:
            self.notify(f"Screenshot: {path}")

    def _apply_remembered_theme(self) -> None:
        for theme in themes.THEMES:
            self.register_theme(theme)
        remembered, problem = settings.load(self._settings_path)
        theme, unknown = themes.known_theme(remembered.theme)
        self.theme = theme.name
        if problem or unknown:
            self.complain(problem or unknown)


def _suiting(status: Status) -> tuple[object, ...]:
    """What speed and column follow from."""
    return status.network, status.dt_ms, status.view


def run(
    configuration: RunConfiguration,
    *,
    real_time: bool | None = None,
    fps: float = 30,
    moment: "Moment | None" = None,
    moment_path: str = "",
    record: Record | None = None,
) -> tuple[int, str]:
    """Show the dashboard until the user leaves; the process's exit code, and a last word.

    real_time: whether to keep pace, whatever a network's description says; None leaves it to that.
    moment: of the network, to go on from, and its file. record: from the first step on.
    """
    speed = None if real_time is False else 1.0
    runner = LiveRunner(configuration, speed=speed, moment=moment, loaded=keep_what_is_loaded)
    if record is not None:
        runner.send(record)
    app = Dashboard(runner, first_status(configuration, speed), fps=fps)
    app.moment = moment_path
    if configuration.origin != DEFAULT_NETWORK:
        app.network_file = NetworkFile.of(configuration.origin, configuration.network)
    if app.network_file is not None:
        app.network_file.start()
    if real_time is not None:
        app.steering.keep_speed()
    exit_code = shown(app)
    frame = runner.take_frame()
    recorded = (app.status if frame is None else frame.status).recorded
    return exit_code, "" if recorded is None else recorded.message


def shown(app: Dashboard) -> int:
    """Show a dashboard until the user leaves; returns the process's exit code."""
    take_short_turns()
    if not has_shell():
        app.action_table = app.action_table.without_shell()
    try:
        app.run()
    finally:
        app.join_engine()
    return app.return_code or 0
