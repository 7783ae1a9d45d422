"""RasterWatch: counts spikes for a raster while somebody watches it."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.live.commands import WatchRaster
from engine.live.pulses import Pulse
from engine.live.raster import Band, Raster, bands_of
from engine.live.spike_grid import SpikeGrid
from engine.live.spike_ring import KeptSpikes, SpikeRing
from engine.live.weights import Ends, groups
from engine.recording.spikes import Spikes


class RasterWatch:
    """Every spike is counted as it comes, so that none is lost however few pictures are made.

    The newest spikes are kept as well, for another zoom or an earlier time, and whoever watches:
    where time stands still, whoever begins to watch would see nothing else.
    """

    def __init__(
        self,
        populations: Sequence[Ends],
        pulses: Callable[[int, int], tuple[Pulse, ...]],
        step: int = 0,
        kept: KeptSpikes | None = None,
    ) -> None:
        """pulses: gives those by hand between two steps. step: from which on spikes will be added.
        kept: what keeps them, where others look at them as well.
        """
        self._pulses = pulses
        self._populations = tuple(populations)
        numbers = [np.full(each.size, number) for number, each in enumerate(populations)]
        self._population_of = np.concatenate(numbers).astype(np.int32)
        self._wanted = self._asked = WatchRaster()
        self._kept: KeptSpikes = SpikeRing(step) if kept is None else kept
        self._step = self._known_step = step

    def watch(self, asked: WatchRaster) -> None:
        """Show this from now on, or nothing any more."""
        self._wanted, self._asked = asked, self._as_of_now(asked)
        if not asked.lines:
            return
        self._bands = self._asked_bands(asked)
        rows = sum(band.rows for band in self._bands)
        grid = (asked.columns, asked.column_steps)
        self._rows = SpikeGrid(self._row_of(rows), rows, *grid)
        self._rates = SpikeGrid(self._population_of, len(self._populations), *grid)
        self._count_again()

    def add(self, spikes: Spikes, step: int) -> None:
        """These are all spikes up to `step` since those before."""
        self._step = step
        self._kept.add(spikes)
        if self._asked.lines and self._asked.end_step is None:
            for grid in (self._rows, self._rates):
                grid.add(spikes.step, spikes.neuron)
                grid.move_to(self._end_column)

    def go_to(self, step: int) -> None:
        """Show another moment, of which all that is kept is counted again."""
        self._step = step
        if self._asked.lines:
            self._asked = self._as_of_now(self._wanted)
            self._count_again()

    def picture(self) -> Raster | None:
        """What there is to see; None while nobody watches."""
        if not self._asked.lines:
            return None
        steps = self._asked.column_steps
        end_step = self._end_column * steps
        return Raster(
            bands=self._bands,
            counts=self._rows.whole_columns(),
            populations=self._populations,
            population_counts=self._rates.whole_columns(),
            column_steps=steps,
            end_step=end_step,
            known_step=self._known_step,
            oldest_step=self._kept.oldest_step,
            pulses=self._pulses(end_step - self._asked.columns * steps, end_step),
        )

    @property
    def _end_column(self) -> int:
        """The newest column: that of now, or the one that was asked for."""
        end = self._asked.end_step
        return (self._step if end is None else end) // self._asked.column_steps

    def _as_of_now(self, asked: WatchRaster) -> WatchRaster:
        """What is asked for, going along with time if its end is yet to come."""
        end = asked.end_step
        is_past = end is not None and end < self._step
        return asked if is_past else replace(asked, end_step=None)

    def _asked_bands(self, asked: WatchRaster) -> tuple[Band, ...]:
        """Of the neurons asked for, as far as there are any."""
        size = self._population_of.size
        first = min(asked.first, size - 1)
        neurons = size - first if asked.neurons is None else min(asked.neurons, size - first)
        return bands_of(self._populations, first, neurons, asked.lines)

    def _row_of(self, rows: int) -> NDArray[np.int32]:
        """The row of each neuron, `rows` where it is not looked at."""
        row_of = np.full(self._population_of.size, rows, np.int32)
        above = 0
        for band in self._bands:
            row_of[band.first : band.first + band.size] = above + groups(band.size, band.rows)
            above += band.rows
        return row_of

    def _count_again(self) -> None:
        """Begin with the spikes that are kept."""
        end, steps = self._end_column, self._asked.column_steps
        # A past is counted up to its end, what is there now goes on in the column after it.
        end_step = self._step if self._asked.end_step is None else end * steps
        first_step = (end - self._asked.columns) * steps
        self._known_step = self._kept.known_step(first_step, end_step)
        for grid in (self._rows, self._rates):
            grid.begin(end)
            for step, neuron in self._kept.between(first_step, end_step):
                grid.add(step, neuron)
