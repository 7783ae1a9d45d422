"""Leaky neurons that spike when they are told to."""

import math

from engine.description.network import Network
from engine.description.population import Population
from engine.description.projection import Projection
from engine.inputs.current_pulses import CurrentPulses

LEAKY = {"tau_m_ms": 20.0, "rest_mV": -70.0, "resistance_MOhm": 100.0, "refractory_ms": 0.0}
PRE, POST = "pre", "post"


def cells(name, size, **parameters):
    return Population(
        name=name, size=size, model="leaky-integrate-and-fire", parameters={**LEAKY, **parameters}
    )


def pulses(name, trains, dt_ms):
    """What makes each neuron of a population spike at the end of these steps."""
    amplitude = 60.0 / LEAKY["resistance_MOhm"] / -math.expm1(-dt_ms / LEAKY["tau_m_ms"])
    return [
        CurrentPulses(
            target=name,
            amplitude=amplitude,
            times_ms=[step * dt_ms for step in sorted(train)],
            duration_ms=dt_ms,
            neurons=(neuron, 1),
        )
        for neuron, train in enumerate(trains)
        if train
    ]


def driven(pre, post, *projections, dt_ms=1.0, seed=3, post_parameters=()):
    """A network of two populations whose neurons spike at these steps; see `to_post`."""
    return Network(
        name="driven",
        dt_ms=dt_ms,
        seed=seed,
        populations=(cells(PRE, len(pre)), cells(POST, len(post), **dict(post_parameters))),
        projections=projections,
        inputs=[*pulses(PRE, pre, dt_ms), *pulses(POST, post, dt_ms)],
    )


def to_post(synapse, **more):
    return Projection(source=PRE, target=POST, synapse=synapse, **more)


def trains_of(spikes, size):
    """The steps of each neuron's spikes."""
    return [spikes.step[spikes.neuron == neuron].tolist() for neuron in range(size)]
