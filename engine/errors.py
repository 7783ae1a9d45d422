"""The exceptions of the engine: each says what is wrong, where, and what would be legal."""

from collections.abc import Iterable
from difflib import get_close_matches


class EngineError(Exception):
    """The base of every error that the engine raises on purpose."""


class InvalidValueError(EngineError, ValueError):
    """A value of the wrong shape, kind or range."""


class UnknownNameError(EngineError, ValueError):
    """A name that nothing goes by; the message names the nearest known one."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        names = sorted(known)
        spelled = {name.lower(): name for name in names}
        near = get_close_matches(name.lower(), spelled, n=1)
        hint = f"; did you mean {spelled[near[0]]!r}?" if near else "."
        super().__init__(f"unknown {kind} {name!r}{hint} Known: {', '.join(names)}.")


class NetworkTooLargeError(EngineError, MemoryError):
    """A network that needs more memory than is free."""


class DivergenceError(EngineError, ArithmeticError):
    """A neuron whose state left every bound even in the finest substeps."""


class EngineLoadError(EngineError, ImportError):
    """What the engine needs could not be loaded."""


class CheckpointError(EngineError, ValueError):
    """A checkpoint file that is missing, damaged or of another format."""


class StoppedBuildError(Exception):
    """Nobody wants the network any more that is being built."""
