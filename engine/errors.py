"""The exceptions of the engine: each says what is wrong, where, and what would be legal."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from engine.quoting import listed, shown, suggestion

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from engine.recording.spikes import Spikes


class EngineError(Exception):
    """The base of every error that the engine raises on purpose; all of them pickle."""

    def __reduce__(self) -> tuple[Any, ...]:
        # An exception is otherwise made again from its message alone, whatever its __init__ takes.
        return _made_again, (type(self), self.args), self.__dict__


def _made_again(kind: type[EngineError], args: tuple[Any, ...]) -> EngineError:
    return Exception.__new__(kind, *args)


class InvalidValueError(EngineError, ValueError):
    """A value of the wrong shape, kind or range."""


class UnknownNameError(EngineError, ValueError):
    """A name that nothing goes by; the message names the nearest known one."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        names = sorted(known)
        hint = suggestion(name, names)
        super().__init__(f"unknown {kind} {shown(name)}{hint} Known: {listed(names)}.")


class NetworkTooLargeError(EngineError, MemoryError):
    """A network that needs more memory than is free."""


class BusySimulationError(EngineError, RuntimeError):
    """A simulation that another thread, or an outer call, is just using."""


class DivergenceError(EngineError, ArithmeticError):
    """A neuron whose state left every bound, even in the finest substeps where its model has them.

    spikes, trace: what the call that failed would have returned, up to the step before.
    """

    def __init__(self, message: str, spikes: "Spikes", trace: "NDArray[np.float64]") -> None:
        super().__init__(message)
        self.spikes = spikes
        self.trace = trace


class EngineLoadError(EngineError, ImportError):
    """What the engine needs could not be loaded."""


class CheckpointError(EngineError, ValueError):
    """A checkpoint file that is missing, damaged or of another format."""


class RecordingError(EngineError, ValueError):
    """A recording that can't be written, or a file that is none, damaged, or of a newer version."""


class StoppedBuildError(Exception):
    """Nobody wants the network any more that is being built."""
