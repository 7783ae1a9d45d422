"""A recording played again: any moment of it, as a live run would have shown it.

All that is shown is a function of the recording and of a step, however one came there; so a
replay may go backwards or jump, and nothing is piled up on the way.
"""
