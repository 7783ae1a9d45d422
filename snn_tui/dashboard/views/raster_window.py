"""RasterWindow: which neurons and what time a raster looks at, zoomed and moved."""

from dataclasses import dataclass

from engine.live.commands import WatchRaster

FEWEST_NEURONS = 4
LEAST_SPAN_MS = 200.0
"""In sight at first, however few columns there are."""
LEAST_STEPS = 5
"""Of a column at first: as many as a column of the overview has."""
ROUND_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000)


@dataclass(slots=True)
class RasterWindow:
    """A range of neurons, and the time before now or before an end that was scrolled back to."""

    size: int
    """Neurons of the network."""
    dt_ms: float
    first: int = 0
    neurons: int = 0
    """In sight; begins with all."""
    end_step: int | None = None
    """None goes along with time."""
    _steps: int | None = None
    """Of a column, where the user chose."""

    def __post_init__(self) -> None:
        self.neurons = self.neurons or self.size

    @property
    def has_all(self) -> bool:
        """Whether every neuron is in sight."""
        return self.neurons == self.size

    def column_steps(self, columns: int) -> int:
        """Steps of a column, where there are so many columns."""
        if self._steps is not None:
            return self._steps
        least = max(LEAST_STEPS, LEAST_SPAN_MS / (max(1, columns) * self.dt_ms))
        return next((steps for steps in ROUND_STEPS if steps >= least), ROUND_STEPS[-1])

    def request(self, lines: int, columns: int) -> WatchRaster:
        """What the engine is to count for a picture of this size."""
        neurons = None if self.has_all else self.neurons
        return WatchRaster(
            lines, columns, self.column_steps(columns), self.first, neurons, self.end_step
        )

    def zoom_neurons(self, direction: int, about: int) -> None:
        """Half as many neurons (1) or twice as many (-1), `about` staying where it is."""
        count = self.neurons // 2 if direction > 0 else self.neurons * 2
        count = min(max(count, FEWEST_NEURONS), self.size)
        share = (about - self.first) / self.neurons
        self.neurons = count
        self._begin_at(round(about - share * count))

    def move_neurons(self, neurons: int) -> None:
        """Look at neurons so many further down."""
        self._begin_at(self.first + neurons)

    def bring_in_sight(self, neuron: int) -> None:
        """Move as little as needed to see it."""
        self._begin_at(min(max(self.first, neuron - self.neurons + 1), neuron))

    def show_all(self) -> None:
        """Every neuron, now."""
        self.first, self.neurons, self.end_step = 0, self.size, None

    def zoom_time(self, direction: int, columns: int) -> None:
        """Less time in a column (1) or more (-1)."""
        at = ROUND_STEPS.index(self.column_steps(columns)) - direction
        self._steps = ROUND_STEPS[min(max(at, 0), len(ROUND_STEPS) - 1)]

    def move_time(self, by: int, columns: int, oldest_step: int, now_step: int) -> None:
        """So many columns later, or earlier if below 0, as far back as spikes are kept."""
        steps = self.column_steps(columns)
        before = now_step if self.end_step is None else self.end_step
        end = max(before + by * steps, oldest_step + columns * steps)
        self.end_step = None if end > now_step - steps else end

    def _begin_at(self, first: int) -> None:
        self.first = min(max(0, first), self.size - self.neurons)
