"""Colours that people who are colour-blind can tell apart, on dark and on light ground.

M. Okabe and K. Ito, Color Universal Design (2008), without their yellow, which is too light for
lines; black is the terminal's own foreground.
"""

from typing import NamedTuple


class Colour(NamedTuple):
    """One colour: of an image, and the nearest of the 256 that terminals have."""

    image: str
    terminal: int


COLOURS = (
    Colour("#0072B2", 32),
    Colour("#D55E00", 166),
    Colour("#009E73", 36),
    Colour("#CC79A7", 175),
    Colour("#E69F00", 178),
    Colour("#56B4E9", 74),
)


def colour(number: int) -> Colour:
    """The colour of this number; after the last comes the first."""
    return COLOURS[number % len(COLOURS)]
