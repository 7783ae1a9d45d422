"""The table that says when spike sources spike: which keys it has says which kind it is."""

from pathlib import Path

from engine.description.fields import given_fields
from engine.description.quantities import DescriptionError, require_whole
from engine.limits import MAX_NEURONS
from engine.spike_trains.catalogue import SPIKE_TRAINS, SpikeTrains
from engine.spike_trains.given_spikes import GivenSpikes
from engine.spike_trains.poisson_rate import PoissonRate
from engine.spike_trains.spike_file import load_spikes
from engine.toml.fields import made, read_fields
from engine.toml.tables import Table

FILE = "file"
"""The key of a file with further given spikes; a description keeps what is in it."""


def spike_trains_of(table: Table, size: int, folder: Path | None) -> SpikeTrains | None:
    """What the table `spikes` of a population of so many neurons says, if it is there.

    folder: in which files are; None where none can be. Raises DescriptionError.
    """
    spikes = table.table("spikes")
    if spikes is None:
        return None
    require_whole(table.at("size"), size, 1, MAX_NEURONS)
    keys = {kind: [each.name for each in given_fields(kind)] for kind in SPIKE_TRAINS.values()}
    keys[GivenSpikes].append(FILE)
    named = [kind for kind in keys if any(key in spikes for key in keys[kind])]
    if len(named) > 1:
        one, other = (next(key for key in keys[kind] if key in spikes) for kind in named)
        message = f"excludes `{one}`: spikes are given, or drawn at a rate"
        raise DescriptionError(spikes.at(other), message)
    if named == [PoissonRate]:
        drawn: SpikeTrains = made(spikes, PoissonRate, read_fields(spikes, PoissonRate))
        spikes.finish()
        return drawn
    given = _given(spikes, size, folder)
    if not named:
        spikes.expect(key for kind in keys for key in keys[kind])
    spikes.finish()
    if given is None:
        raise DescriptionError(spikes.path, "must have times_ms, file or rate_Hz")
    return given


def _given(table: Table, size: int, folder: Path | None) -> GivenSpikes | None:
    times_ms, name = table.matrix("times_ms", None), table.text(FILE, None)
    listed = None if times_ms is None else made(table, GivenSpikes, {"times_ms": times_ms})
    if name is None:
        return listed
    if folder is None:
        message = "there is no folder in which it could be: use times_ms, or load a file"
        raise DescriptionError(table.at(FILE), message)
    try:
        filed = load_spikes(folder / name, size)
    except DescriptionError as error:
        raise DescriptionError(table.at(FILE), error.message) from error
    if listed is None:
        return filed
    listed.require(table.path, size)
    return GivenSpikes(listed.trains.joined(filed.trains))
