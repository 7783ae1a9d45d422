"""Words from outside, made fit to be told: short, in one line, nothing that a terminal obeys."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from difflib import get_close_matches
from itertools import islice
from os import PathLike
from reprlib import Repr

MOST_SHOWN = 40
"""Characters of a value or a name that are echoed."""
MOST_LISTED = 320
"""Characters of a list of names."""
MOST_OF_PATH = 200
MOST_OF_TALK = 500
"""Characters of all that is said at once."""
MOST_MARKS = 2
"""Accents on one letter; a storm of them would be drawn over the lines around."""
_LONGEST_NEAR = 60
_MOST_COMPARED = 1000
_BARE = re.compile(r"[A-Za-z0-9_-]{1,40}")
_SEPARATOR = re.compile(r"[-_]")
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""They choose between pictures of different widths, and terminals disagree which."""
_JOINING = re.compile("[\u1160-\u11ff\ud7b0-\ud7ff\uffa0\U0001f3fb-\U0001f3ff]")
"""Drawn into the character before, though they are no accents."""


def plain(text: str, most: int | None = None) -> str:
    """The text in one line, with what a terminal may obey or not show written as Python would.

    All white space becomes single blanks. Cut in the middle to `most` characters.
    """
    if most is not None:
        text = cut(text, 4 * most)
    line = escaped(" ".join(text.split()))
    return line if most is None else cut(line, most)


def escaped(text: str) -> str:
    """The text with what a terminal may obey or not show written as Python would."""
    if text.isascii() and text.isprintable():
        return text
    kept: list[str] = []
    marks = MOST_MARKS
    for character in unicodedata.normalize("NFC", _SELECTORS.sub("", text)):
        is_mark = _is_mark(character)
        marks = marks + 1 if is_mark else 0
        if is_mark and marks > MOST_MARKS:
            continue
        kept.append(character if character.isprintable() else _escape(character))
    return "".join(kept)


def cut(text: str, most: int) -> str:
    """The text, or its beginning and its end if it is longer than that."""
    if len(text) <= most:
        return text
    end = (most - 3) // 3
    return f"{text[: most - 3 - end]}...{text[len(text) - end :]}"


def shown(value: object, most: int = MOST_SHOWN) -> str:
    """A value as Python writes it, cut short if it is long."""
    short = Repr()
    short.maxstring = short.maxlong = short.maxother = most
    try:
        text = short.repr(value)
    except (ValueError, RecursionError):
        # Python does not write whole numbers of thousands of digits.
        return "so large a number"
    return plain(text, most)


def shown_key(key: str) -> str:
    """A name as users write it: bare where that is enough, else quoted."""
    return key if _BARE.fullmatch(key) else shown(key)


def echoed(text: str) -> str:
    """What the user wrote, as it is told back without quotes."""
    return plain(text, MOST_SHOWN)


def one_line(message: str) -> str:
    """A message as it is told: in one line that ends, whatever is in it."""
    words = (cut(word, MOST_OF_PATH) for word in cut(message, 8 * MOST_OF_TALK).split())
    return plain(" ".join(words), MOST_OF_TALK)


def shown_path(path: object) -> str:
    """The name of a file, which may hold anything."""
    text = str(path) if isinstance(path, str | PathLike) else shown(path)
    return cut(escaped(cut(text, 2 * MOST_OF_PATH)), MOST_OF_PATH)


def listed(names: Iterable[str]) -> str:
    """Names, separated by commas, as many as fit."""
    given = list(names)
    text = ""
    for count, name in enumerate(given):
        longer = f"{text}, {shown_key(name)}" if count else shown_key(name)
        if len(longer) > MOST_LISTED:
            return f"{text} and {len(given) - count} more"
        text = longer
    return text


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that was perhaps meant; upper and lower case count alike."""
    if len(name) > _LONGEST_NEAR:
        return None
    comparable = (each for each in known if len(each) <= _LONGEST_NEAR)
    names = list(islice(comparable, _MOST_COMPARED))
    firsts = [_SEPARATOR.split(each.lower())[0] for each in names]
    counts = Counter(firsts)
    # The first word alone may be meant, where no other name begins with it.
    spelled = {first: each for first, each in zip(firsts, names, strict=True) if counts[first] == 1}
    spelled |= {each.lower(): each for each in names}
    near = get_close_matches(name.lower(), spelled, n=1)
    return spelled[near[0]] if near else None


def suggestion(name: str, known: Iterable[str]) -> str:
    """The end of a sentence about an unknown name: the nearest known one, if any is near."""
    near = nearest(name, known)
    return "." if near is None else f"; did you mean {shown(near)}?"


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] == "M" or _JOINING.match(character) is not None


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
