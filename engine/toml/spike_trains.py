"""The table that says when spike sources spike; which keys it has says which kind it is."""

from pathlib import Path

from engine.description.fields import given_fields
from engine.description.quantities import DescriptionError, require_whole
from engine.limits import MAX_NEURONS
from engine.spike_trains.catalogue import SpikeTrains
from engine.spike_trains.given_spikes import GivenSpikes
from engine.spike_trains.poisson_rate import PoissonRate
from engine.spike_trains.spike_file import load_spikes
from engine.toml.beside import FILE, read_beside
from engine.toml.fields import made, read_fields
from engine.toml.tables import Table

GIVEN = ("times_ms", FILE)
DRAWN = tuple(each.name for each in given_fields(PoissonRate))


def spike_trains_of(table: Table, size: int, folder: Path | None) -> SpikeTrains | None:
    """What the table `spikes` of a population of so many neurons says, if it is there.

    folder: in which files are; None where none can be. Raises DescriptionError.
    """
    spikes = table.table("spikes")
    if spikes is None:
        return None
    require_whole(table.at("size"), size, 1, MAX_NEURONS)
    given, drawn = ([key for key in keys if key in spikes] for keys in (GIVEN, DRAWN))
    if given and drawn:
        message = f"excludes `{given[0]}`: spikes are given, or drawn at a rate"
        raise DescriptionError(spikes.at(drawn[0]), message)
    if not given and not drawn:
        spikes.expect((*GIVEN, *DRAWN))
        spikes.finish()
        raise DescriptionError(spikes.path, "must have times_ms, file or rate_Hz")
    trains = _given(spikes, size, folder) if given else _drawn(spikes)
    spikes.finish()
    return trains


def _drawn(table: Table) -> PoissonRate:
    drawn: PoissonRate = made(table, PoissonRate, read_fields(table, PoissonRate))
    return drawn


def _given(table: Table, size: int, folder: Path | None) -> GivenSpikes:
    times_ms, name, parts = table.matrix("times_ms", None), table.text(FILE, None), []
    if times_ms is not None:
        listed: GivenSpikes = made(table, GivenSpikes, {"times_ms": times_ms})
        listed.require(table.path, size)
        parts.append(listed)
    if name is not None:
        parts.append(
            read_beside(table, name, folder, "times_ms", lambda path: load_spikes(path, size))
        )
    if len(parts) == 1:
        return parts[0]
    return GivenSpikes(parts[0].trains.joined(parts[1].trains))
