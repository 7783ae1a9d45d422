"""Interpreter: what Python is told so that neither the screen nor the engine holds up the other."""

import gc
import sys

SWITCH_S = 0.001
"""How long the screen may keep the engine's thread from its next call into compiled code."""


def take_short_turns() -> None:
    """Let threads that wait for Python wait no longer than that."""
    sys.setswitchinterval(SWITCH_S)


def keep_what_is_loaded() -> None:
    """Collect garbage now, and look through nothing of what is left ever again.

    Numba and its kernels are a hundred thousand objects, and a collection that goes through them
    halts screen and engine for 60 ms, once a second while the screen moves.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
