"""The classic network in NumPy: a few lines a step, one matrix-vector product."""

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.peers.classic.equations import (
    CURRENT,
    DT_S,
    THRESHOLD,
    WIDTH_S,
    Inputs,
    read_inputs,
)
from tests.benchmarks.peers.protocol import answer, repeated, task, timed

NEVER = -1_000_000


def derivative(state: NDArray, current: NDArray) -> NDArray:
    x, y, z = state
    xx = x * x
    return 10.0 * np.stack(
        (y - xx * x + 3 * xx - z + current, 1 - 5 * xx - y, 0.001 * (4 * (x + 1.6) - z))
    )


def runge_kutta(state: NDArray, current: NDArray) -> NDArray:
    k1 = derivative(state, current)
    k2 = derivative(state + DT_S / 2 * k1, current)
    k3 = derivative(state + DT_S / 2 * k2, current)
    k4 = derivative(state + DT_S * k3, current)
    return state + DT_S / 6 * (k1 + 2 * k2 + 2 * k3 + k4)


def gains(tau_s: NDArray) -> NDArray:
    decay = np.exp(-((tau_s / WIDTH_S) ** 2))
    return 0.1 * decay / (WIDTH_S * np.sqrt(np.pi) * tau_s)


def simulate(inputs: Inputs, steps: int) -> tuple[NDArray, NDArray, NDArray]:
    """Steps and neurons of the spikes, and the state at the end."""
    state = inputs.state
    last_spike = np.full(state.shape[1], NEVER)
    spikes = []
    above = state[1] > THRESHOLD
    for step in range(steps):
        current = CURRENT + inputs.weights @ gains((step - last_spike) * DT_S)
        state = runge_kutta(state, current)
        was_above, above = above, state[1] > THRESHOLD
        spiked = np.flatnonzero(above & ~was_above)
        last_spike[spiked] = step
        spikes.append(spiked)
    counts = [spiked.size for spiked in spikes]
    return np.repeat(np.arange(steps), counts), np.concatenate(spikes), state


def main() -> None:
    asked = task()
    inputs = read_inputs(asked.inputs)
    steps = round(asked.seconds / DT_S)
    seconds_build = asked.elapsed_s()
    found = []
    with np.errstate(all="ignore"):  # it loses neurons at times
        seconds_runs = repeated(
            lambda: timed(lambda: found.append(simulate(inputs, steps))), asked.repeats
        )
    spike_steps, spike_neuron, state = found[-1]
    answer(
        asked,
        version=np.__version__,
        neurons=state.shape[1],
        seconds_build=seconds_build,
        seconds_runs=seconds_runs,
        spike_ms=spike_steps * DT_S * 1000,
        spike_neuron=spike_neuron,
        lost=int((~np.isfinite(state).all(axis=0)).sum()),
    )


if __name__ == "__main__":
    main()
