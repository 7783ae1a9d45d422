"""What a step would take on many processes, each with as many neurons: weak scaling."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.connections.bundle_layout import LOOK_UP
from engine.kernels.arrays import MESSAGE_WORDS

WORD_BYTES = 2


@dataclass(frozen=True, slots=True)
class Fabric:
    """What connects processes: what its makers say, not what was measured."""

    name: str
    latency_us: float
    """Of a small message."""
    bytes_per_us: float


HDR = Fabric("InfiniBand HDR, 200 Gb/s", 1.2, 23_000.0)


@dataclass(frozen=True, slots=True)
class Parts:
    """What was measured, in microseconds."""

    per_neuron: float
    per_event: float
    """A weight that is added to a ring."""


@dataclass(frozen=True, slots=True)
class Load:
    """What each process has, whatever their number."""

    neurons: int
    in_degree: float
    rate_hz: float
    dt_ms: float
    spans: int
    """Of steps, for each of which a spike is looked up."""
    steps: int
    """From one exchange to the next."""


def fitted(measured: Sequence[dict[str, float]]) -> Parts:
    """Least squares of the measured steps, each relative to what it took."""
    rows = np.array([[each["neurons"], each["events"]] for each in measured])
    taken = np.array([each["step_us"] for each in measured])
    solution = np.linalg.lstsq(rows / taken[:, None], np.ones(len(taken)), rcond=None)[0]
    return Parts(*np.maximum(solution, 0.0))


def step_us(parts: Parts, load: Load, fabric: Fabric, processes: int) -> dict[str, float]:
    """What a step takes, by what it is for."""
    own_spikes = load.neurons * load.rate_hz * load.dt_ms / 1000
    return {
        "neurons": parts.per_neuron * load.neurons,
        "synapses": parts.per_event * own_spikes * load.in_degree,
        "look-up": parts.per_event * LOOK_UP * load.spans * own_spikes * processes,
        **_exchange_us(load, fabric, processes, own_spikes),
    }


def _exchange_us(load: Load, fabric: Fabric, processes: int, own_spikes: float) -> dict[str, float]:
    """By a collective call: in each of log2 of the processes rounds all that was heard goes on."""
    if processes == 1:
        return {"latency": 0.0, "first pieces": 0.0, "spikes": 0.0}
    words = max(0.0, own_spikes * load.steps - MESSAGE_WORDS)
    calls = 1 if words == 0 else 2
    latency = calls * math.ceil(math.log2(processes)) * fabric.latency_us
    first, more = (WORD_BYTES * each * processes for each in (MESSAGE_WORDS, words))
    return {
        "latency": latency / load.steps,
        "first pieces": first / fabric.bytes_per_us / load.steps,
        "spikes": more / fabric.bytes_per_us / load.steps,
    }
