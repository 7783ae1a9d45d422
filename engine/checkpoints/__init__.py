"""A simulation between two steps, in memory or in a file."""
