"""What the step loop may ask of parts that do more than one thing."""

from engine.numerics.jit import counted

STEP, INTEGRATE, FIND = counted(3)
"""Of a neuron model's part: a whole step, or its halves before and after jumps of the potential:
integrate, and guard; find who spiked."""
BEGIN, ACT, NOTE, PORTION = counted(4)
"""Of the part for synapses that act by last spikes: list the rows that count in this step; act on
the current of a tile; note the spikes of the step; move so many of the weights that wait, each of
an arrival to a tile, and say how many are left."""
NOW, MEET, UPDATE, NEXT = counted(4)
"""Stages of what follows a step where synapses change; see `engine.kernels.plasticity`."""
STAGES = 4
TELL, HEAR = counted(2)
"""Of the part that exchanges spikes with other processes: tell them those of a step, and hear
theirs."""
