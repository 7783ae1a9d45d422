"""Counts as they are read: `1 neuron`, `1,000 neurons`."""


def neurons(count: int) -> str:
    """So many of them."""
    return "1 neuron" if count == 1 else f"{count:,} neurons"
