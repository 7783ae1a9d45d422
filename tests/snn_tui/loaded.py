"""What processes of the program have loaded when they are forked; see `tests.snn_tui.program`."""

import gc
import os

# As the program does, before anything loads NumPy.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from numba.core.registry import cpu_target

import engine.simulation  # noqa: F401
import snn_tui.cli  # noqa: F401
import tests.snn_tui.program  # noqa: F401

# What Numba loads with the first kernel.
cpu_target.typing_context.refresh()
cpu_target.target_context.refresh()
gc.freeze()
