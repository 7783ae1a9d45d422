"""Ctrl-C and SIGTERM: the first asks for an end at the next whole line, the second ends at once."""

import os
import signal
from types import FrameType, TracebackType
from typing import Self


class StopSignal:
    """While entered, `number` is that of the signal that asked for an end, or 0."""

    _NUMBERS = (signal.SIGINT, signal.SIGTERM)

    def __init__(self) -> None:
        self.number = 0
        self._before: dict[int, object] = {}

    @property
    def exit_code(self) -> int:
        """What a shell expects of a program that ended by this signal, 0 without one."""
        return 128 + self.number if self.number else 0

    def __enter__(self) -> Self:
        for number in self._NUMBERS:
            self._before[number] = signal.signal(number, self._receive)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for number in self._NUMBERS:
            signal.signal(number, self._before[number])  # type: ignore[arg-type]

    def _receive(self, number: int, _frame: FrameType | None) -> None:
        if self.number:
            os._exit(128 + number)
        self.number = number
