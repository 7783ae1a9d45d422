"""What a step of a network consists of, beside what the machine can do at all."""
