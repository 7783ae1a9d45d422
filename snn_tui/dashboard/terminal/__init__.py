"""The terminal: whether it will do, and how pictures and keys pass through it."""
