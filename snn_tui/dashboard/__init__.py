"""The live view of a network in a terminal, and the means to steer it."""
