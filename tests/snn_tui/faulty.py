"""Run by mpiexec: the program in two processes, of which the second comes to grief.

Arguments: `raise`, `exit`, `leave` or `kill`, and then the program's.
"""

import os
import signal
import sys
from typing import Any

from snn_tui.__main__ import main

FAULT, ARGUMENTS = sys.argv[1], sys.argv[2:]


def fail(*_: Any, **__: Any) -> None:
    """End as no process should."""
    if FAULT == "raise":
        raise ZeroDivisionError("what nobody thought of")
    if FAULT == "exit":
        sys.exit(0)
    if FAULT == "leave":
        os._exit(0)
    os.kill(os.getpid(), signal.SIGKILL)


sys.argv = ["snn-tui", *ARGUMENTS]
if os.environ["OMPI_COMM_WORLD_RANK"] == "1":
    from engine.runtime.stepping import Stepping

    Stepping.take = fail  # type: ignore[assignment, method-assign]
main()
