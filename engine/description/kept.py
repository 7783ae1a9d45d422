"""What a description keeps of what it is given: its own, and never to be changed again."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from engine.description.quantities import DescriptionError, Path, own_number
from engine.quoting import shown

if TYPE_CHECKING:
    from engine.distributions.catalogue import Value


class Values(Mapping[str, "Value"]):
    """Distributions by name, as they were when they were given; equal to a dict of the same."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, "Value"]) -> None:
        self._values: dict[str, Value] = {name: own_number(value) for name, value in values.items()}

    def __getitem__(self, name: str) -> "Value":
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __hash__(self) -> int:
        return hash(frozenset(self._values.items()))

    def __repr__(self) -> str:
        return repr(self._values)


def kept_values(path: Path, given: object) -> Values:
    """A copy of values by name. Raises DescriptionError for what is no mapping of names."""
    if not isinstance(given, Mapping) or not all(isinstance(name, str) for name in given):
        raise DescriptionError(path, f"must be values by name, not {shown(given)}")
    return Values(given)


def kept_names(path: Path, given: object) -> tuple[str, ...]:
    """Names of populations; a single one may come by itself. Raises DescriptionError."""
    names = (given,) if isinstance(given, str) else kept_tuple(path, given)
    if not all(isinstance(name, str) for name in names):
        raise DescriptionError(path, f"must be names of populations, not {shown(given)}")
    return names


def kept_tuple(path: Path, given: Any, kinds: tuple[type, ...] = (object,)) -> tuple[Any, ...]:
    """The parts of a list, each of one of these kinds. Raises DescriptionError."""
    try:
        parts = tuple(given)
    except TypeError as error:
        raise DescriptionError(path, f"must be a list, not {shown(given)}") from error
    for part in parts:
        if not isinstance(part, kinds):
            legal = ", ".join(kind.__name__ for kind in kinds)
            raise DescriptionError(path, f"must be of {legal}, not {shown(part)}")
    return parts
