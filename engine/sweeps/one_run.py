"""One run of a sweep, wherever it takes place: from the values of its description to its row."""

import os
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from engine.errors import EngineError, InvalidValueError
from engine.quoting import one_line
from engine.recording.spikes import Spikes
from engine.sweeps.design import Point
from engine.sweeps.measures import Number, measured
from engine.sweeps.parameters import Parameter, Values
from engine.sweeps.steps import steps_between
from engine.toml.reading import network_of

UNFINISHED = ".partial"


@dataclass(frozen=True, slots=True)
class Setting:
    """What all runs have in common; a worker is given it once.

    values: of the network's file. recordings: the folder for their spikes, None for none. examples:
    points that differ in what is compiled for them.
    """

    values: Values
    parameters: tuple[Parameter, ...]
    duration_ms: float
    from_ms: float
    recordings: str | None
    version: str
    examples: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """One run: the values of the parameters, the seed, and the key of both."""

    point: Point
    seed: int
    key: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run. error: one line, empty if it came to its end."""

    measures: dict[str, Number]
    wall_s: float
    version: str
    error: str = ""


def carried_out(setting: Setting, run: Run) -> Outcome:
    """Build the network, run it on one thread, and measure its spikes; never raises."""
    begin_s = time.perf_counter()
    own = version("snn-tui")
    try:
        if own != setting.version:
            raise InvalidValueError(f"this worker has snn-tui {own}, not {setting.version}")
        measures, error = _measures(setting, run), ""
    except EngineError as problem:
        measures, error = {}, one_line(str(problem))
    except MemoryError:
        measures, error = {}, "memory ran out"
    except Exception as problem:
        # Whatever happens to one run, the others go on.
        measures, error = {}, one_line(f"{type(problem).__name__}: {problem}")
    return Outcome(measures, time.perf_counter() - begin_s, own, error)


def values_of(setting: Setting, run: Run) -> dict[str, Any]:
    """The values of a run's description, its seed among them."""
    values = dict(setting.values)
    for parameter, value in zip(setting.parameters, run.point, strict=True):
        values = parameter.put(values, value)
    return {**values, "seed": run.seed}


def _measures(setting: Setting, run: Run) -> dict[str, Number]:
    from engine.simulation import Simulation  # noqa: PLC0415 - loads numba

    network = network_of(values_of(setting, run), None)
    steps = steps_between(setting.from_ms, setting.duration_ms, network.dt_ms)
    simulation = Simulation(network, threads=1)
    if setting.recordings is None:
        spikes = simulation.advance(steps)
    else:
        spikes = _recorded(simulation, steps, recording_of(setting.recordings, run.key))
    return measured(spikes, network, setting.from_ms, setting.duration_ms)


def recording_of(folder: str, key: str) -> Path:
    """The file of a run's spikes."""
    return Path(folder) / f"{key}.h5"


def _recorded(simulation: Any, steps: int, path: Path) -> Spikes:
    """The spikes of so many steps, which get their name as a file when they are complete."""
    from engine.recordings.recorder import Recorder  # noqa: PLC0415 - loads HDF5

    unfinished = path.with_name(path.name + UNFINISHED)
    # What a worker left that was killed.
    unfinished.unlink(missing_ok=True)
    recorder = Recorder(unfinished, simulation)
    try:
        spikes = recorder.advance(steps)
    finally:
        recorder.close()
    if recorder.has_failed:
        raise InvalidValueError(recorder.ended)
    os.replace(unfinished, path)
    return spikes
