"""Compiled kernels on disk: whatever is wrong with the folder, the run goes on."""
