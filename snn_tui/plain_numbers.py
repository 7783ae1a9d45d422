"""Numbers as people may write them, the same on the command line and in the dashboard.

ASCII digits and a point, alone: a comma is a decimal point to some, a mark of thousands to others.
"""

import re
from decimal import Decimal

WHOLE = re.compile(r"[+-]?\d{1,30}", re.ASCII)
DECIMAL = re.compile(r"[+-]?(\d{1,400}(\.\d{0,400})?|\.\d{1,400})(e[+-]?\d{1,4})?", re.ASCII | re.I)
MARKS = ",_'"


def whole_number(text: str) -> int | None:
    """The whole number that the text is, or None."""
    plain = text.strip()
    return int(plain) if WHOLE.fullmatch(plain) else None


def decimal_number(text: str) -> Decimal | None:
    """The decimal number that the text is, exactly, or None."""
    plain = text.strip()
    return Decimal(plain) if DECIMAL.fullmatch(plain) else None


def advice(text: str, *, whole: bool = False) -> str:
    """How to write what looks like a number but is none, to follow a refusal; or nothing.

    whole: whether only a whole number is legal.
    """
    if not any(letter.isnumeric() for letter in text):
        return ""
    if any(mark in text for mark in MARKS):
        point = "" if whole else "6.5 with a point, and "
        return f"; write {point}1000 without marks"
    return "" if text.isascii() else "; the digits are 0 to 9"
