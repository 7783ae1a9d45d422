"""What a sweep varies, by the names that a description has in a file: inputs.0.rate_Hz."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.description.quantities import DescriptionError, Path
from engine.errors import InvalidValueError
from engine.quoting import listed, plain, shown, shown_key, suggestion
from engine.toml.condensed import KEY
from engine.toml.reading import network_of

_NAME = re.compile(rf"{KEY}(?:\.{KEY}){{0,49}}")
_OPTIONAL = ("parameters", "start")
"""Tables of a population that may be absent: without them all is as its model has it."""
MOST_OF_NAME = 120
"""Characters of a name that are told."""
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A place in the values of a network file. name: the same as users write it."""

    name: str
    path: Path

    def among(self, values: Values) -> Any:
        """What stands there; None if nothing does, so that the default holds."""
        inner: Any = values
        for part in self.path:
            if isinstance(inner, dict) and part not in inner:
                return None
            inner = inner[part]
        return inner

    def put(self, values: Values, value: Any) -> dict[str, Any]:
        """The values with another one there; what is beside it is shared, not copied."""
        changed: dict[str, Any] = _put(values, self.path, value)
        return changed

    def require(self, values: Values, value: Any) -> None:
        """Raise InvalidValueError if there is no such key, or if this value can't be its.

        What is wrong only together with other values is left to the run that has them.
        """
        try:
            network_of(self.put(values, value), None)
        except DescriptionError as error:
            if self._is_of(error.path):
                raise InvalidValueError(f"{told(self.name)}: {error.message}") from error

    def _is_of(self, path: Path) -> bool:
        """Whether an error with this path is about what stands here."""
        if len(path) < len(self.path):
            return False
        return all(
            part == own or str(own).startswith(f"{part}_")
            for part, own in zip(path, self.path, strict=False)
        )


def told(name: str) -> str:
    """The name of a parameter as it is told."""
    return plain(name, MOST_OF_NAME)


def parameter(name: str, values: Values) -> Parameter:
    """The parameter of this name in a network's values. Raises InvalidValueError."""
    if not _NAME.fullmatch(name):
        raise InvalidValueError(
            f"{shown(name)} is no name of a parameter; one is, for example, "
            "populations.excitatory.size or inputs.0.rate_Hz"
        )
    if name == "seed":
        raise InvalidValueError("seed is no parameter of a sweep: it has seeds beside them")
    path: Path = ()
    inner: Any = values
    parts = _parts(name)
    for number, part in enumerate(parts):
        is_last = number == len(parts) - 1
        path = (*path, _key(name, path, inner, part, is_last=is_last))
        inner = inner.get(part, {}) if isinstance(inner, dict) else inner[path[-1]]
    return Parameter(name, path)


def _parts(name: str) -> list[str]:
    """The parts of a dotted key, without their quotes."""
    inner: Any = tomllib.loads(f"{name} = 0")
    parts: list[str] = []
    while isinstance(inner, dict):
        ((part, inner),) = inner.items()
        parts.append(part)
    return parts


def _key(name: str, path: Path, inner: Any, part: str, *, is_last: bool) -> str | int:
    """The key that a part of a name stands for. Raises InvalidValueError if there is none."""
    where = plain(".".join(map(str, path)), MOST_OF_NAME) or "the network"
    whole = told(name)
    if isinstance(inner, list):
        if not part.isascii() or not part.isdecimal() or int(part) >= len(inner):
            legal = f"from 0 to {len(inner) - 1}"
            raise InvalidValueError(f"{whole}: {where} are counted {legal}, not {shown_key(part)}")
        return int(part)
    if not isinstance(inner, dict):
        raise InvalidValueError(f"{whole}: {where} is {shown(inner)}, with nothing in it")
    known = [*inner]
    if len(path) == 2 and path[0] == "populations":
        known += [key for key in _OPTIONAL if key not in inner]
    # A key that ends a name may be one that has its default now; reading the network tells.
    if part not in known and not (is_last and path != ("populations",)):
        hint = suggestion(part, known)
        raise InvalidValueError(
            f"{whole}: {where} has no {shown_key(part)}{hint} Known: {listed(known)}."
        )
    return part


def _put(inner: Any, path: Path, value: Any) -> Any:
    if not path:
        return value
    first, *rest = path
    if isinstance(first, int):
        changed: Any = list(inner)
        changed[first] = _put(inner[first], tuple(rest), value)
        return changed
    return {**inner, first: _put(inner.get(first, {}), tuple(rest), value)}
