"""The classic network: Hindmarsh-Rose neurons, all-to-all, a kernel of the last spike."""
