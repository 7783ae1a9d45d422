"""Values from outside: whole numbers within a range, finite arrays of a shape."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.errors import InvalidValueError
from engine.quoting import shown


def whole_number(name: str, value: object, low: int, high: int) -> int:
    """`value` as an int from low to high."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, (int, np.integer)):
        raise InvalidValueError(f"{name} must be a whole number, not {shown(value)}")
    if not low <= value <= high:
        raise InvalidValueError(f"{name} must be from {low} to {high}, not {shown(value)}")
    return int(value)


def finite_array(name: str, value: ArrayLike, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """A read-only copy of `value` as finite float64 of this shape."""
    array = float_array(name, value)
    if array.shape != shape:
        raise InvalidValueError(f"{name} must have shape {shape}, not {array.shape}")
    if not np.isfinite(array).all():
        where = np.argwhere(~np.isfinite(array))[0].tolist()
        raise InvalidValueError(f"{name} must be finite, but is {array[tuple(where)]} at {where}")
    array.flags.writeable = False
    return array


def per_neuron(name: str, value: ArrayLike, size: int) -> NDArray[np.float64]:
    """A read-only copy of one value, or of one per neuron, as finite float64 of shape (size,)."""
    array = float_array(name, value)
    if array.ndim == 0:
        if not np.isfinite(array):
            raise InvalidValueError(f"{name} must be finite, not {array}")
        array = np.full(1, array)
        array.flags.writeable = False
        return np.broadcast_to(array, (size,))
    return finite_array(name, array, (size,))


def float_array(name: str, value: ArrayLike) -> NDArray[np.float64]:
    """A copy of `value` as float64."""
    try:
        return np.array(value, dtype=np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise InvalidValueError(f"{name} must be numbers, not {shown(value)}") from error
