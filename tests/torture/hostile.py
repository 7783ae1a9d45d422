"""Texts and numbers that break programs which take them as they come."""

from random import Random

CONTROLS = (
    "\x1b[2J",
    "\x1b]0;PWN\x07",
    "\x9b2J",
    "\x85",
    "\x7f",
    "\b\b\b",
    "\r",
    "\n",
    "\t",
    "\u2028",
    "\u2029",
    "\u202e",
    "\u2066",
    "\u061c",
    "\u200f",
    "\u200b",
    "\u200d",
    "\ufeff",
    "\u0301" * 50,
    "[bold]",
    "[/]",
    "[@click=app.quit]",
    "%s%n{0}",
    "大",
    "\U0001d518",
    "é",
)
NUMBERS = (
    "0", "-0", "1", "-1", "3", "10", "0.01", "0.02", "5", "1e3", "1e-3", "1e400", "-1e400", "nan",
    "-nan", "inf", "-inf", "1_000", "1,5", "0x10", "0b1", "1e", ".5", "5.", "+5", " 5 ", "٣",
    "\uff11", "²", "1/2", "1e9999", "2147483647", "2147483648", "18446744073709551615",
    "18446744073709551616", "9" * 30, "9" * 5000, "1" * 400 + ".5", "", "-", "None", "true", "1j",
    "1 2",
)  # fmt: skip


def text(random: Random) -> str:
    """A few words, some of them hostile, some of them far too long."""
    words = [
        random.choice((*CONTROLS, "a", "size", "classic", "x.toml", *NUMBERS))
        for _ in range(random.randint(1, 4))
    ]
    joined = random.choice(("", " ", ",", "=")).join(words)
    return joined * random.choice((1, 1, 1, 1, 1, 3, 200, 5000))


def number(random: Random) -> str:
    """What might be taken for a number."""
    return random.choice(NUMBERS)
