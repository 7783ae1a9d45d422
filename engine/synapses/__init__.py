"""What a spike does to its target: one file for each kind of synapse, and a catalogue of all."""
