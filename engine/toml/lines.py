"""Where in the text of a TOML file its tables and keys are."""

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from engine.description.quantities import Path
from engine.toml.condensed import KEY, Condensed

_MARKS = re.compile(
    r""""{3}(?:\\.|[^\\"]++|"(?!""))*+"{3,5}|'{3}(?:[^']++|'(?!''))*+'{3,5}"""
    r"""|"(?:\\.|[^"\\\n])*+"|'[^'\n]*+'|\#[^\n]*+|[\[\]{}\n]""",
    re.DOTALL,
)
"""What tells where a statement ends: strings and comments as wholes, brackets, ends of lines."""
_STATEMENT = re.compile(rf"[ \t\n]*(\[?\[?)[ \t]*({KEY}(?:[ \t]*+\.[ \t]*+{KEY})*+)")
_KEY = re.compile(KEY)


def line_of(text: Condensed, path: Path) -> int:
    """The line, counted from 1, of the statement that brings a path into a legal TOML text.

    The path must be there.
    """
    last: dict[Path, int] = {}
    """The number of the last table of each list of tables."""
    table: Path = ()
    for statement in _statements(text.text):
        brackets, keys = statement.group(1), _parts(statement.group(2))
        if brackets == "[[":
            place = (*_within(last, (), keys[:-1]), keys[-1])
            last[place] = last.get(place, -1) + 1
            table = (*place, last[place])
        elif brackets:
            table = _within(last, (), keys)
        whole = table if brackets else (*table, *keys)
        is_inside = not brackets and path[: len(whole)] == whole
        if whole[: len(path)] == path or is_inside:
            return text.line(statement.start(2))
    return 1


def is_in(values: Any, path: Path) -> bool:
    """Whether the values of a TOML file have something at this path."""
    for part in path:
        if isinstance(part, int):
            if not isinstance(values, list) or part >= len(values):
                return False
        elif not isinstance(values, dict) or part not in values:
            return False
        values = values[part]
    return True


def _statements(text: str) -> Iterator[re.Match[str]]:
    """The beginning of each key and its value and of each table header."""
    begin, depth = 0, 0
    for mark in _MARKS.finditer(text):
        match mark[0]:
            case "[" | "{":
                depth += 1
            case "]" | "}":
                depth -= 1
            case "\n" if depth == 0:
                if statement := _STATEMENT.match(text, begin, mark.end()):
                    yield statement
                begin = mark.end()
    if statement := _STATEMENT.match(text, begin):
        yield statement


def _within(last: dict[Path, int], table: Path, keys: Path) -> Path:
    """The path that keys lead to; through lists of tables they lead to the last."""
    for key in keys:
        table = (*table, key)
        if table in last:
            table = (*table, last[table])
    return table


def _parts(keys: str) -> Path:
    """A dotted key's parts, without their quotes."""
    return tuple(
        str(tomllib.loads(f"key = {key}")["key"]) if key[0] in "\"'" else key
        for key in _KEY.findall(keys)
    )
