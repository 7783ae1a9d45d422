"""What is kept of a run: spikes, a trace, columns."""
