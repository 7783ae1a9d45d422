"""What comes from outside: one file for each kind of input, and a catalogue of all."""
