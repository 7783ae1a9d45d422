"""The classic network: Hindmarsh-Rose neurons, all-to-all, in the form made for it."""
