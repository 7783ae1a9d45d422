"""The progress bar on stderr, where somebody can see it and nothing else is shown."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self

from engine.quoting import one_line
from snn_tui.streams import tell


@contextmanager
def building() -> Iterator[Callable[[int, int], None]]:
    """What is to be told of a build: how much is done and of how much; a bar on a terminal."""
    if not sys.stderr.isatty():
        yield lambda done, of: None
        return
    from tqdm import tqdm  # noqa: PLC0415 - only where there is a bar

    bar_format = "building {percentage:3.0f}% |{bar}| {elapsed}"
    with tqdm(total=1, bar_format=bar_format, file=sys.stderr, leave=False) as bar:

        def told(done: int, of: int) -> None:
            bar.total = of
            bar.update(done - bar.n)

        yield told


class Progress:
    """A bar of simulated seconds; `shown` False keeps silent but for messages."""

    def __init__(self, steps: int | None, steps_per_second: float, *, shown: bool) -> None:
        self._steps_per_second = steps_per_second
        self._bar: Any = None
        if shown and steps is not None:
            from tqdm import tqdm  # noqa: PLC0415 - only where there is a bar

            self._bar = tqdm(
                total=steps / steps_per_second,
                unit="s",
                bar_format="{percentage:3.0f}% |{bar}| {n:.0f}/{total:.0f} s, {remaining} left",
                file=sys.stderr,
                leave=False,
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

    def advance(self, steps: int) -> None:
        """So many steps are done."""
        if self._bar is not None:
            self._bar.update(steps / self._steps_per_second)

    def tell(self, message: str) -> None:
        """A line on stderr that does not tear the bar; nothing for no message."""
        if message and self._bar is not None:
            self._bar.write(one_line(message), file=sys.stderr)
        else:
            tell(message)
