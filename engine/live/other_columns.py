"""The past of all neurons in columns of another width."""

from engine.live.spike_ring import KeptSpikes
from engine.recording.columns import ColumnHistory


def in_columns_of(
    steps: int, history: ColumnHistory, spikes: KeptSpikes, step: int
) -> ColumnHistory:
    """What is known before `step`, a column standing for so many steps; NaN where nothing is.

    A column has the newest potential that `history` has within it, and all its spikes.
    """
    other = ColumnHistory(history.x.shape[1], steps)
    newest, columns, before = step // steps, len(other.x), history.column_steps
    first = max(newest - columns + 1, -(-spikes.known_step(0, step) // steps))
    for column in range(max(0, step // before - len(history.x)), step // before):
        into = ((column + 1) * before - 1) // steps
        if first <= into < newest:
            other.x[into % columns] = history.x[column % len(history.x)]
    for when, neurons in spikes.between(first * steps, step):
        other.spiked[when // steps % columns, neurons] = True
    return other
