"""How much is kept to be drawn."""

MOST_SPIKES = 20_000_000
MOST_NUMBERS = 40_000_000
"""Of a trace, its times among them."""
