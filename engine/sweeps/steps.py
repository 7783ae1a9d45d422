"""Times of a sweep as steps, which differ where the time step does."""

from fractions import Fraction

from engine.errors import InvalidValueError
from engine.limits import MAX_STEPS


def steps_between(from_ms: float, duration_ms: float, dt_ms: float) -> int:
    """How many steps a run has. Raises InvalidValueError if its times are no whole steps."""
    if not 0 <= from_ms < duration_ms:
        raise InvalidValueError(
            f"from_ms must be from 0 to below the duration of {duration_ms:g} ms, not {from_ms:g}"
        )
    steps = Fraction(str(duration_ms)) / Fraction(str(dt_ms))
    if steps.denominator != 1 or steps > MAX_STEPS:
        raise InvalidValueError(
            f"a duration of {duration_ms:g} ms is not from 1 to {MAX_STEPS} whole steps of "
            f"{dt_ms:g} ms"
        )
    return int(steps)
