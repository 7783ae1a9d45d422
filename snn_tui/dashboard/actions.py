"""The one table of what the user can do; bindings, footer, palette and help are made from it."""

from collections.abc import Iterator, Sequence

from textual.binding import BindingType

from engine.live.frame import Status
from snn_tui.dashboard.app_actions import OF_THE_NETWORK, OF_THE_PROGRAM, TO_KEEP
from snn_tui.dashboard.replay_actions import OF_A_REPLAY
from snn_tui.dashboard.user_action import UserAction
from snn_tui.dashboard.views.table import VIEWS
from snn_tui.dashboard.views.view import View
from snn_tui.dashboard.widgets.hint import Hint


class ActionTable:
    """The app's actions and those of its views, and where there are several, the way to each."""

    def __init__(self, views: Sequence[type[View]], *, has_shell: bool = True) -> None:
        """has_shell: whether a shell waits that can be returned to."""
        self.views = {view.NAME: view for view in views}
        self._switches = [_switch(view) for view in views] if len(views) > 1 else []
        owned = {action: view.NAME for view in views for action in view.ACTIONS}
        self._owners = {action.id: name for action, name in owned.items()}
        actions = (
            *OF_THE_NETWORK,
            *OF_A_REPLAY,
            *owned,
            *self._switches,
            *TO_KEEP,
            *OF_THE_PROGRAM,
        )
        self.actions = tuple(each for each in actions if has_shell or not each.needs_shell)
        self.by_id = {action.id: action for action in self.actions}

    def is_possible(self, action_id: str, view: str) -> bool:
        """Whether it can be done while this view is shown."""
        return action_id in self.by_id and self._owners.get(action_id, view) == view

    def without_shell(self) -> "ActionTable":
        """The same without what is for nothing where no shell waits."""
        return ActionTable(tuple(self.views.values()), has_shell=False)

    def is_of_a_view(self, action_id: str) -> bool:
        """Whether a view does it, and not the app."""
        return action_id in self._owners

    def bindings(self) -> list[BindingType]:
        """The app's bindings."""
        return [action.binding for action in self.actions]

    def possible(self, view: str, status: Status) -> Iterator[UserAction]:
        """What can be done to this while this view is shown."""
        return (
            action
            for action in self.actions
            if self.is_possible(action.id, view) and not action.refusal(status)
        )

    def groups(self) -> dict[str, list[UserAction]]:
        """The actions under the headings of the help screen, in the table's order."""
        groups: dict[str, list[UserAction]] = {}
        for action in self.actions:
            groups.setdefault(action.group, []).append(action)
        return groups

    def hints(self, view: str, status: Status) -> tuple[Hint, ...]:
        """The footer's, the way out last, without what would do nothing to such a network."""
        foremost, views = self.views[view].FOREMOST, self._views_hint(view)
        return tuple(
            Hint(
                action.footer_keys,
                action.footer,
                action.keys.split(",")[0],
                0 if action.id in foremost else action.rank,
                views if action in self._switches else None,
            )
            for action in self.possible(view, status)
            if action.footer and action.id != f"view_{view}" and action.does_something(status)
        )

    def _views_hint(self, view: str) -> Hint:
        """All ways to views in one; a click goes on to the next."""
        names, keys = list(self.views), [each.KEY for each in self.views.values()]
        following = keys[(names.index(view) + 1) % len(keys)]
        return Hint(f"{keys[0]}-{keys[-1]}", "views", following, 0)

    def markdown(self) -> str:
        """The key table of the docs."""
        rows = [f"| {_code(a.shown)} | {a.title} | {a.tooltip} |" for a in self.actions]
        return "\n".join(["| Key | Does | In other words |", "| --- | --- | --- |", *rows])


def _switch(view: type[View]) -> UserAction:
    """The way to a view."""
    return UserAction(
        id=f"view_{view.NAME}",
        call=f"view({view.NAME!r})",
        keys=view.KEY,
        shown=view.KEY,
        title=view.TITLE,
        tooltip=view.EXPLANATION,
        group="Views",
        footer=view.NAME,
        footer_keys=view.KEY,
        rank=4,
    )


def _code(shown: str) -> str:
    return " ".join(f"`{key}`" for key in shown.split())


ACTIONS = ActionTable(VIEWS)
