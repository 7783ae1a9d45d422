"""Tables of a network file, read key by key: what is missing, wrong or unknown is an error."""

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from itertools import chain
from typing import Any

from engine.description.quantities import DescriptionError
from engine.distributions.catalogue import DISTRIBUTIONS, Value
from engine.quoting import listed, nearest, shown, suggestion

Path = tuple[str | int, ...]
REQUIRED: Any = object()
"""Instead of a default, where a key must be there."""


RENAMED = {"morphology": "cell_type"}
"""Keys of older files, and what they are called now."""


class Table:
    """One table; every key must be taken before `finish`."""

    def __init__(self, path: Path, values: Mapping[str, Any]) -> None:
        if not isinstance(values, Mapping):
            raise DescriptionError(path, f"must be a table, not {shown(values)}")
        self.path = path
        self._values = dict(values)
        self._known: list[str] = []

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def require(self, key: str) -> None:
        """Raise DescriptionError unless a key is there."""
        self._take(key, REQUIRED)

    def at(self, key: str) -> Path:
        """The path of a key."""
        return (*self.path, key)

    def text(self, key: str, default: str | None = REQUIRED) -> Any:
        """Text."""
        value = self._take(key, default)
        if value is not default and not isinstance(value, str):
            raise DescriptionError(self.at(key), f"must be text, not {shown(value)}")
        return value

    def whole(self, key: str, default: int | None = REQUIRED) -> Any:
        """A whole number."""
        value = self._take(key, default)
        if value is not default and (isinstance(value, bool) or not isinstance(value, int)):
            raise DescriptionError(self.at(key), f"must be a whole number, not {shown(value)}")
        return value

    def number(self, key: str, default: float | None = REQUIRED) -> Any:
        """A number."""
        value = self._take(key, default)
        return value if value is default else _number(self.at(key), value)

    def flag(self, key: str, default: bool = REQUIRED) -> bool:
        """True or false."""
        value = self._take(key, default)
        if not isinstance(value, bool):
            raise DescriptionError(self.at(key), f"must be true or false, not {shown(value)}")
        return value

    def choice(self, key: str, options: tuple[str, ...], default: str = REQUIRED) -> str:
        """One of some words."""
        value = self.text(key, default)
        if value not in options:
            hint = suggestion(value, options)
            message = f"{shown(value)} is not known{hint} Known: {listed(options)}."
            raise DescriptionError(self.at(key), message)
        return str(value)

    def names(self, key: str, default: tuple[str, ...] = REQUIRED) -> tuple[str, ...]:
        """A name, or a list of names."""
        value = self._take(key, default)
        if value is default:
            return tuple(default)
        names = [value] if isinstance(value, str) else value
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise DescriptionError(
                self.at(key), f"must be a name or a list of names, not {shown(value)}"
            )
        return tuple(names)

    def numbers(self, key: str, default: tuple[float, ...] = REQUIRED) -> tuple[float, ...]:
        """A list of numbers."""
        value = self._take(key, default)
        if value is default:
            return tuple(default)
        if not isinstance(value, list):
            raise DescriptionError(self.at(key), f"must be a list of numbers, not {shown(value)}")
        return _numbers(self.at(key), value)

    def number_or_numbers(self, key: str, default: Any = REQUIRED) -> Any:
        """A number, or a list of numbers."""
        value = self._take(key, default)
        if isinstance(value, list):
            return _numbers(self.at(key), value)
        return value if value is default else _number(self.at(key), value)

    def pairs(self, key: str, default: Any = REQUIRED) -> tuple[tuple[int, int], ...]:
        """A list of pairs of whole numbers."""
        value = self._take(key, default)
        if not isinstance(value, list) or not _are_pairs(value):
            raise DescriptionError(self.at(key), "must be a list of pairs such as [[0, 1], [1, 0]]")
        return tuple(map(tuple, value))

    def pair(self, key: str, default: tuple[int, int] | None = REQUIRED) -> Any:
        """Two whole numbers."""
        value = self._take(key, default)
        if value is default:
            return value
        if not _are_pairs([value]):
            raise DescriptionError(self.at(key), "must be two whole numbers such as [0, 10]")
        return (value[0], value[1])

    def distribution(self, key: str, default: Value | None = REQUIRED) -> Any:
        """A number, or a table of a distribution: { uniform = [low, high] } and so on."""
        value = self._take(key, default)
        if value is default or not isinstance(value, dict):
            return value if value is default else _number(self.at(key), value)
        table = Table(self.at(key), value)
        named = [kind for kind in DISTRIBUTIONS if kind in table]
        if len(named) != 1:
            raise self._no_distribution(key)
        kind: Any = DISTRIBUTIONS[named[0]]
        parameters = [each for each in fields(kind) if each.default is MISSING]
        given: Any = table.numbers(named[0])
        if any(each.type is not float for each in parameters):
            given = [given]
        if len(given) != len(parameters):
            raise self._no_distribution(key)
        options = [each.name for each in fields(kind) if each.default is not MISSING]
        further = {name: table.number(name, None) for name in options}
        table.finish()
        return kind(*given, **further)

    def _no_distribution(self, key: str) -> DescriptionError:
        forms = [kind.form for kind in DISTRIBUTIONS.values()]
        message = f"must be a number, {', '.join(forms[:-1])} or {forms[-1]}"
        return DescriptionError(self.at(key), message)

    def any(self, key: str, default: Any = REQUIRED) -> Any:
        """Whatever stands there."""
        return self._take(key, default)

    def matrix(self, key: str, default: Any = REQUIRED) -> Any:
        """A list of rows of numbers."""
        value = self._take(key, default)
        if value is default:
            return value
        if not isinstance(value, list) or not set(map(type, value)) <= {list}:
            raise DescriptionError(self.at(key), "must be rows of numbers: [[...], [...]]")
        return [_numbers(self.at(key), row) for row in value]

    def table(self, key: str) -> "Table | None":
        """A table within this one."""
        value = self._take(key, None)
        return None if value is None else Table(self.at(key), value)

    def tables(self, key: str) -> list["Table"]:
        """A list of tables; none at all is an empty one."""
        value = self._take(key, [])
        if not isinstance(value, list):
            raise DescriptionError(self.at(key), f"must be [[{key}]] tables")
        return [Table((*self.path, key, k), values) for k, values in enumerate(value)]

    def expect(self, keys: Iterable[str]) -> None:
        """Let `finish` know of keys that could be there."""
        self._known += keys

    def keys(self) -> list[str]:
        """All keys that are there."""
        return list(self._values)

    def finish(self) -> None:
        """Raise DescriptionError for a key that nobody took, naming the nearest known one."""
        for key in self._values:
            if key not in self._known:
                raise DescriptionError(self.at(key), self._unknown(key))

    def _unknown(self, key: str) -> str:
        if RENAMED.get(key) in self._known:
            return f"is called {RENAMED[key]} now"
        return f"unknown key{suggestion(key, self._known)} Known here: {listed(self._known)}."

    def _take(self, key: str, default: Any) -> Any:
        self._known.append(key)
        if key in self._values:
            return self._values[key]
        if default is REQUIRED:
            near = nearest(key, self._values)
            if near is None:
                raise DescriptionError(self.path, f"key {key!r} is missing")
            message = f"key {key!r} is missing (there is {shown(near)})"
            raise DescriptionError(self.path, message, self.at(near))
        return default


def _are_pairs(values: list[Any]) -> bool:
    """Whether each is a list of two whole numbers; quick, for there may be millions."""
    return (
        set(map(type, values)) <= {list}
        and set(map(len, values)) <= {2}
        and set(map(type, chain.from_iterable(values))) <= {int}
    )


def _numbers(path: Path, values: list[Any]) -> tuple[float, ...]:
    """Numbers, quick where all are written with a point."""
    if set(map(type, values)) <= {float}:
        return tuple(values)
    return tuple(_number(path, number) for number in values)


def _number(path: Path, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise DescriptionError(path, f"must be a number, not {shown(value)}")
    try:
        return float(value)
    except OverflowError:
        raise DescriptionError(path, f"must be finite, not {shown(value)}") from None
