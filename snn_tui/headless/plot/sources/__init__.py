"""Where spikes and traces come from: a run, or lines that are piped in.

A source has `spikes(window)` or `trace(window)`; `choice.py` says which one is meant.
"""
