"""Threads, the barrier, memory, and where neurons and targets are."""
