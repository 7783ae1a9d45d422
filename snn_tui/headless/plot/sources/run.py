"""Spikes and traces of a run that is made for the picture."""

import math
import sys
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import click
import numpy as np
from numpy.typing import NDArray

from engine.live.run_configuration import RunConfiguration
from engine.numerics.time_stamps import time_ms, times_ms
from engine.quoting import escaped
from snn_tui.headless.one_neuron import OneNeuron
from snn_tui.headless.plot.sources.limits import MOST_NUMBERS, MOST_SPIKES
from snn_tui.headless.plot.sources.window import Window
from snn_tui.headless.progress import Progress
from snn_tui.headless.running import Run, advance
from snn_tui.headless.spikes import NEURON_STEPS_PER_CHUNK
from snn_tui.headless.trace import TRACE_CHUNK
from snn_tui.headless.writing import built, tell_seed
from snn_tui.options import steps_of
from snn_tui.plots.data import Column, SpikeData, TraceData, Train, groups_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.simulation import Simulation

USUAL_MS, USUAL_STEPS = 1000.0, 1000
"""How long a run is if nothing says it: the longer of both."""


@dataclass(frozen=True, slots=True)
class SpikeRun:
    """The spikes of a network."""

    configuration: RunConfiguration
    duration_s: Decimal | None
    is_seed_fresh: bool

    @property
    def has_begun(self) -> bool:
        """A run is ended at once: nothing of it was seen."""
        return False

    def spikes(self, window: Window) -> SpikeData:
        """Those within the window. Raises DivergenceError."""
        simulation = built(self.configuration)
        steps = _steps(simulation.dt_ms, self.duration_s, window)
        parts: list[Train] = []
        count = 0

        def take(portion: int) -> None:
            nonlocal count
            spikes = simulation.advance(portion)
            seen = (spikes.time_ms >= window.low) & (spikes.time_ms < window.high)
            count += int(np.count_nonzero(seen))
            if count > MOST_SPIKES:
                raise click.UsageError(
                    f"there are more than {MOST_SPIKES:,} spikes: choose a shorter --duration, or "
                    "less of it by --from-ms."
                )
            parts.append(Train(spikes.time_ms[seen].astype(np.float64), spikes.neuron[seen]))

        if self.is_seed_fresh:
            tell_seed(self.configuration.seed)
        _advance(simulation, steps, NEURON_STEPS_PER_CHUNK // simulation.size, take)
        return SpikeData(
            escaped(simulation.title),
            Train(*(np.concatenate(column) for column in zip(*parts, strict=True))),
            groups_of(simulation.network),
            max(0.0, window.low),
            min(window.high, time_ms(steps, simulation.dt_ms)),
            simulation.dt_ms,
        )


@dataclass(frozen=True, slots=True)
class TraceRun:
    """A neuron's trace."""

    one: OneNeuron
    duration_s: Decimal | None

    @property
    def has_begun(self) -> bool:
        """A run is ended at once: nothing of it was seen."""
        return False

    def trace(self, window: Window) -> TraceData:
        """What is within the window. Raises DivergenceError."""
        configuration = self.one.configuration()
        simulation, neuron = self.one.traced(configuration)
        steps = _steps(simulation.dt_ms, self.duration_s, window)
        columns = [Column(v.name, v.unit) for v in simulation.variables(neuron)]
        columns.append(Column("I", simulation.current_unit(neuron)))
        first = math.ceil(max(0.0, window.low) / simulation.dt_ms * (1 - 1e-12))
        if (steps - first) * (len(columns) + 1) > MOST_NUMBERS:
            most = MOST_NUMBERS // (len(columns) + 1)
            raise click.UsageError(
                f"a trace of {steps - first:,} steps is more than the {most:,} that are kept: "
                "choose a shorter --duration, or less of it by --from-ms."
            )
        parts: list[NDArray[np.float64]] = []

        def take(portion: int) -> None:
            begin = simulation.step
            _, trace = simulation.advance_traced(portion, neuron)
            parts.append(trace[max(0, first - begin) :])

        if self.one.is_seed_fresh:
            tell_seed(configuration.seed)
        _advance(simulation, steps, TRACE_CHUNK, take)
        values = np.concatenate(parts)
        times = times_ms(np.arange(first, steps), simulation.dt_ms).astype(np.float64)
        return TraceData(_title(simulation, neuron), times, tuple(columns), values)


def _steps(dt_ms: float, duration_s: Decimal | None, window: Window) -> int:
    """How many to take; a window that ends later, or begins when all is over, can't be."""
    steps = steps_of(duration_s, dt_ms)
    wanted = None
    if window.to_ms is not None:
        wanted = max(1, math.ceil(window.to_ms / dt_ms * (1 - 1e-12)))
    if steps is None:
        steps = wanted or max(USUAL_STEPS, int(USUAL_MS / dt_ms))
    end_ms = time_ms(steps, dt_ms)
    if wanted is not None and wanted > steps:
        raise click.UsageError(f"'--to-ms': the run ends at {end_ms:.15g} ms.")
    if window.low > time_ms(steps - 1, dt_ms):
        raise click.UsageError(f"'--from-ms': the run ends at {end_ms:.15g} ms.")
    return wanted or steps


def _advance(
    simulation: "Simulation", steps: int, chunk: int, take: "Callable[[int], None]"
) -> None:
    """A bar is for somebody who looks at stderr; the picture comes when it is gone."""
    plan = Run(steps, max(1, chunk), simulation.dt_ms, real_time=False)
    with Progress(steps, 1000 / simulation.dt_ms, shown=sys.stderr.isatty()) as progress:
        advance(plan, take, progress)


def _title(simulation: "Simulation", neuron: int) -> str:
    title = escaped(simulation.title)
    population = simulation.population_of(neuron)
    if simulation.size == 1:
        return f"{title}, {population.cell_type}" if population.cell_type else title
    name = escaped(simulation.population_name(neuron))
    return f"{title}: neuron {neuron}{', ' + name if name else ''}"
