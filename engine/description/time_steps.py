"""Times as whole numbers of steps."""

from engine.description.quantities import DescriptionError, Path
from engine.limits import MAX_STEPS


def steps_of(path: Path, time_ms: float, dt_ms: float) -> int:
    """A time as a number of steps. Raises DescriptionError if it is no multiple of dt_ms."""
    if time_ms > MAX_STEPS * dt_ms:
        message = f"{time_ms:g} ms is more than {MAX_STEPS} steps of {dt_ms:g} ms"
        raise DescriptionError(path, message)
    steps = round(time_ms / dt_ms)
    if abs(steps * dt_ms - time_ms) > 1e-9 * max(1.0, time_ms):
        message = f"{time_ms:g} ms is no multiple of dt_ms = {dt_ms:g} ms"
        raise DescriptionError(path, message)
    return steps


def require_steps(path: Path, time_ms: float, dt_ms: float) -> None:
    """Raise DescriptionError unless a time is one step or several."""
    if steps_of(path, time_ms, dt_ms) < 1:
        message = f"must be at least dt_ms = {dt_ms:g} ms, not {time_ms:g}"
        raise DescriptionError(path, message)
