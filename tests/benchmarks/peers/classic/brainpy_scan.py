"""The classic network in BrainPy, all steps in one compiled scan."""

import os

import numpy as np

from tests.benchmarks.peers.classic.equations import (
    CURRENT,
    DT_S,
    THRESHOLD,
    WIDTH_S,
    Inputs,
    read_inputs,
)
from tests.benchmarks.peers.protocol import Task, answer, repeated, task, timed

NEVER_S = -1e4


def use_threads(asked: Task) -> None:
    """XLA takes as many threads as it finds cores."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: asked.threads])


def network(inputs: Inputs):
    """The neurons with their synapses; imported here, after the threads are set."""
    import brainpy as bp
    import brainpy.math as bm

    class HindmarshRose(bp.dyn.NeuGroup):
        def __init__(self) -> None:
            super().__init__(size=inputs.state.shape[1])
            self.weights = bm.asarray(inputs.weights)
            self.integral = bp.odeint(
                f=bp.JointEq([self.dx, self.dy, self.dz]), method="rk4", dt=DT_S
            )
            self.x, self.y, self.z, self.last_spike_s = (
                bm.Variable(bm.zeros(self.num)) for _ in range(4)
            )
            self.reset()

        def reset(self) -> None:
            self.x.value, self.y.value, self.z.value = map(bm.asarray, inputs.state)
            self.last_spike_s.value = bm.full(self.num, NEVER_S)

        def dx(self, x, t, y, z, current):
            return (y - x**3 + 3 * x**2 - z + current) / 0.1

        def dy(self, y, t, x):
            return (1 - 5 * x**2 - y) / 0.1

        def dz(self, z, t, x):
            return 0.001 * (4 * (x + 1.6) - z) / 0.1

        def update(self):
            t = bp.share["t"]
            tau = t - self.last_spike_s
            g = 0.1 * bm.exp(-((tau / WIDTH_S) ** 2)) / (WIDTH_S * np.sqrt(np.pi) * tau)
            current = CURRENT + self.weights @ g
            x, y, z = self.integral(self.x, self.y, self.z, t, current, DT_S)
            spike = bm.logical_and(y > THRESHOLD, self.y <= THRESHOLD)
            self.last_spike_s.value = bm.where(spike, t, self.last_spike_s)
            self.x.value, self.y.value, self.z.value = x, y, z
            return spike

    return HindmarshRose()


def main() -> None:
    asked = task()
    use_threads(asked)
    import brainpy as bp
    import brainpy.math as bm

    if asked.precision == "float64":
        bm.enable_x64()
    bm.set_dt(DT_S)
    made = network(read_inputs(asked.inputs))
    steps = np.arange(round(asked.seconds / DT_S))

    @bm.jit
    def simulate():
        return bm.for_loop(made.step_run, steps)

    def run():
        return np.asarray(simulate())

    run()
    seconds_build = asked.elapsed_s()
    found = []

    def run_s() -> float:
        made.reset()
        return timed(lambda: found.append(run()))

    seconds_runs = repeated(run_s, asked.repeats)
    spike_steps, spike_neuron = np.nonzero(found[-1])
    state = np.stack([np.asarray(variable.value) for variable in (made.x, made.y, made.z)])
    answer(
        asked,
        version=bp.__version__,
        neurons=state.shape[1],
        seconds_build=seconds_build,
        seconds_runs=seconds_runs,
        spike_ms=spike_steps * DT_S * 1000,
        spike_neuron=spike_neuron,
        lost=int((~np.isfinite(state).all(axis=0)).sum()),
    )


if __name__ == "__main__":
    main()
