"""A Block of Neo, as `neo.io.NeoMatlabIO` writes it and reads it back.

Of the formats that Neo writes, this one keeps units, names and annotations, is opened by MATLAB as
well, and takes about a millisecond a train. NIX needs a library more and 50 times as long; Neo's
NWB loses units of membranes and all annotations; a pickle runs what is in it.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from engine.numerics.time_stamps import time_ms
from engine.quoting import escaped
from engine.toml.writing import network_text
from snn_tui.headless.exports.excerpt import Excerpt
from snn_tui.headless.exports.lent_file import LentFile
from snn_tui.headless.exports.trains import Trains, trains_of

if TYPE_CHECKING:
    import neo

PASSES = 1
UNITS = {"": "dimensionless", "uA_per_cm2": "uA/cm**2"}
"""Where quantities spells another."""


def write(excerpt: Excerpt, file: LentFile) -> None:
    """Write the block."""
    from neo.io import NeoMatlabIO  # noqa: PLC0415 - takes a second

    NeoMatlabIO(file).write_block(block(excerpt))


def block(excerpt: Excerpt) -> "neo.Block":
    """One segment with a train for each neuron, and a signal for each neuron and variable.

    Both are annotated with `neuron` and `population`, so that `block.filter(neuron=3)` finds them.
    """
    import neo  # noqa: PLC0415 - takes a second

    recording = excerpt.recording
    network = recording.network
    made = neo.Block(
        name=escaped(network.name),
        description=escaped(network.title),
        seed=network.seed,
        dt_ms=recording.dt_ms,
        network=network_text(network),
    )
    segment = neo.Segment(name=made.name)
    made.segments.append(segment)
    segment.spiketrains.extend(_spike_trains(excerpt, trains_of(excerpt)))
    segment.analogsignals.extend(_signals(excerpt))
    return made


def _spike_trains(excerpt: Excerpt, trains: Trains) -> "list[neo.SpikeTrain]":
    import neo  # noqa: PLC0415
    import quantities  # noqa: PLC0415 - comes with Neo

    rate = 1 / excerpt.recording.dt_ms / quantities.ms
    begin = 0
    made = []
    for neuron, end in zip(trains.neurons.tolist(), trains.ends.tolist(), strict=True):
        train = neo.SpikeTrain(
            trains.times_ms[begin:end],
            units="ms",
            t_start=excerpt.from_ms,
            t_stop=excerpt.to_ms,
            sampling_rate=rate,
            **_of(excerpt, neuron),
        )
        made.append(train)
        begin = end
    return made


def _signals(excerpt: Excerpt) -> "list[neo.AnalogSignal]":
    import neo  # noqa: PLC0415
    import quantities  # noqa: PLC0415

    dt_ms = excerpt.recording.dt_ms
    made = []
    for name, each in excerpt.recording.sampled.items():
        steps = excerpt.steps_of(name)
        table = excerpt.table(name, steps)
        for place, neuron in enumerate(each.neurons):
            signal = neo.AnalogSignal(
                table[:, place],
                units=UNITS.get(each.unit, each.unit),
                t_start=time_ms(steps.start, dt_ms) * quantities.ms,
                sampling_period=steps.step * dt_ms * quantities.ms,
                variable=name,
                **_of(excerpt, neuron, f"{name} of "),
            )
            made.append(signal)
    return made


def _of(excerpt: Excerpt, neuron: int, what: str = "") -> dict[str, Any]:
    """What a train or a signal says of its neuron."""
    population = excerpt.names[int(excerpt.population_of(np.array(neuron)))]
    return {"name": f"{what}{population} {neuron}", "neuron": neuron, "population": population}
