"""`--record FILE` and what belongs to it, for every way to run a network."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from engine.quoting import shown_path
from snn_tui.neuron_list import names, neuron_list
from snn_tui.parameters import OutputFile, WholeNumber
from snn_tui.signals import STOP
from snn_tui.streams import tell

if TYPE_CHECKING:
    from engine.description.network import Network
    from engine.live.commands import Record
    from engine.recordings.plan import RecordingPlan
    from engine.recordings.recorder import Recorder
    from engine.simulation import Simulation


class NeuronList(click.ParamType[tuple[int, ...]]):
    """Neurons by numbers and ranges, separated by commas."""

    name = "neurons"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, ...]:
        try:
            return neuron_list(str(value))
        except ValueError as error:
            self.fail(f"{error}.", param, ctx)


@dataclass(frozen=True, slots=True)
class RecordOptions:
    """What is to be recorded, and where."""

    path: Path
    populations: tuple[str, ...] | None
    neurons: tuple[int, ...]
    variables: tuple[str, ...]
    every_steps: int

    def plan(self, neurons: tuple[int, ...] = ()) -> "RecordingPlan":
        """The same for the engine. neurons: those that are sampled if none are named."""
        from engine.recordings.plan import RecordingPlan  # noqa: PLC0415 - loads numpy

        return RecordingPlan(
            populations=self.populations,
            neurons=self.neurons or neurons,
            variables=self.variables,
            every_steps=self.every_steps,
        )

    def command(self, network: "Network") -> "Record":
        """What a live session is asked for; what can't be is the user's error."""
        from engine.errors import EngineError  # noqa: PLC0415 - loads numpy
        from engine.live.commands import Record  # noqa: PLC0415

        if os.path.lexists(self.path):
            raise click.ClickException(f"{shown_path(self.path)} exists")
        try:
            self.plan().fitted(network)
        except EngineError as error:
            raise click.UsageError(f"--record: {error}") from error
        return Record(self.path, self.plan())


def record_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options; the command takes them as one argument, `record`, None without --record."""
    options = [
        click.option(
            "--record",
            "record_path",
            type=OutputFile(),
            metavar="FILE",
            help="Record the run into this new file (HDF5): spikes, and what the next options say.",
        ),
        click.option(
            "--record-populations",
            metavar="NAMES",
            help="Spikes of these alone, separated by commas; by default of all.",
        ),
        click.option(
            "--record-neurons",
            type=NeuronList(),
            metavar="LIST",
            help="Variables of these as well, such as 0,5,10-19.",
        ),
        click.option(
            "--record-variables",
            metavar="NAMES",
            help="Which of them, such as v,I (I is the input current); by default all.",
        ),
        click.option(
            "--record-every",
            type=WholeNumber(1, 10**9),
            metavar="K",
            help="Of steps whose number K divides; by default of each.",
        ),
    ]

    def command(
        *words: Any,
        record_path: Path | None,
        record_populations: str | None,
        record_neurons: tuple[int, ...] | None,
        record_variables: str | None,
        record_every: int | None,
        **others: Any,
    ) -> Any:
        details = (record_populations, record_neurons, record_variables, record_every)
        if record_path is None and any(each is not None for each in details):
            raise click.UsageError("--record-... options need --record FILE.")
        record = None
        if record_path is not None:
            populations = names(record_populations or "")
            record = RecordOptions(
                record_path,
                populations or None,
                record_neurons or (),
                names(record_variables or ""),
                record_every or 1,
            )
        return function(*words, record=record, **others)

    command.__name__, command.__doc__ = function.__name__, function.__doc__
    decorated: Callable[..., Any] = command
    for option in reversed(options):
        decorated = option(decorated)
    return decorated


@contextmanager
def recording(
    record: RecordOptions | None,
    simulation: "Simulation",
    *,
    current: float = 0.0,
    neurons: tuple[int, ...] = (),
    start: bytes | None = None,
) -> Iterator["Recorder | None"]:
    """A recorder of the simulation until the end, which says what was kept; None if none is asked.

    current: applied to all neurons. neurons: those that are sampled if none are named. start: the
    checkpoint that it goes on from. Signals wait for its last block.
    """
    if record is None:
        yield None
        return
    recorder = _begun(record, simulation, current, neurons, start)
    tell(_expected(recorder))
    with STOP.awaiting(lambda: True):
        try:
            yield recorder
        finally:
            recorder.close()
            tell(recorder.ended)


def _expected(recorder: "Recorder") -> str:
    """How much it will be, as far as that is known."""
    from engine.recordings.plan import SPIKE_BYTES  # noqa: PLC0415 - loads numpy
    from engine.runtime.memory import readable  # noqa: PLC0415

    samples = recorder.plan.bytes_per_second(0.0)
    also = f" and {readable(samples)} a simulated second" if samples else ""
    return f"recording into {shown_path(recorder.path)}: {SPIKE_BYTES} bytes a spike{also}"


def _begun(
    record: RecordOptions,
    simulation: "Simulation",
    current: float,
    neurons: tuple[int, ...],
    start: bytes | None,
) -> "Recorder":
    from engine.errors import EngineError, RecordingError  # noqa: PLC0415 - loads numpy
    from engine.live.by_hand import Hand  # noqa: PLC0415
    from engine.recordings.recorder import Recorder  # noqa: PLC0415 - loads HDF5

    hands = [Hand(0, "current", current)] if current else []
    try:
        return Recorder(record.path, simulation, record.plan(neurons), hands, start=start)
    except RecordingError as error:
        raise click.ClickException(str(error)) from error
    except EngineError as error:
        raise click.UsageError(f"--record: {error}") from error
