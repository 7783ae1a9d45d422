"""Groups of arrays that compiled parts find by one address.

A group is a NamedTuple of arrays. Its image is a row of 64-bit words, where each array begins and
what its shape is; a part makes the group again from the address of the image, and only what it uses
is ever read. So a part takes a few whole numbers, however many arrays there are.
"""

# mypy: disallow-untyped-calls=False
from typing import Annotated, Any, get_args, get_type_hints

import numpy as np
from numpy.typing import NDArray

from engine.numerics.jit import INTERPRETED, lowered

Floats = Annotated[NDArray[np.float64], 1]
FloatTable = Annotated[NDArray[np.float64], 2]
Singles = Annotated[NDArray[np.float32], 1]
Integers = Annotated[NDArray[np.int64], 1]
Table = Annotated[NDArray[np.int64], 2]
Integers32 = Annotated[NDArray[np.int32], 1]
Integers16 = Annotated[NDArray[np.int16], 1]
Words = Annotated[NDArray[np.uint64], 1]
Words32 = Annotated[NDArray[np.uint32], 1]
Words16 = Annotated[NDArray[np.uint16], 1]
_images: dict[int, tuple[Any, ...]] = {}
"""Interpreted: the groups of each image, by its address."""


class Image:
    """The words of some groups, and the arrays that they point to, kept alive.

    Begins with where the words of each group are, in the order of the groups.
    """

    def __init__(self, *groups: Any) -> None:
        self._groups = groups
        self._words = [np.array(_words(group), np.int64) for group in groups]
        self._places = np.array([words.ctypes.data for words in self._words], np.int64)
        self.address = int(self._places.ctypes.data)
        if INTERPRETED:
            _images[self.address] = groups

    def __del__(self) -> None:
        _images.pop(getattr(self, "address", 0), None)


def _words(group: Any) -> list[int]:
    words: list[int] = []
    for (dtype, dimensions), array in zip(_fields(type(group)), group, strict=True):
        if array.dtype != dtype or array.ndim != dimensions or not array.flags.c_contiguous:
            raise TypeError(f"{type(group).__name__} has an array that is not as declared")
        words += [array.ctypes.data, *array.shape]
    return words


def _fields(kind: type[Any]) -> list[tuple[np.dtype[Any], int]]:
    """Of each array of a group: its dtype and how many dimensions it has."""
    fields = []
    for hint in get_type_hints(kind, include_extras=True).values():
        array, dimensions = get_args(hint)
        fields.append((np.dtype(get_args(get_args(array)[1])[0]), dimensions))
    return fields


def reader(kind: type[Any], place: int) -> Any:
    """What gives the group of this place back from the address of an image."""

    @lowered(lambda: _lowered_reader(kind, place))
    def read(address: int) -> Any:
        return _images[address][place]

    return read


def _lowered_reader(kind: type[Any], place: int) -> tuple[Any, Any]:
    from numba import from_dtype, types  # noqa: PLC0415 - loads numba
    from numba.np.arrayobj import make_array, populate_array  # noqa: PLC0415

    arrays = [types.Array(from_dtype(dtype), n, "C") for dtype, n in _fields(kind)]
    group = types.NamedTuple(arrays, kind)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        def load(words: Any, at: int) -> Any:
            return builder.load(builder.gep(words, [context.get_constant(types.intp, at)]))

        pointer = context.get_value_type(types.int64).as_pointer()
        places = builder.inttoptr(arguments[0], pointer)
        words, values, at = builder.inttoptr(load(places, place), pointer), [], 0
        for array in arrays:
            start, *shape = [load(words, at + k) for k in range(1 + array.ndim)]
            at += 1 + array.ndim
            view = make_array(array)(context, builder)
            width = context.get_abi_sizeof(context.get_data_type(array.dtype))
            strides = [context.get_constant(types.intp, width)]
            for length in reversed(shape[1:]):
                strides.insert(0, builder.mul(length, strides[0]))
            populate_array(
                view,
                data=builder.inttoptr(start, view.data.type),
                shape=shape,
                strides=strides,
                itemsize=context.get_constant(types.intp, width),
                meminfo=None,
            )
            values.append(view._getvalue())
        return context.make_tuple(builder, signature.return_type, values)

    return lambda address: group(types.int64), generate
