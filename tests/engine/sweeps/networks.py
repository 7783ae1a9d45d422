"""A network that is built and run in a moment."""

from engine import (
    ConstantCurrent,
    Network,
    PairwiseBernoulli,
    PoissonSpikes,
    Population,
    Projection,
    VoltageJump,
)

SMALL = Network(
    name="small",
    dt_ms=0.5,
    seed=3,
    populations=[
        Population(name="e", size=20, model="leaky-integrate-and-fire"),
        Population(name="i", size=5, model="leaky-integrate-and-fire"),
    ],
    projections=[
        Projection(
            source=("e",),
            target=("e", "i"),
            connect=PairwiseBernoulli(0.2),
            synapse=VoltageJump(),
            weight=0.1,
            delay_ms=1.5,
        )
    ],
    inputs=[
        PoissonSpikes(
            target=("e", "i"), sources=50, rate_Hz=200.0, synapse=VoltageJump(), weight=0.5
        ),
        ConstantCurrent(target=("e",), current=0.3),
    ],
)
