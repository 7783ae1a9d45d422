"""Asked to end, the program gives the terminal back first, and does end."""

import asyncio
import os
import signal
import threading
from collections.abc import Callable

NUMBERS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)
LATEST_S = 1.0
"""Far more than an end takes, and less than anybody waits."""


def end_on_signals(end: Callable[[int], None]) -> None:
    """Have `end` called with the exit code that a shell expects, within the loop that runs."""
    loop = asyncio.get_running_loop()
    for number in NUMBERS:
        loop.add_signal_handler(number, end, 128 + number)


def end_at_the_latest(exit_code: int, give_back: Callable[[], None]) -> None:
    """End the process after `LATEST_S`, whatever it does then."""

    def end() -> None:
        give_back()
        os._exit(exit_code)

    timer = threading.Timer(LATEST_S, end)
    timer.daemon = True
    timer.start()
