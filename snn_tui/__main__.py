"""The program's first lines, for `snn-tui` and for `python -m snn_tui`."""

import gc
import os
import signal

if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    # Before anything else is loaded: an interrupt there would be a traceback.
    signal.signal(signal.SIGINT, lambda number, _: os._exit(128 + number))

from engine.processes.launch import launched
from snn_tui.signals import STOP
from snn_tui.starvation import starvation
from snn_tui.streams import leave, secure_streams, tell_at_once


def main() -> None:
    """Make ready for signals and for closed streams, then load and run the program."""
    try:
        # Loading makes many objects, none of which is garbage; looking at them each time there
        # are 700 more would take a tenth of a start.
        gc.set_threshold(50_000)
        secure_streams()
        STOP.listen()
        # NumPy's linear algebra, which is not used here, takes memory for each of its threads.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        from snn_tui import cli  # noqa: PLC0415 - only now may it take a while
    except Exception as error:
        words = starvation(error)
        if not words:
            raise
        tell_at_once(f"snn-tui: {words}")
        os._exit(1)

    launch = launched()
    if launch is not None:
        from snn_tui.several_processes import run_in_several  # noqa: PLC0415 - loads NumPy

        run_in_several(launch, cli.main)
    try:
        cli.main()
    except SystemExit as ending:
        # While Python takes itself apart, a signal would end it with another code.
        leave(ending.code if isinstance(ending.code, int) else 0)


if __name__ == "__main__":
    main()
