"""Times as whole numbers of steps."""

from engine.description.quantities import DescriptionError, Path
from engine.distributions.catalogue import Distribution, Drawn, bounds_of
from engine.limits import MAX_DELAY_STEPS, MAX_STEPS


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


def require_delay(path: Path, delay_ms: Distribution, dt_ms: float) -> None:
    """Raise DescriptionError unless delays are at least a step, and not too many of them."""
    longest_ms = bounds_of(delay_ms)[1]
    if longest_ms > MAX_DELAY_STEPS * dt_ms * (1 + 1e-9):
        message = f"must be at most {MAX_DELAY_STEPS} steps of {dt_ms:g} ms, "
        raise DescriptionError(path, f"{message}but reaches {longest_ms:g} ms")
    times = delay_ms.require_delay(path, dt_ms) if isinstance(delay_ms, Drawn) else (delay_ms,)
    for time_ms in times:
        if steps_of(path, time_ms, dt_ms) < 1:
            message = f"must be at least dt_ms = {dt_ms:g} ms, not {time_ms:g}"
            raise DescriptionError(path, message)


def delay_steps_of(path: Path, delay_ms: Distribution, dt_ms: float) -> Distribution:
    """The delays in steps."""
    if isinstance(delay_ms, Drawn):
        return delay_ms.in_steps(dt_ms)
    return float(steps_of(path, delay_ms, dt_ms))
