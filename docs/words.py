"""Numbers, code and tables as Markdown has them."""

import math
from collections.abc import Iterable, Sequence


def code(text: str) -> str:
    """Text as code."""
    return f"`{text}`"


def number(value: float) -> str:
    """A number in few characters: limits that are powers of two or ten as such."""
    for above, told in ((1, " - 1"), (0, "")):
        exponent = math.log2(value + above) if value >= 2**20 else 0.5
        if exponent.is_integer() and 2 ** int(exponent) == value + above:
            return f"2^{int(exponent)}{told}"
    return f"{value:g}" if abs(value) < 1e6 else f"{value:.0e}".replace("e+", "e")


def bounds(low: float, high: float) -> str:
    """From where to where."""
    return f"at least {number(low)}" if math.isinf(high) else f"{number(low)} to {number(high)}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table, each cell as it is."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
