"""Hint: what some keys do, as the footer tells it."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from rich.cells import cell_len


@dataclass(frozen=True, slots=True)
class Hint:
    """What some keys do. key: pressed by a click. rank: the highest are left out first."""

    keys: str
    name: str
    key: str
    rank: int
    brief: "Hint | None" = None
    """What stands for it and its like where there is no room for all of them."""

    @property
    def width(self) -> int:
        """Columns that it takes."""
        return cell_len(f" {self.keys} {self.name} ")


@runtime_checkable
class Hinting(Protocol):
    """A widget where keys do something of their own."""

    @property
    def hints(self) -> tuple[Hint, ...]:
        """The keys that work while the focus is in it."""
