"""Izhikevich's network in BrainPy, all steps in one compiled scan."""

from typing import Any

from tests.benchmarks.peers.brainpy_running import run_brainpy
from tests.benchmarks.peers.izhikevich_2003 import constants
from tests.benchmarks.peers.protocol import task


def network(size: constants.Size) -> Any:
    import brainpy as bp
    import brainpy.math as bm

    def projection(neurons: int, largest: float) -> Any:
        ends = sorted((0.0, largest * size.weight_scale))
        rule = bp.conn.All2All()
        if size.synapses is not None:
            rule = bp.conn.FixedPostNum(size.synapses)
        return bp.dnn.EventCSRLinear(rule(neurons, size.neurons), bp.init.Uniform(*ends))

    class Izhikevich(bp.dyn.NeuGroup):
        def __init__(self) -> None:
            super().__init__(size=size.neurons)
            cells = constants.cells(size)
            self.a, self.b, self.c, self.d, self.noise = map(bm.asarray, cells)
            self.v = bm.Variable(bm.full(self.num, -65.0))
            self.u = bm.Variable(self.b * -65.0)
            self.spike = bm.Variable(bm.zeros(self.num, dtype=bool))
            self.excitation = projection(size.excitatory, constants.LARGEST_E)
            self.inhibition = projection(self.num - size.excitatory, constants.LARGEST_I)

        def received(self):
            spikes = self.spike.value
            excitatory, inhibitory = spikes[: size.excitatory], spikes[size.excitatory :]
            return self.excitation(excitatory) + self.inhibition(inhibitory)

        def update(self):
            """The paper's own scheme, two half steps for v and one step for u."""
            current = self.noise * bm.random.randn(self.num) + self.received()
            v, u = self.v.value, self.u.value
            for _ in range(2):
                v = v + 0.5 * (0.04 * v**2 + 5 * v + 140 - u + current)
            u = u + self.a * (self.b * v - u)
            spike = v >= 30.0
            self.v.value = bm.where(spike, self.c, v)
            self.u.value = bm.where(spike, u + self.d, u)
            self.spike.value = spike
            return spike

    return Izhikevich()


def main() -> None:
    asked = task()
    size = constants.SIZES[asked.case]
    run_brainpy(asked, constants.DT_MS, constants.DT_MS, lambda: network(size), "v")


if __name__ == "__main__":
    main()
