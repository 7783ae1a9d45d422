"""How a network changes with its size."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from math import sqrt
from typing import TYPE_CHECKING, Literal

from engine.description.inputs import ConstantCurrent, CurrentPulses, Input
from engine.description.projection import (
    AllToAll,
    FixedInDegree,
    Listed,
    PairwiseBernoulli,
    Projection,
)
from engine.description.quantities import (
    DescriptionError,
    Path,
    require_whole,
    take_numbers,
)
from engine.distributions.catalogue import scaled
from engine.distributions.given import Given
from engine.limits import MAX_NEURONS
from engine.quoting import shown, shown_key

if TYPE_CHECKING:
    from engine.description.network import Network

Coupling = Literal["scaled", "raw"]
WeightScaling = Literal["kept", "inverse", "inverse-root"]
RESIZINGS = {
    "weights": ("kept", "inverse", "inverse-root"),
    "in_degree": ("kept", "proportional"),
}


@dataclass(frozen=True, slots=True)
class Resizing:
    """How a network changes with its size.

    weights: `kept`, divided by the growth (`inverse`), or by its square root (`inverse-root`).
    in_degree: whether the in-degree, of pairwise connections the mean one, grows as well.
    above: neurons up to which weights are kept; networks smaller than that have those of this size.

    Raises DescriptionError for other words or numbers.
    """

    weights: WeightScaling = "kept"
    in_degree: Literal["kept", "proportional"] = "kept"
    above: int = 1

    def __post_init__(self) -> None:
        take_numbers(self)
        for key, known in RESIZINGS.items():
            value = getattr(self, key)
            if not isinstance(value, str) or value not in known:
                legal = ", ".join(known)
                raise DescriptionError(("resizing", key), f"must be of {legal}, not {shown(value)}")
        require_whole(("resizing", "above"), self.above, 1, MAX_NEURONS)

    def weight_factor(self, before: int, after: int) -> float:
        """What weights are multiplied by from one size to another."""
        growth = max(after, self.above) / max(before, self.above)
        return {"kept": 1.0, "inverse": 1.0 / growth, "inverse-root": sqrt(1.0 / growth)}[
            self.weights
        ]


def resized(network: "Network", size: int, coupling: Coupling) -> "Network":
    """The same network with about so many neurons, shared out as now; see Network.resized."""
    resizing = network.resizing
    if resizing is None:
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
    sizes = _shared_out(size, [population.size for population in network.populations])
    factor = 1.0 if coupling == "raw" else resizing.weight_factor(network.size, size)
    counts = dict(zip((p.name for p in network.populations), sizes, strict=True))
    return replace(
        network,
        populations=tuple(replace(p, size=counts[p.name]) for p in network.populations),
        projections=tuple(
            _projection(projection, resizing, counts, size / network.size, factor)
            for projection in network.projections
        ),
        inputs=tuple(_input(given, network, counts) for given in network.inputs),
    )


def has_coupling(network: "Network") -> bool:
    """Whether it matters in which coupling the network is resized."""
    scales = network.resizing is not None and network.resizing.weights != "kept"
    return scales and any(projection.weight is not None for projection in network.projections)


def _given_one_by_one(network: "Network") -> Iterator[Path]:
    """Where there is a value for each neuron, or for each pair."""
    for population in network.populations:
        for key in ("parameters", "start"):
            for name, value in getattr(population, key).items():
                if isinstance(value, Given):
                    yield ("populations", population.name, key, name)
    for k, projection in enumerate(network.projections):
        if isinstance(projection.connect, AllToAll) and projection.connect.weights is not None:
            yield ("projections", k, "weights")
    for k, given in enumerate(network.inputs):
        if isinstance(given, ConstantCurrent) and isinstance(given.current, Given):
            yield ("inputs", k, "current")


def _projection(
    projection: Projection, resizing: Resizing, counts: dict[str, int], growth: float, factor: float
) -> Projection:
    connect = projection.connect
    if isinstance(connect, FixedInDegree):
        wanted = connect.in_degree
        if resizing.in_degree == "proportional":
            wanted = round(wanted * growth)
        smallest = min(counts[name] for name in projection.source)
        connect = FixedInDegree(min(wanted, smallest - (not projection.self_connections)))
    if isinstance(connect, PairwiseBernoulli):
        wider = growth if resizing.in_degree == "kept" else 1.0
        connect = replace(connect, probability=min(1.0, connect.probability / wider))
    if isinstance(connect, Listed):
        connect = replace(connect, weights=tuple(factor * w for w in connect.weights))
    weight = None if projection.weight is None else scaled(projection.weight, factor)
    return replace(projection, connect=connect, weight=weight)


def _input(given: Input, network: "Network", counts: dict[str, int]) -> Input:
    """Pulses into some neurons go to the same part of the population as before."""
    if not isinstance(given, CurrentPulses) or given.neurons is None:
        return given
    before, after = min(
        (p.size, counts[p.name]) for p in network.populations if p.name in given.target
    )
    first, count = given.neurons
    begin = min(after - 1, round(first * after / before))
    end = max(begin + 1, round((first + count) * after / before))
    return replace(given, neurons=(begin, end - begin))


def _shared_out(size: int, sizes: Sequence[int]) -> list[int]:
    """Sizes in the same proportions that sum to `size`, each at least 1."""
    if size < len(sizes):
        raise DescriptionError(
            ("populations",), f"{size} neurons are too few for {len(sizes)} populations"
        )
    total = sum(sizes)
    ends = [round(size * so_far / total) for so_far in accumulate(sizes)]
    counts = [max(1, end - start) for start, end in zip([0, *ends], ends, strict=False)]
    counts[counts.index(max(counts))] += size - sum(counts)
    return counts
