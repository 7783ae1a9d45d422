"""Izhikevich's network in this project's engine."""

from dataclasses import replace

from engine import AllToAll, FixedInDegree, Network, from_gallery
from engine.distributions.catalogue import scaled
from tests.benchmarks.peers.izhikevich_2003 import constants
from tests.benchmarks.peers.ours_running import run_ours
from tests.benchmarks.peers.protocol import task


def network(size: constants.Size) -> Network:
    """The gallery's network in this size, with so many synapses a neuron."""
    whole = from_gallery("izhikevich-2003")
    inhibitory = size.neurons - size.excitatory
    resized = whole.resized(size.neurons)
    degrees = [None, None]
    if size.synapses is not None:
        share = size.synapses * size.excitatory // size.neurons
        degrees = [share, size.synapses * inhibitory // size.neurons]
    projections = [
        replace(
            projection,
            connect=AllToAll() if degree is None else FixedInDegree(degree),
            weight=scaled(projection.weight, size.weight_scale),
        )
        for projection, degree in zip(whole.projections, degrees, strict=True)
    ]
    return replace(resized, projections=tuple(projections))


def main() -> None:
    asked = task()
    run_ours(asked, network(constants.SIZES[asked.case]))


if __name__ == "__main__":
    main()
