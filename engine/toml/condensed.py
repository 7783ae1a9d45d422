"""Texts in TOML made short for a parser that takes its time with each line and each number."""

import json
import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

LONG = 2000
"""Characters of a list of numbers, from which on it is read apart."""
MOST_PARTS = 50
"""Of a dotted key; the parser's time grows with their square."""
KEY = r"""(?:[A-Za-z0-9_-]++|"(?:\\.|[^"\\\n])*+"|'[^'\n]*+')"""
_PART = rf"""\.[ \t]*+(?!"{{3}}|'{{3}}){KEY}"""
_CHAIN = rf"{_PART} (?:[ \t]*+{_PART}){{{MOST_PARTS - 1},}}+"
_BLANK = r"(?:[ \t]*+(?:\#[^\x00-\x08\x0a-\x1f\x7f]*+)?\n){2,}+"
_LIST = rf"=[ \t]*+(?=\[[\[\]0-9 \t\n,.eE+-]{{{LONG}}})"
_NEXT = re.compile(
    rf"""
    (?:
      [^"'\#=.\n\ \t]++
    | [ \t]++(?![\#\n]) | \n(?![\#\n\ \t]) | =(?![\[\ \t])
    | (?! {_CHAIN} | {_BLANK} | {_LIST} )
      (?:
        "{{3}}(?:\\.|[^"\\]++|"(?!""))*+(?:"{{3,5}}|\Z)
      | '{{3}}(?:[^']++|'(?!''))*+(?:'{{3,5}}|\Z)
      | "(?:\\.|[^"\\\n])*+"? | '[^'\n]*+'?
      | \#[^\n]*+
      | {_PART}(?:[ \t]*+{_PART})*+
      | [ \t]++ | [=.\n]
      )
    )*+
    (?: (?P<chain>{_CHAIN}) | (?P<blank>{_BLANK}) | (?P<list>{_LIST}) | \Z )
    """,
    re.DOTALL | re.VERBOSE,
)
"""The next that is left out, and what must be passed over as a whole to see it; each end is
optional, and each repetition final, so that no text takes longer than its length."""
_LIKE_JSON = re.compile(r'(?:[\[\]0-9 \t\n,.eE+-]++|"[^"\\\x00-\x1f\x7f]*+")*+')
"""Numbers, lists and plain strings: what TOML and JSON write alike, but for a last comma."""
_LAST_COMMA = re.compile(r",(?<=[\]0-9],)(?=[ \t\n]*+\])")
_PLACE = re.compile(r"line (\d+), column (\d+)")


class DeepKeyError(ValueError):
    """A dotted key of more parts than any description has."""


class Condensed:
    """A text without its empty lines and comments, and with marks for its long lists of numbers.

    text: what the parser reads instead. Raises DeepKeyError.
    """

    def __init__(self, original: str) -> None:
        self._original = original.replace("\r\n", "\n")
        self._mark = _unused_number(original)
        self._lists: list[Any] = []
        self._starts: list[int] = [0]
        """Where in `text` what follows a piece that was left out begins."""
        self._shifts: list[int] = [0]
        """By how much further on that is in the original."""
        pieces, end, length = [], 0, 0
        for start, stop, instead in self._left_out():
            pieces += [self._original[end:start], instead]
            length += start - end + len(instead)
            end = stop
            self._starts.append(length)
            self._shifts.append(end - length)
        self.text = "".join([*pieces, self._original[end:]])

    def values(self) -> dict[str, Any]:
        """The values of the text. Raises TOMLDecodeError, ValueError, RecursionError."""
        values = tomllib.loads(self.text, parse_float=self._number)
        return {key: self._put_back(value) for key, value in values.items()}

    def line(self, position: int) -> int:
        """The line of the original, counted from 1, of a position in `text`."""
        return self._original.count("\n", 0, self._position(position)) + 1

    def told(self, message: str) -> str:
        """A message of the parser, with line and column as they are in the original."""
        return _PLACE.sub(lambda place: self._place(int(place[1]), int(place[2])), message)

    def _place(self, line: int, column: int) -> str:
        begin = 0
        for _ in range(line - 1):
            begin = self.text.index("\n", begin) + 1
        position = self._position(begin + column - 1)
        line = self._original.count("\n", 0, position) + 1
        return f"line {line}, column {position - self._original.rfind(chr(10), 0, position)}"

    def _position(self, position: int) -> int:
        return position + self._shifts[bisect_right(self._starts, position) - 1]

    def _left_out(self) -> Iterator[tuple[int, int, str]]:
        """Beginning and end of each piece that is left out, and what stands for it."""
        position = 0
        while (found := _NEXT.match(self._original, position)) and (kind := found.lastgroup):
            position = found.end()
            match kind:
                case "chain":
                    raise DeepKeyError("a key of too many parts")
                case "blank":
                    yield found.start(kind), position, "\n"
                case "list":
                    start, position = position, self._take_list(position)
                    if position > start:
                        yield start, position, f"{self._mark}{len(self._lists) - 1} "

    def _take_list(self, start: int) -> int:
        """Read a list of numbers as JSON, where that is the same; its end, or `start` if not."""
        region = _LIKE_JSON.match(self._original, start)
        assert region is not None
        text = region.group()
        if '"' not in text:
            text = _LAST_COMMA.sub(" ", text)
        try:
            values, length = json.JSONDecoder().raw_decode(text)
        except (ValueError, RecursionError):
            return start
        self._lists.append(values)
        return start + length

    def _number(self, text: str) -> Any:
        if text.startswith(self._mark):
            return _Mark(int(text.removeprefix(self._mark)))
        return float(text)

    def _put_back(self, value: Any) -> Any:
        if isinstance(value, _Mark):
            return self._lists[value.number]
        if not self._lists:
            return value
        if isinstance(value, dict):
            return {key: self._put_back(inner) for key, inner in value.items()}
        return [self._put_back(inner) for inner in value] if isinstance(value, list) else value


class _Mark:
    """What stands for a long list of numbers."""

    def __init__(self, number: int) -> None:
        self.number = number


def _unused_number(text: str) -> str:
    """The beginning of a decimal number that does not occur in the text."""
    digits = "0.7"
    while digits in text:
        digits += "3"
    return digits
