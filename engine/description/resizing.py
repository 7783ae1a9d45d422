"""How a network changes with its size."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from math import sqrt
from typing import TYPE_CHECKING, Annotated, Any, Literal

from engine.description.fields import Range, given_fields, require_fields, take_fields
from engine.description.frozen_array import FrozenArray
from engine.description.mean_input import with_mean_of
from engine.description.quantities import DescriptionError, Path
from engine.description.size_change import SizeChange
from engine.distributions.given import Given
from engine.limits import MAX_NEURONS
from engine.quoting import shown_key
from engine.spike_trains.trains import Trains

if TYPE_CHECKING:
    from engine.description.network import Network

Coupling = Literal["scaled", "raw"]


@dataclass(frozen=True, slots=True)
class Resizing:
    """How a network changes with its size.

    weights: `kept`, divided by the growth (`inverse`), or by its square root (`inverse-root`).
    in_degree: whether the in-degree, of pairwise connections the mean one, grows as well.
    above: neurons up to which weights are kept; networks smaller than that have those of this size.
    poisson: whether the Poisson sources of a neuron and their weights follow in-degrees and
    weights. mean_input: whether it `follows` these, or is `kept` by a constant current.

    Raises DescriptionError for other words or numbers.
    """

    weights: Literal["kept", "inverse", "inverse-root"] = "kept"
    in_degree: Literal["kept", "proportional"] = "kept"
    above: Annotated[int, Range(1, MAX_NEURONS)] = 1
    poisson: Literal["kept", "scaled"] = "kept"
    mean_input: Literal["follows", "kept"] = "follows"

    def __post_init__(self) -> None:
        take_fields(self)
        require_fields(("resizing",), self)

    def change(
        self, before: dict[str, int], after: dict[str, int], coupling: Coupling
    ) -> SizeChange:
        """What becomes of a network from these sizes of its populations to those."""
        old, new = sum(before.values()), sum(after.values())
        wider = max(new, self.above) / max(old, self.above)
        factors = {"kept": 1.0, "inverse": 1.0 / wider, "inverse-root": sqrt(1.0 / wider)}
        return SizeChange(
            before=before,
            after=after,
            weight_factor=1.0 if coupling == "raw" else factors[self.weights],
            in_degree_factor=new / old if self.in_degree == "proportional" else 1.0,
            scales_poisson=self.poisson == "scaled",
        )


def resized(network: "Network", size: int, coupling: Coupling) -> "Network":
    """The same network with about so many neurons, shared out as now; see Network.resized."""
    if network.resizing is None:
        raise DescriptionError(
            ("resizing",),
            f"network {shown_key(network.name)} has a fixed size of {network.size} neurons",
        )
    for path in _given_one_by_one(network):
        raise DescriptionError(
            path,
            f"is given one by one for {network.size} neurons, so network "
            f"{shown_key(network.name)} comes in no other size",
        )
    before = {population.name: population.size for population in network.populations}
    after = dict(zip(before, _shared_out(size, list(before.values())), strict=True))
    change = network.resizing.change(before, after, coupling)
    other = replace(
        network,
        populations=tuple(replace(p, size=after[p.name]) for p in network.populations),
        projections=tuple(projection.resized(change) for projection in network.projections),
        inputs=tuple(given.resized(change) for given in network.inputs),
    )
    return other if network.resizing.mean_input == "follows" else with_mean_of(other, network)


def has_coupling(network: "Network") -> bool:
    """Whether it matters in which coupling the network is resized."""
    scales = network.resizing is not None and network.resizing.weights != "kept"
    return scales and not all(p.connect.gives_weights for p in network.projections)


def _given_one_by_one(network: "Network") -> Iterator[Path]:
    """Where there is a value for each neuron, or for each pair."""
    for population in network.populations:
        for key in ("parameters", "start"):
            for name, value in getattr(population, key).items():
                if isinstance(value, Given):
                    yield ("populations", population.name, key, name)
        if population.spikes is not None:
            yield from _given_in(("populations", population.name, "spikes"), population.spikes)
    for k, projection in enumerate(network.projections):
        yield from _given_in(("projections", k), projection.connect)
    for k, given in enumerate(network.inputs):
        yield from _given_in(("inputs", k), given)


def _given_in(path: Path, described: Any) -> Iterator[Path]:
    for each in given_fields(described):
        if isinstance(getattr(described, each.name), Given | FrozenArray | Trains):
            yield (*path, each.name)


def _shared_out(size: int, sizes: Sequence[int]) -> list[int]:
    """Sizes in the same proportions that sum to `size`, each at least 1."""
    if size < len(sizes):
        raise DescriptionError(
            ("populations",), f"{size} neurons are too few for {len(sizes)} populations"
        )
    total = sum(sizes)
    ends = [round(size * so_far / total) for so_far in accumulate(sizes)]
    counts = [max(1, end - start) for start, end in zip([0, *ends], ends, strict=False)]
    # The largest gives what others need to have one at all.
    while (more := sum(counts) - size) > 0:
        largest = counts.index(max(counts))
        counts[largest] -= min(more, counts[largest] - 1)
    return counts
