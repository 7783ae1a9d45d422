"""Values from outside: whole numbers within a range, finite arrays of a shape."""

import math
import os
from decimal import Decimal
from numbers import Real
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.errors import InvalidValueError
from engine.quoting import shown

Kind = TypeVar("Kind")
NUMBER_KINDS = "biufO"
"""Of NumPy's kinds; objects may be fractions or large whole numbers."""


def whole_number(name: str, value: object, low: int, high: int) -> int:
    """`value` as an int from low to high."""
    if not isinstance(value, (int, np.integer)) or isinstance(value, (bool, np.timedelta64)):
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
        array = np.asarray(value)
        # Texts, dates, masks and complex numbers would be turned into numbers that nobody meant.
        if array.dtype.kind in NUMBER_KINDS and not isinstance(value, np.ma.MaskedArray):
            with np.errstate(over="ignore"):
                return np.array(array, dtype=np.float64)
    except (TypeError, ValueError, ArithmeticError) as error:
        raise InvalidValueError(f"{name} must be numbers, not {shown(value)}") from error
    raise InvalidValueError(f"{name} must be numbers, not {shown(value)}")


def number(name: str, value: object) -> float:
    """`value` as a float that is not NaN."""
    if not isinstance(value, bool) and isinstance(value, (Real, Decimal)):
        try:
            converted = float(value)
        except (ValueError, ArithmeticError):
            converted = math.nan
        if not math.isnan(converted):
            return converted
    raise InvalidValueError(f"{name} must be a number, not {shown(value)}")


def instance(name: str, value: object, kind: type[Kind]) -> Kind:
    """`value`, which must be of this class."""
    if not isinstance(value, kind):
        raise InvalidValueError(f"{name} must be a {kind.__name__}, not {shown(value)}")
    return value


def file_name(name: str, value: object) -> str:
    """`value`, which must be what names a file, as text."""
    try:
        path = os.fspath(value)  # type: ignore[call-overload]
    except TypeError:
        path = None
    if not isinstance(path, str):
        raise InvalidValueError(f"{name} must be the name of a file, not {shown(value)}")
    return path
