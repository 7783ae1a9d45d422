"""Descriptions as TOML files, both ways, with the line of every error."""
