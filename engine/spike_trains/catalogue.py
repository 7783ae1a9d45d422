"""All ways to say when spike sources spike.

Each has: `kind`; `require`, which raises DescriptionError for what its fields do not tell, and
`require_dt`, for what a time step does not allow.
"""

from typing import get_args

from engine.spike_trains.given_spikes import GivenSpikes
from engine.spike_trains.poisson_rate import PoissonRate

__all__ = ["GivenSpikes", "PoissonRate"]
SpikeTrains = GivenSpikes | PoissonRate
SPIKE_TRAINS: dict[str, type[SpikeTrains]] = {kind.kind: kind for kind in get_args(SpikeTrains)}
