"""Where spikes and traces come from: a run, a recording, or lines that are piped in.

`source.py` says what a source has, `choice.py` which one is meant.
"""
