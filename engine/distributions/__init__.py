"""What values are drawn from: one file for each distribution, and a catalogue of all."""
