"""The classic network in BrainPy, all steps in one compiled scan."""

from typing import Any

import numpy as np

from tests.benchmarks.peers.brainpy_running import run_brainpy
from tests.benchmarks.peers.classic.equations import (
    CURRENT,
    DT_S,
    THRESHOLD,
    WIDTH_S,
    Inputs,
    read_inputs,
)
from tests.benchmarks.peers.protocol import task

NEVER_S = -1e4


def network(inputs: Inputs) -> Any:
    import brainpy as bp
    import brainpy.math as bm

    class HindmarshRose(bp.dyn.NeuGroup):
        def __init__(self) -> None:
            super().__init__(size=inputs.state.shape[1])
            self.weights = bm.asarray(inputs.weights)
            self.integral = bp.odeint(
                f=bp.JointEq([self.dx, self.dy, self.dz]), method="rk4", dt=DT_S
            )
            self.x, self.y, self.z = (bm.Variable(bm.asarray(row)) for row in inputs.state)
            self.last_spike_s = bm.Variable(bm.full(self.num, NEVER_S))

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
    inputs = read_inputs(asked.inputs)
    run_brainpy(asked, DT_S, DT_S * 1000, lambda: network(inputs), "x")


if __name__ == "__main__":
    main()
