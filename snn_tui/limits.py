"""How large what a user sets may be; what the engine can is in `engine/limits.py`."""

MAX_LIVE_NEURONS = 1_000_000
MAX_LIVE_CURRENT = 100
"""Of either sign; a described current may be any."""
MAX_SECONDS = 10**9
