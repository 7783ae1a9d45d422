"""Pens: the colours and attributes of a cell, and how a terminal goes from one to another."""

from functools import cache
from typing import NamedTuple

FOREGROUND = "39"
BACKGROUND = "49"


class Pen(NamedTuple):
    """Parameters of SGR sequences, each part as the terminal takes it."""

    attributes: str = ""
    foreground: str = FOREGROUND
    background: str = BACKGROUND


PLAIN = Pen()
_ONE_OF_EACH = {PLAIN: PLAIN}


@cache
def pen(ansi: str) -> Pen:
    """The pen of a style's SGR parameters; one object for each."""
    codes = ansi.split(";") if ansi else []
    attributes: list[str] = []
    colours = {"3": FOREGROUND, "4": BACKGROUND}
    while codes:
        code = codes.pop(0)
        if code in ("38", "48"):
            taken = 2 if codes[0] == "5" else 4
            colours[code[0]] = ";".join([code, *codes[:taken]])
            del codes[:taken]
        elif 30 <= int(code) <= 49:
            colours[code[0]] = code
        elif 90 <= int(code) <= 107:
            colours["3" if code.startswith("9") else "4"] = code
        else:
            attributes.append(code)
    found = Pen(";".join(attributes), colours["3"], colours["4"])
    return _ONE_OF_EACH.setdefault(found, found)


@cache
def change(before: Pen, after: Pen) -> str:
    """The shortest sequence that goes from one pen to another."""
    if before.attributes and before.attributes != after.attributes:
        return _sgr("0", *_beyond(PLAIN, after))
    return _sgr(*_beyond(before, after))


def _beyond(before: Pen, after: Pen) -> list[str]:
    return [new for old, new in zip(before, after, strict=True) if new and new != old]


def _sgr(*parameters: str) -> str:
    return f"\x1b[{';'.join(parameters)}m" if parameters else ""
