"""Source: what every place has from which spikes or traces come."""

from typing import Protocol


class Source(Protocol):
    """Beside `has_begun`, it has `spikes(window)` or `trace(window)`."""

    @property
    def has_begun(self) -> bool:
        """Whether a signal is to leave time to draw what there is by then."""
