"""A recording that no simulation made: three models, odd names, a start that is not at zero."""

from pathlib import Path

import numpy as np

from engine.description.network import Network
from engine.description.population import Population
from engine.recordings.plan import RecordingPlan
from engine.recordings.writer import RecordingWriter

NETWORK = Network(
    name="zoo",
    title="A zoo",
    dt_ms=0.025,
    seed=2**63 + 5,
    populations=(
        Population(name="axons", size=3, model="hodgkin-huxley"),
        Population(name='größe, "a"', size=4, model="adaptive-exponential"),
        Population(name="rest", size=2, model="izhikevich"),
    ),
)
NAMES = ["axons"] * 3 + ['größe, "a"'] * 4 + ["rest"] * 2
FIRST, END, EVERY = 7, 407, 3
PLAN = RecordingPlan(neurons=(1, 8, 4), variables=("v", "m", "w", "u"), every_steps=EVERY)


def record(path: Path, plan: RecordingPlan = PLAN, spikes: int = 900) -> Path:
    """Record so many spikes of all neurons but the first, in two blocks."""
    draw = np.random.default_rng(1)
    kept = plan.fitted(NETWORK).kept
    neurons = np.arange(1, 9) if kept is None else np.flatnonzero(kept)
    row = -(-FIRST // EVERY)
    writer = RecordingWriter.new(path, plan.fitted(NETWORK), FIRST, row)
    for first, end in ((FIRST, 200), (200, END)):
        steps = np.sort(draw.integers(first, end, spikes // 2))
        of = draw.choice(neurons, spikes // 2)
        samples = draw.normal(size=(-(-end // EVERY) - row, len(plan.neurons), 5))
        row = -(-end // EVERY)
        if not plan.neurons:
            samples = np.empty((0, 0, 0))
        writer.put(end, steps * NETWORK.dt_ms, of, samples, [])
    writer.close()
    return path
