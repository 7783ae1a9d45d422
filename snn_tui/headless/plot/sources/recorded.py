"""Spikes and traces of a run that was recorded, from its file."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

from engine.errors import RecordingError
from engine.numerics.time_stamps import time_ms, times_ms
from engine.quoting import escaped, shown_path
from engine.recordings.plan import INPUT
from engine.recordings.recording import Recording, SampledVariable
from snn_tui.headless.plot.sources.limits import MOST_NUMBERS, MOST_SPIKES
from snn_tui.headless.plot.sources.window import Window
from snn_tui.plots.data import Column, Group, SpikeData, TraceData, Train, groups_of

PIECE = 1_000_000
"""Spikes that are read at once, about."""


@dataclass(frozen=True, slots=True)
class RecordedSpikes:
    """The spikes that were recorded."""

    path: Path

    @property
    def has_begun(self) -> bool:
        """A signal ends it at once: the file is there to be drawn again."""
        return False

    def spikes(self, window: Window) -> SpikeData:
        """Those within the window."""
        with _opened(self.path) as recording:
            first, end = _steps(recording, window)
            network, dt_ms = recording.network, recording.dt_ms
            cuts = np.linspace(first, end, recording.spike_count // PIECE + 2).astype(np.int64)
            parts: list[Train] = []
            count = 0
            for begin, stop in zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True):
                spikes = recording.spikes(begin, stop)
                count += spikes.neuron.size
                if count > MOST_SPIKES:
                    raise click.UsageError(
                        f"there are more than {MOST_SPIKES:,} spikes: choose less of them by "
                        "--from-ms and --to-ms."
                    )
                parts.append(Train(spikes.time_ms.astype(np.float64), spikes.neuron))
            return SpikeData(
                escaped(network.title or network.name),
                Train(*(np.concatenate(column) for column in zip(*parts, strict=True))),
                _groups(recording),
                time_ms(first, dt_ms),
                time_ms(end, dt_ms),
                dt_ms,
            )


@dataclass(frozen=True, slots=True)
class RecordedTrace:
    """What was sampled of one neuron, by default of the first that was."""

    path: Path
    neuron: int | None

    @property
    def has_begun(self) -> bool:
        """A signal ends it at once: the file is there to be drawn again."""
        return False

    def trace(self, window: Window) -> TraceData:
        """What is within the window."""
        with _opened(self.path) as recording:
            neuron, sampled = self._sampled(recording)
            first, end = _steps(recording, window)
            every = sampled[0].every_steps
            if (end - first) // every * (len(sampled) + 1) > MOST_NUMBERS:
                raise click.UsageError(
                    f"there are more than {MOST_NUMBERS:,} numbers: choose less of them by "
                    "--from-ms and --to-ms."
                )
            columns: list[NDArray[np.float64]] = []
            for variable in sampled:
                steps, values = recording.samples(variable.name, neuron, first, end)
                columns.append(values)
            if not steps.size:
                raise click.UsageError("there is no sample from --from-ms to --to-ms.")
            network = recording.network
            return TraceData(
                f"{escaped(network.title or network.name)}: neuron {neuron}",
                times_ms(steps, recording.dt_ms).astype(np.float64),
                tuple(Column(variable.name, variable.unit) for variable in sampled),
                np.stack(columns, axis=1),
            )

    def _sampled(self, recording: Recording) -> tuple[int, list[SampledVariable]]:
        """The neuron, and its variables."""
        neurons = sorted({n for each in recording.sampled.values() for n in each.neurons})
        if not neurons:
            raise click.UsageError(f"'--from': {shown_path(self.path)} has no neuron's variables.")
        neuron = neurons[0] if self.neuron is None else self.neuron
        if neuron not in neurons:
            there = ", ".join(map(str, neurons[:10])) + (", ..." if len(neurons) > 10 else "")
            raise click.UsageError(f"'--neuron': {neuron} was not recorded, but {there}.")
        own = [each for each in recording.sampled.values() if neuron in each.neurons]
        names = _names(recording, neuron)
        return neuron, sorted(own, key=lambda each: names.index(each.name))


def _names(recording: Recording, neuron: int) -> list[str]:
    """What there can be of a neuron, in the order of its model."""
    network = recording.network
    firsts = np.cumsum([population.size for population in network.populations])
    population = network.populations[int(np.searchsorted(firsts, neuron, side="right"))]
    return [*(variable.name for variable in population.described_model.variables), INPUT]


def _groups(recording: Recording) -> tuple[Group, ...]:
    """The populations whose spikes were recorded."""
    kept = recording.plan.populations
    groups = groups_of(recording.network)
    names = [population.name for population in recording.network.populations]
    return tuple(
        group for group, name in zip(groups, names, strict=True) if kept is None or name in kept
    )


def _steps(recording: Recording, window: Window) -> tuple[int, int]:
    """The first step of the window, and that after its last."""
    first, end = recording.first_step, recording.end_step
    if math.isfinite(window.low):
        first = max(first, math.ceil(window.low / recording.dt_ms * (1 - 1e-12)))
    if math.isfinite(window.high):
        end = min(end, math.ceil(window.high / recording.dt_ms * (1 - 1e-12)))
    if first >= end:
        low, high = (
            time_ms(s, recording.dt_ms) for s in (recording.first_step, recording.end_step)
        )
        raise click.UsageError(f"'--from': it goes from {low:.15g} to {high:.15g} ms.")
    return first, end


@contextmanager
def _opened(path: Path) -> Iterator[Recording]:
    try:
        with Recording(path) as recording:
            yield recording
    except RecordingError as error:
        raise click.ClickException(f"{error}.") from error
