"""ReplayApp: an app that shows a recording as well, and moves about in it."""

from snn_tui.dashboard.dialogs.asking import Asking
from snn_tui.dashboard.dialogs.go_to_time import GoToTimeDialog
from snn_tui.dashboard.steering import Steering


class ReplayApp(Asking):
    """Does what the actions of a replay say."""

    steering: Steering

    def action_step_back(self) -> None:
        """Go back by one step."""
        self.steering.step(-1)

    def action_backwards(self) -> None:
        """Let time go the other way."""
        self.steering.turn()

    def action_to_end(self) -> None:
        """Go to where the recording ends."""
        if (replayed := self.steering.replayed) is not None:
            self.steering.go_to(replayed.end_step)

    async def action_go_to_time(self) -> None:
        """Ask for a time."""
        if (replayed := self.steering.replayed) is not None:
            dialog = GoToTimeDialog(replayed.first_step, replayed.end_step, self.steering.dt_ms)
            await self.ask(dialog, self._go_to_time)

    def _go_to_time(self, step: int | None) -> None:
        if step is not None:
            self.steering.go_to(step)
