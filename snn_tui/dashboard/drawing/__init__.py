"""Drawing: NumPy arrays to rows of text, knowing nothing of the screen they end on."""
