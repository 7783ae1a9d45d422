"""ViewApp: an app of several views, one of which is in sight, and all that the user can do."""

from typing import ClassVar

from textual.binding import BindingType

from engine.live.frame import Status
from snn_tui.dashboard.actions import ACTIONS, ActionTable
from snn_tui.dashboard.dialogs.about import AboutDialog
from snn_tui.dashboard.dialogs.asking import Asking
from snn_tui.dashboard.dialogs.help import HelpDialog
from snn_tui.dashboard.dialogs.palette import PaletteDialog, entries
from snn_tui.dashboard.steering import Steering
from snn_tui.dashboard.views.view import View
from snn_tui.dashboard.widgets.key_bar import KeyBar


class ViewApp(Asking):
    """Builds a view when it is first asked for; does what its table of actions says."""

    action_table: ActionTable = ACTIONS
    BINDINGS: ClassVar[list[BindingType]] = ACTIONS.bindings()
    steering: Steering
    status: Status
    """The newest that is known."""
    _has_chosen_view = False

    def open_first_view(self) -> None:
        """Make the view that suits the network, to be composed."""
        first = self.action_table.views[self._fitting_view()]
        self.view: View = first(self.steering, self.status)
        """The one in sight."""
        self._views = {first.NAME: self.view}
        self.key_bar = KeyBar(self.action_table.hints(first.NAME, self.status))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What another view does is not possible now."""
        if action == "do":
            return self.action_table.is_possible(str(parameters[0]), self.view.NAME)
        return super().check_action(action, parameters)

    async def action_do(self, action_id: str) -> None:
        """Carry out an action of the table, or say why it can't be done."""
        is_of_view = self.action_table.is_of_a_view(action_id)
        action = self.action_table.by_id[action_id]
        if refusal := action.refusal(self.status):
            self.notify(refusal, severity="warning")
        else:
            await self.run_action(action.call, self.view if is_of_view else self)

    async def action_view(self, name: str) -> None:
        """Show this view, whatever network is opened later."""
        self._has_chosen_view = True
        await self._show_view(name)

    async def open_fitting_view(self) -> None:
        """Show the view that suits the network, unless the user chose one."""
        fitting = self._fitting_view()
        if not self._has_chosen_view and fitting != self.view.NAME:
            await self._show_view(fitting)

    def _fitting_view(self) -> str:
        """The first view of the table that suits the network, or else the very first."""
        views = self.action_table.views
        suiting = (name for name, view in views.items() if view.suits(self.status))
        return next(suiting, next(iter(views)))

    async def _show_view(self, name: str) -> None:
        """Show a view; the others keep what they show until they are seen again."""
        if self._exit:
            return  # Textual mounts nothing any more.
        self.view.display = False
        if name not in self._views:
            self._views[name] = self.action_table.views[name](self.steering, self.status)
            await self.mount(self._views[name], after=self.view)
        self.view = self._views[name]
        # Not by display = True, which would outdo the style sheet where the screen is too small.
        self.view.styles.clear_rule("display")
        self.view.refresh(layout=True)
        self.view.begin()
        self.offer_hints()

    def forget_run(self) -> None:
        """Let all views forget the run before."""
        for view in self._views.values():
            view.forget()

    def offer_hints(self) -> None:
        """Let the footer name what can be done now."""
        self.key_bar.offer(self.action_table.hints(self.view.NAME, self.status))

    async def action_about(self) -> None:
        """Show what the running network is, and what to look for."""
        status = self.status
        about = AboutDialog(status.title, status.description, status.look_for, status.source)
        await self.ask(about)

    async def action_help(self) -> None:
        """Show all keys."""
        await self.ask(HelpDialog(self.action_table.groups()))

    async def action_palette(self) -> None:
        """Search what can be done, and do it."""
        possible = self.action_table.possible(self.view.NAME, self.status)
        await self.ask(PaletteDialog(entries(possible)), self._do)

    async def _do(self, action: str | None) -> None:
        if action is not None:
            await self.run_action(action)
