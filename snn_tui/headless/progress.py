"""Progress on stderr: a bar where somebody can see it and nothing else is shown, else a line."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from types import TracebackType
from typing import Any, Self

from engine.quoting import one_line
from snn_tui.streams import tell

LARGE = 50_000_000
"""Of what is told of a build: that of 10 million synapses. Where fewer take a while, kernels are
compiled."""
SILENCE_S = 2.0


@contextmanager
def building(name: str, size: int) -> Iterator[Callable[[int, int], None]]:
    """What is to be told of a build: how much is done and of how much.

    A bar on a terminal, elsewhere one line for a network that is large and takes its time.
    """
    if not sys.stderr.isatty():
        yield _line(f"building network {name}, {size} neurons ...")
        return
    from tqdm import tqdm  # noqa: PLC0415 - only where there is a bar

    bar_format = "building {percentage:3.0f}% |{bar}| {elapsed}"
    with tqdm(total=1, bar_format=bar_format, file=sys.stderr, leave=False) as bar:

        def told(done: int, of: int) -> None:
            bar.total = of
            bar.update(done - bar.n)

        yield told


def _line(message: str) -> Callable[[int, int], None]:
    """Says so once, if it is not built after a while."""
    due_s = time.monotonic() + SILENCE_S
    due = Lock()

    def told(done: int, of: int) -> None:
        # Several threads build; the first to come here keeps the lock.
        if of >= LARGE and done < of and time.monotonic() >= due_s and due.acquire(blocking=False):
            tell(message)

    return told


class Bar:
    """A bar on stderr that goes when it is done, or none."""

    def __init__(self, bar_format: str, total: float, done: float = 0, *, shown: bool) -> None:
        self._bar: Any = None
        if shown:
            from tqdm import tqdm  # noqa: PLC0415 - only where there is a bar

            self._bar = tqdm(
                total=total, initial=done, bar_format=bar_format, file=sys.stderr, leave=False
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.close()


class Progress(Bar):
    """A bar of simulated seconds; `shown` False keeps silent but for messages."""

    def __init__(self, steps: int | None, steps_per_second: float, *, shown: bool) -> None:
        super().__init__(
            "{percentage:3.0f}% |{bar}| {n:.0f}/{total:.0f} s, {remaining} left",
            (steps or 0) / steps_per_second,
            shown=shown and steps is not None,
        )
        self._steps_per_second = steps_per_second

    def advance(self, steps: float) -> None:
        """So many steps are done."""
        if self._bar is not None:
            self._bar.update(steps / self._steps_per_second)

    def tell(self, message: str) -> None:
        """A line on stderr that does not tear the bar; nothing for no message."""
        if message and self._bar is not None:
            self._bar.write(one_line(message), file=sys.stderr)
        else:
            tell(message)
