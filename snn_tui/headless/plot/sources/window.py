"""Window: which times are drawn."""

import math
from dataclasses import dataclass

import click


@dataclass(frozen=True, slots=True)
class Window:
    """From one time to before the other, in ms; None is as far as there is anything."""

    from_ms: float | None = None
    to_ms: float | None = None

    def __post_init__(self) -> None:
        if self.low >= self.high:
            raise click.UsageError(
                f"'--to-ms': {self.high:.15g} is not above --from-ms, {self.low:.15g}."
            )

    @property
    def low(self) -> float:
        """The first time."""
        return -math.inf if self.from_ms is None else self.from_ms

    @property
    def high(self) -> float:
        """The time that is no longer within."""
        return math.inf if self.to_ms is None else self.to_ms
