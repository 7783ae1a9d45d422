"""Where in the text of a TOML file its tables and keys are."""

import re
import tomllib
from bisect import bisect_left
from typing import Any

from engine.networks.synapse import Path

_MARKS = re.compile(
    r""""{3}(?:\\.|[^\\])*?"{3,5}|'{3}.*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|#[^\n]*|[\[\]{}\n]""",
    re.DOTALL,
)
"""What tells where a statement ends: strings and comments as wholes, brackets, ends of lines."""


def line_of(text: str, path: Path) -> int:
    """The line, counted from 1, of the statement that brings a path into a legal TOML text.

    The path must be there. Only a few beginnings of the text are parsed, whatever its length.
    """
    ends = _ends_of_statements(text)
    k = bisect_left(ends, True, key=lambda end: is_in(tomllib.loads(text[:end]), path))
    return text.count("\n", 0, ends[k - 1] if k else 0) + 1


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


def _ends_of_statements(text: str) -> list[int]:
    """Where each key and its value, table header or empty line is over."""
    ends, depth = [], 0
    for mark in _MARKS.finditer(text):
        match mark[0]:
            case "[" | "{":
                depth += 1
            case "]" | "}":
                depth -= 1
            case "\n" if depth == 0:
                ends.append(mark.end())
    return [*ends, len(text)]
