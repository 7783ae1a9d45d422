"""What the fields of a description say of their values: the type, the range, the unit.

A kind of synapse, rule, input or distribution is a frozen dataclass; what is checked of it, and
how it stands in a file, follows from its fields.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import Field, dataclass, fields
from types import NoneType
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin

from engine.description.kept import kept_names, kept_tuple
from engine.description.quantities import (
    DescriptionError,
    Path,
    own_number,
    own_whole,
    require_number,
    require_text,
    require_whole,
)
from engine.quoting import shown

Said = TypeVar("Said")
Kinds = Mapping[str, type[Any]]


@dataclass(frozen=True, slots=True)
class Range:
    """The bounds of a number, as a field's type has them: Annotated[float, Range(0.0, 1.0)]."""

    low: float = -math.inf
    high: float = math.inf


@dataclass(frozen=True, slots=True)
class InUnitOf:
    """What a number is in the unit of, `weight` or `current`: its key in a file ends with it.

    Where a field's type does not say so, its name has its unit itself.
    """

    what: Literal["weight", "current"]


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of some kinds; in a file, its fields stand beside its name."""

    kinds: Kinds


@dataclass(frozen=True, slots=True)
class TableOf:
    """One of some kinds, or nothing; in a file, a table of its own, whose `rule` names the kind."""

    kinds: Kinds


def type_of(each: Field[Any]) -> Any:
    """The type of a field, without what is said beside."""
    return get_args(each.type)[0] if get_origin(each.type) is Annotated else each.type


def said_of(each: Field[Any], what: type[Said]) -> Said | None:
    """What is said beside the type of a field, if anything."""
    beside = get_args(each.type)[1:] if get_origin(each.type) is Annotated else ()
    return next((mark for mark in beside if isinstance(mark, what)), None)


def given_fields(kind: Any) -> list[Field[Any]]:
    """The fields that a user gives."""
    return [each for each in fields(kind) if each.init]


def take_fields(described: Any) -> None:
    """Let the fields of a frozen dataclass be its own: Python's numbers, and tuples.

    Numbers of NumPy overflow, and pickle as what they are. What is of another type stays, to be
    refused by whoever knows where in a description it stands. Raises DescriptionError for what
    is no list.
    """
    for each in given_fields(described):
        value = getattr(described, each.name)
        object.__setattr__(described, each.name, _own(each, value))


def _own(each: Field[Any], value: Any) -> Any:
    kind = type_of(each)
    if kind in (str, str | None):
        return value
    if kind in (int, int | None, bool):
        return own_whole(value)
    if kind == Sequence[str]:
        return kept_names((each.name,), value)
    if kind == Sequence[float]:
        return tuple(map(own_number, kept_tuple((each.name,), value)))
    if kind == (tuple[int, int] | None) and value is not None:
        return tuple(map(own_whole, kept_tuple((each.name,), value)))
    return own_number(value)


def require_fields(path: Path, described: Any) -> None:
    """Raise DescriptionError unless all fields that are numbers, words or kinds are legal."""
    for each in given_fields(described):
        value, place, kind = getattr(described, each.name), (*path, each.name), type_of(each)
        if among := said_of(each, OneOf):
            require_kind(place, value, among.kinds)
            require_fields(path, value)
        elif value is None and NoneType in get_args(kind):
            continue
        elif tables := said_of(each, TableOf):
            require_kind(place, value, tables.kinds)
        elif kind in (float, float | None):
            bounds = said_of(each, Range) or Range()
            require_number(place, value, bounds.low, bounds.high)
        elif kind in (int, int | None):
            bounds = said_of(each, Range) or Range()
            require_whole(place, value, bounds.low, bounds.high)
        elif kind in (str, str | None):
            require_text(place, value)
        elif kind is bool and not isinstance(value, bool):
            raise DescriptionError(place, f"must be true or false, not {shown(value)}")
        elif get_origin(kind) is Literal and not (
            isinstance(value, str) and value in get_args(kind)
        ):
            legal = ", ".join(get_args(kind))
            raise DescriptionError(place, f"must be of {legal}, not {shown(value)}")


def require_kind(path: Path, value: object, kinds: Kinds) -> None:
    """Raise DescriptionError unless it is of one of the kinds; a kind, or its name, is not."""
    if not isinstance(value, tuple(kinds.values())):
        legal = ", ".join(kind.__name__ for kind in kinds.values())
        raise DescriptionError(path, f"must be one of {legal}, not {shown(value)}")
