"""Neurons as people list them: numbers and ranges, separated by commas."""

from engine.quoting import shown

MOST = 10_000


def neuron_list(text: str) -> tuple[int, ...]:
    """The neurons of such a list, each once. Raises ValueError, which says what is legal."""
    neurons: list[int] = []
    for part in text.split(","):
        first, dash, last = (word.strip() for word in part.partition("-"))
        words = [first, last] if dash else [first]
        if not all(word.isascii() and word.isdigit() and len(word) < 11 for word in words):
            raise ValueError(f"{shown(text)} is not a list of neurons such as 0,5,10-19")
        low, high = int(words[0]), int(words[-1])
        if high < low:
            raise ValueError(f"{low}-{high} is no range: ranges go up")
        if len(neurons) + high - low >= MOST:
            raise ValueError(f"{MOST:,} neurons are the most")
        neurons += range(low, high + 1)
    if len(set(neurons)) < len(neurons):
        raise ValueError(f"{shown(text)} names a neuron twice")
    return tuple(neurons)


def names(text: str) -> tuple[str, ...]:
    """Names separated by commas."""
    return tuple(name.strip() for name in text.split(",") if name.strip())
