"""CSV with a header: a line for each spike, or for each neuron at each time it was sampled."""

from collections.abc import Iterator

import numpy as np

from engine.description.units import with_unit
from engine.numerics.time_stamps import time_texts
from snn_tui.headless.exports.excerpt import Excerpt

SEPARATORS = frozenset(',"')


def spike_lines(excerpt: Excerpt) -> Iterator[str]:
    """The time of each spike, its neuron, and the name of that one's population."""
    yield "time_ms,neuron,population\n"
    names = [quoted(name) for name in excerpt.names]
    for spikes in excerpt.spikes():
        times = time_texts(spikes.step, excerpt.recording.dt_ms)
        of = excerpt.population_of(spikes.neuron).tolist()
        yield "".join(
            [
                f"{time},{neuron},{names[population]}\n"
                for time, neuron, population in zip(times, spikes.neuron.tolist(), of, strict=True)
            ]
        )


def sample_lines(excerpt: Excerpt) -> Iterator[str]:
    """Time and neuron, and each variable after the step of that time; nothing if it has none."""
    sampled = excerpt.recording.sampled
    headings = [with_unit(name, each.unit) for name, each in sampled.items()]
    yield ",".join(["time_ms", "neuron", *headings]) + "\n"
    neurons = sorted({neuron for each in sampled.values() for neuron in each.neurons})
    done = excerpt.first_step
    for steps in excerpt.pieces(excerpt.sampled_steps(), len(neurons) * len(sampled)):
        times = time_texts(np.array(steps), excerpt.recording.dt_ms)
        rows = [[f"{time},{neuron}" for neuron in neurons] for time in times]
        columns = {name: excerpt.table(name, steps).tolist() for name in sampled}
        places = {
            name: dict(zip(each.neurons, range(len(each.neurons)), strict=True))
            for name, each in sampled.items()
        }
        for row, cells in enumerate(rows):
            for at, neuron in enumerate(neurons):
                for name, column in columns.items():
                    place = places[name].get(neuron)
                    cells[at] += "," if place is None else f",{column[row][place]!r}"
        yield "".join([f"{cell}\n" for cells in rows for cell in cells])
        excerpt.told(steps.stop - done)
        done = steps.stop


def quoted(name: str) -> str:
    """A name, which has no line breaks in it, as a cell of CSV."""
    return '"' + name.replace('"', '""') + '"' if SEPARATORS & set(name) else name
