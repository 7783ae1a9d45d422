"""Whether a shell waits behind the dashboard, as it does not in a window or a page of its own."""

import os


def has_shell() -> bool:
    """Whether somebody could tell the program to go on, once it were stopped.

    The first process of a session is nobody's job.
    """
    return hasattr(os, "getsid") and os.getsid(0) != os.getpid()
