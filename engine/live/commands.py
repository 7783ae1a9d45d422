"""Commands: what a screen may ask of a live simulation; the answer is a later Frame."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engine.live.row_order import SortedBy
from engine.live.saved import Kept

if TYPE_CHECKING:
    from engine.description.network import Network
    from engine.description.resizing import Coupling
    from engine.recordings.plan import RecordingPlan


@dataclass(frozen=True, slots=True)
class Rebuild:
    """Start again with another network; None keeps what is."""

    size: int | None = None
    seed: int | None = None
    coupling: "Coupling | None" = None


@dataclass(frozen=True, slots=True)
class Load:
    """Build another network, as it is described.

    origin: the file that it is from; empty for the gallery, which has it by its name. is_changed:
    that file was changed, and what hands changed of the network stays.
    """

    network: "Network"
    origin: str = ""
    is_changed: bool = False


@dataclass(frozen=True, slots=True)
class SetCurrent:
    """Apply this current to every neuron from the next step on."""

    current: float


@dataclass(frozen=True, slots=True)
class Inject:
    """Add a current pulse of this amplitude, for this long, to one neuron or (None) to all."""

    amplitude: float
    duration_ms: float
    neuron: int | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """Stop (True) or go on (False)."""

    paused: bool


@dataclass(frozen=True, slots=True)
class Step:
    """Advance a paused simulation by this many steps; in a replay they may be below 0."""

    steps: int = 1


@dataclass(frozen=True, slots=True)
class SetSpeed:
    """Keep to so many times real time (1.0 is real time); None runs as fast as possible."""

    factor: float | None


@dataclass(frozen=True, slots=True)
class Watch:
    """Show these consecutive rows over so many columns."""

    first: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Sort:
    """Put the rows in another order, by what was measured up to now."""

    by: SortedBy


@dataclass(frozen=True, slots=True)
class SetColumn:
    """Let a column of the watched rows stand for so many steps, as far back as is known."""

    steps: int


@dataclass(frozen=True, slots=True)
class Select:
    """Take this neuron as the one that views may show larger; None takes none."""

    neuron: int | None


@dataclass(frozen=True, slots=True)
class WatchSelected:
    """Record the selected neuron's variables and input (True), or nothing of it (False)."""

    watched: bool


@dataclass(frozen=True, slots=True)
class WatchSpikes:
    """Tell every spike (True), or keep the newest until somebody watches again (False)."""

    watched: bool


@dataclass(frozen=True, slots=True)
class Learn:
    """Let spikes change weights (True), or leave all weights as they are (False)."""

    learning: bool


@dataclass(frozen=True, slots=True)
class Reward:
    """Let dopamine jump by this much with the next step, wherever it changes weights."""

    amount: float


@dataclass(frozen=True, slots=True)
class WatchWeights:
    """Summarise the weights of one of the projections that learn, or (None) of none.

    rows, columns: of the map, as many groups of targets and of sources at most.
    """

    number: int | None
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class WatchRaster:
    """Count spikes by rows of neurons and columns of time; on no lines, none.

    lines: of text, shared out among populations. columns: of so many steps, the last of which ends
    with or before `end_step`; None, or what is yet to come, goes along with time. first, neurons:
    which are looked at, or (None) all from there on; rates are those of all neurons anyway.
    """

    lines: int = 0
    columns: int = 1
    column_steps: int = 1
    first: int = 0
    neurons: int | None = None
    end_step: int | None = None


@dataclass(frozen=True, slots=True)
class WatchStatistics:
    """Tell how all populations fire (True), or keep no spikes for that (False)."""

    watched: bool


@dataclass(frozen=True, slots=True)
class Save:
    """Write the network as a description, or all of this moment, into a new file.

    stem: its name without an ending.
    """

    what: Kept
    folder: Path
    stem: str


@dataclass(frozen=True, slots=True)
class Record:
    """Record the run from now on, into a new file."""

    path: Path
    plan: "RecordingPlan"


@dataclass(frozen=True, slots=True)
class EndRecording:
    """End the recording under way."""


@dataclass(frozen=True, slots=True)
class GoTo:
    """Show the moment before this step of a recording, or the nearest that there is."""

    step: int


@dataclass(frozen=True, slots=True)
class PlayBackwards:
    """Replay a recording backwards (True), or forwards."""

    backwards: bool


Command = (
    Rebuild
    | Load
    | SetCurrent
    | Inject
    | Pause
    | Step
    | SetSpeed
    | Watch
    | Sort
    | SetColumn
    | Select
    | Learn
    | Reward
    | WatchWeights
    | WatchRaster
    | WatchSelected
    | WatchSpikes
    | WatchStatistics
    | Save
    | Record
    | EndRecording
    | GoTo
    | PlayBackwards
)
