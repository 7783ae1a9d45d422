"""The classic text output: no screen, data on stdout, talk on stderr."""
