"""Asked by the system to end, the program first gives the terminal back."""

import asyncio
import signal
from collections.abc import Callable

NUMBERS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


def end_on_signals(end: Callable[[int], None]) -> None:
    """Have `end` called with the exit code that a shell expects, within the loop that runs."""
    loop = asyncio.get_running_loop()
    for number in NUMBERS:
        try:
            loop.add_signal_handler(number, end, 128 + number)
        except NotImplementedError:
            # A platform without such signals ends programs in other ways.
            return
