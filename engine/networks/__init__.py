"""What a network is: populations, projections and inputs, as dataclasses and as TOML."""
