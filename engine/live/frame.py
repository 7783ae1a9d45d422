"""Frame: an immutable picture of one moment of a live simulation, all that a screen may see."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.description.view import View
from engine.live.by_hand import Deed, Hand
from engine.live.curve_range import CurveRange
from engine.live.outlook import Outlook
from engine.live.raster import Raster
from engine.live.recorded import Recorded
from engine.live.replayed import Replayed
from engine.live.row_order import RowOrder
from engine.live.run_configuration import RunConfiguration
from engine.live.saved import Saved
from engine.live.spike_statistics import SpikeStatistics
from engine.live.weights import Weights
from engine.models.phase_plane import NeuronPlane
from engine.numerics.time_stamps import time_ms

AS_DESCRIBED = "as described"
Phase = Literal["starting", "compiling", "building", "running", "paused", "failed"]


@dataclass(frozen=True, slots=True)
class Dopamine:
    """Of a network in which it changes weights."""

    dose: float
    """How much a reward by hand is."""
    level: float | None = None
    """The highest that any synapses have; None until there are any."""
    rewards: int = 0
    """How many were given by hand."""
    last_ms: float | None = None
    """When the last of these was: it acts from the end of the step that began then."""


@dataclass(frozen=True, slots=True)
class Status:
    """What the engine is doing, as it acknowledges it."""

    phase: Phase
    network: str
    """The network's name."""
    title: str
    """What it is called where there is room, its name if it has no title."""
    models: str
    """Of its neurons."""
    integrator: str
    size: int
    resizable: bool
    seed: int
    coupling: str
    """`scaled` or `raw`; AS_DESCRIBED where weights do not follow the network's size."""
    storage: str
    """How weights are kept: `procedural` or `stored`; empty until the network is built."""
    threads: int
    current: float
    """Applied current, the same for every neuron, pulses not included."""
    current_unit: str
    """Of applied currents, as the names of keys end; empty for none."""
    step: int
    dt_ms: float
    """The time step."""
    real_time: bool
    asked_speed: float | None
    """Times real time that were asked for; None runs as fast as possible."""
    achieved_speed: float
    """Times real time over about the last second."""
    lag_s: float
    """Wall-clock seconds that the simulation is behind the asked speed, 0.0 when it keeps pace."""
    mean_rate_hz: float
    """Spikes per neuron and simulated second, over the last `mean_rate_ms`."""
    mean_rate_ms: float = 0.0
    """About a second of simulated time, or all there was so far."""
    step_progress: float = 0.0
    """How much of the next step is done, 0.0 to 1.0, where it takes long."""
    compiling_s: float = 0.0
    """Wall-clock seconds of compiling, which the engine itself has no moment to count."""
    progress: float = 1.0
    """How much of building a network is done, 0.0 to 1.0."""
    error: str = ""
    """One sentence for the user; empty unless phase is `failed`."""
    diverged: bool = False
    """Whether it failed because a neuron could not be saved."""
    description: str = ""
    look_for: str = ""
    source: str = ""
    """The three as the network's description has them."""
    outlook: Outlook | None = None
    """Of other sizes; None where there are none, or until it is known."""
    learning: bool | None = None
    """Whether spikes change weights; None where no synapses can learn."""
    dopamine: Dopamine | None = None
    """None where it changes no weights."""
    view: View | None = None
    """How the network's description would have it shown at first."""
    configuration: RunConfiguration | None = None
    """What is built, or is to be built again by a reset."""
    resumed_step: int | None = None
    """Of the saved moment from which it goes on; None where it began with its first step."""
    by_hand: tuple[tuple[Deed, int], ...] = ()
    """What hands did since it began, or went on, that no description and no option can say, and how
    often."""
    recorded: Recorded | None = None
    """The newest recording."""
    saved: Saved | None = None
    """The answer to the newest request to save."""
    replayed: Replayed | None = None
    """The recording that is shown, if nothing runs."""

    @property
    def has_coupling(self) -> bool:
        """Whether weights follow the network's size, and so can be scaled or raw."""
        return self.coupling != AS_DESCRIBED

    @property
    def time_ms(self) -> int:
        """Simulated time in whole milliseconds."""
        return round(time_ms(self.step, self.dt_ms))


@dataclass(frozen=True, slots=True)
class Rows:
    """Membrane potential of consecutive rows, column by column, the newest column last."""

    first: int
    """The uppermost of them; rows are neurons, if there is no order."""
    x: NDArray[np.float32]
    """Membrane potential, shape (rows, columns); NaN where nothing was recorded yet."""
    spiked: NDArray[np.bool_]
    """Whether the neuron spiked within the column's time, shape (rows, columns)."""
    column_ms: float
    """Simulated milliseconds that a column stands for."""
    name: str = "x"
    """The membrane potential's, in the model of the first row."""
    unit: str = ""
    order: RowOrder | None = None
    """In which neurons are rows; None by number."""
    rates_hz: NDArray[np.float64] | None = None
    """Of the neuron in each row, over the last `rate_ms`, as the selected one's; None by number."""
    rate_ms: float = 0.0
    populations: tuple[tuple[str, int], ...] = ()
    """Name and first row of each population, while rows keep populations together."""
    is_recorded: bool = True
    """Whether there are potentials of any neuron; in a replay there may be spikes alone."""


@dataclass(frozen=True, slots=True)
class Selected:
    """The neuron that is shown larger."""

    neuron: int
    time_ms: NDArray[np.float64]
    """Simulated time of each sample, shape (samples,), ascending."""
    values: NDArray[np.float64]
    """Variables and input current of each sample, shape (samples, variables + 1)."""
    rate_hz: float
    """Spikes per simulated second over the last `rate_ms`."""
    last_spike_ms: float | None
    names: tuple[str, ...] = ("x", "y", "z")
    """Of the variables."""
    units: tuple[str, ...] = ("", "", "")
    current_unit: str = ""
    population: str = ""
    """Empty where there is but one."""
    rate_ms: float = 0.0
    """About ten seconds, or all there were so far."""
    planes: tuple[NeuronPlane, ...] = ()
    """Of two variables each, of which the model has nullclines."""
    ranges: tuple[CurveRange, ...] = ()
    """Of the variables."""
    other_input: str = ""
    """What gives current that nobody applied: synapses, noise, or both; empty if nothing does."""
    others: NDArray[np.float64] | None = None
    """That current in each sample, shape (samples,)."""
    jumps: bool = False
    """Whether spikes let its potential jump, which is no current."""
    change: NDArray[np.float64] | None = None
    """By how much the potential changed in each step, shape (samples,), NaN where it was reset; of
    models that have no other variable."""
    every_steps: int = 1
    """From one sample to the next."""
    after_steps: int = 0
    """Steps that were taken after the last sample's."""
    has_input: bool = True
    """Whether the input current is known."""
    unrecorded: str = ""
    """Why there are no samples, in a sentence, where there never will be any."""
    silent_ms: float | None = None
    """How far back no spike was found, if that is not as far as there is; else None."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One moment: status, the watched neurons, and every spike since the frame before."""

    status: Status
    rows: Rows
    selected: Selected | None
    """While it is watched."""
    spike_step: NDArray[np.int64]
    """Steps of the spikes since the last frame, shape (spikes,), the newest at most."""
    spike_neuron: NDArray[np.int64]
    """Neuron of each of these spikes, shape (spikes,)."""
    skipped: int
    """How many older spikes since the last frame did not fit into `spike_step`."""
    sequence: int
    """Counts frames; a command's effect shows in a later one."""
    weights: Weights | None = None
    """Of synapses that learn, while they are watched."""
    raster: Raster | None = None
    """Who spiked when, while it is watched."""
    statistics: SpikeStatistics | None = None
    """Of all populations, while they are watched."""
    hands: "tuple[Hand, ...]" = ()
    """What hands did since the last frame, in a replay."""
    tells_spikes: bool = True
    """Whether spikes are watched; if not, those since the last frame are for a later one."""


def empty_frame(status: Status, column_ms: float, sequence: int) -> Frame:
    """What there is to see without a network."""
    nothing = np.empty(0, np.int64)
    x, spiked = np.empty((0, 0), np.float32), np.empty((0, 0), np.bool_)
    rows = Rows(first=0, x=x, spiked=spiked, column_ms=column_ms)
    return Frame(status, rows, None, nothing, nothing, 0, sequence)
