"""Networks as their equations are written: slow, obvious, the oracle of the tests.

Leaky integrate-and-fire and Izhikevich neurons; every spike is looked at synapse by synapse.

Spikes are found at the end of a step, and arrive at the end of the step that is their delay later.
There a voltage jumps before it is looked who spiked; whatever else arrives, and all that has no
delay, acts from the start of the next step on.
"""

import math
from collections import defaultdict
from functools import cache

import numpy as np
from scipy.integrate import quad

from engine.inputs.constant_current import ConstantCurrent

LEAKY = {
    "tau_m_ms": 20.0,
    "rest_mV": -70.0,
    "resistance_MOhm": 100.0,
    "threshold_mV": -50.0,
    "reset_mV": -60.0,
    "refractory_ms": 2.0,
}
"""The default neuron."""
REGULAR_SPIKING = {"a": 0.02, "b": 0.2, "c": -65.0, "d": 8.0}


def g(tau_s):
    """The classic kernel."""
    width = 1 / 3
    return 0.1 * math.exp(-((tau_s / width) ** 2)) / (width * math.sqrt(math.pi) * tau_s)


def shape(kind, tau_ms, time):
    """A synaptic current of weight 1, `time` after the spike."""
    if kind == "alpha-current":
        return time / tau_ms * math.exp(1.0 - time / tau_ms)
    return math.exp(-time / tau_ms)


@cache
def mean_over_step(kind, tau_ms, age, dt_ms):
    """The mean of a synaptic current of weight 1 over the step that begins at this age."""
    return quad(lambda s: shape(kind, tau_ms, age + s) / dt_ms, 0, dt_ms, epsrel=1e-12)[0]


@cache
def effect_over_step(kind, tau_ms, age, dt_ms):
    """The constant current that takes a membrane with tau_m = 20 ms in that step as far."""
    charge, _ = quad(
        lambda s: math.exp(-(dt_ms - s) / 20.0) / 20.0 * shape(kind, tau_ms, age + s),
        0,
        dt_ms,
        epsrel=1e-12,
    )
    return charge / (1.0 - math.exp(-dt_ms / 20.0))


class NaiveCircuit:
    """The network of a simulation that has not moved yet."""

    def __init__(self, simulation):
        network = simulation.network
        self.dt_ms = network.dt_ms
        self.step = 0
        self.model, self.v, self.u, self.pause, self.applied = [], [], [], [], []
        for population in network.populations:
            state = simulation.state_of(population.name)
            for i in range(population.size):
                self.model.append(population.model)
                self.v.append(float(state[0, i]))
                self.u.append(float(state[1, i]) if population.model == "izhikevich" else 0.0)
                self.pause.append(0)
                self.applied.append(self._applied(network, population.name))
        self.synapses = []
        self.synapses_of = defaultdict(list)
        """The numbers of those that a neuron has."""
        for number, projection in enumerate(network.projections):
            for pre, post, weight, delay in zip(*simulation.connections(number), strict=True):
                one = (int(pre), int(post), float(weight), int(delay), projection.synapse)
                self.synapses_of[int(pre)].append(len(self.synapses))
                self.synapses.append(one)
        self.arrivals = defaultdict(list)
        """What arrives with the end of a step and acts from the next one on: (number of the
        synapse, target, weight, kind of synapse)."""
        self.jumps = defaultdict(list)
        """Voltage jumps at the end of a step: (target, weight)."""
        self.arrived = defaultdict(list)
        """What has arrived at a neuron: (first step that it acts in, weight, kind of synapse)."""
        self.last = {}
        """With the end of which step a spike last arrived over a synapse of the classic kernel, by
        its number."""

    @staticmethod
    def _applied(network, name):
        given = [g for g in network.inputs if isinstance(g, ConstantCurrent) and name in g.target]
        return sum(one.current for one in given)

    def advance(self, steps):
        """The (step, neuron) pairs of all spikes."""
        spikes = []
        for _ in range(steps):
            fired = self._step()
            spikes += [(self.step, i) for i in fired]
            for i in fired:
                for number in self.synapses_of[i]:
                    _, post, weight, delay, synapse = self.synapses[number]
                    if delay > 0 and synapse.kind == "voltage-jump":
                        self.jumps[self.step + delay].append((post, weight))
                    else:
                        arrival = (number, post, weight, synapse)
                        self.arrivals[self.step + delay].append(arrival)
            self.step += 1
        return spikes

    def _step(self):
        current = self._take_in()
        for i, model in enumerate(self.model):
            integrate = self._leaky if model == "leaky-integrate-and-fire" else self._izhikevich
            integrate(i, current[i])
        for post, weight in self.jumps.pop(self.step, []):
            if self.pause[post] == 0:
                self.v[post] += weight
        fired = [i for i, v in enumerate(self.v) if v >= self._threshold(i)]
        self.pause = [max(0, steps - 1) for steps in self.pause]
        for i in fired:
            self._reset(i)
        return fired

    def _take_in(self):
        """The currents of a step, but those that change within it; jumps without delay."""
        current = list(self.applied)
        for number, post, weight, synapse in self.arrivals.pop(self.step - 1, []):
            if synapse.kind == "voltage-jump":
                self.v[post] += weight
            elif synapse.kind == "current-step":
                current[post] += weight
            elif synapse.kind == "classic-kernel":
                self.last[number] = self.step - 1
            else:
                self.arrived[post].append((self.step, weight, synapse))
        for number, arrival in self.last.items():
            _, post, weight, _, _ = self.synapses[number]
            current[post] += weight * g((self.step - arrival) * self.dt_ms / 1000)
        return current

    def _conductances(self, i):
        """The sums of g and of g E, each g the mean over the step."""
        total = drive = 0.0
        for step, weight, synapse in self.arrived[i]:
            if synapse.kind == "exponential-conductance":
                age = (self.step - step) * self.dt_ms
                mean = weight * mean_over_step(synapse.kind, synapse.tau_ms, age, self.dt_ms)
                total += mean
                drive += mean * synapse.reversal_mV
        return total, drive

    def _currents(self, i, over_step):
        return sum(
            weight
            * over_step(synapse.kind, synapse.tau_ms, (self.step - step) * self.dt_ms, self.dt_ms)
            for step, weight, synapse in self.arrived[i]
            if synapse.kind != "exponential-conductance"
        )

    def _leaky(self, i, current):
        p = LEAKY
        conductance, drive = self._conductances(i)
        leak = 1.0 + p["resistance_MOhm"] * conductance
        current = current + drive + self._currents(i, effect_over_step)
        target = (p["rest_mV"] + p["resistance_MOhm"] * current) / leak
        decay = math.exp(-self.dt_ms * leak / p["tau_m_ms"])
        self.v[i] = target + (self.v[i] - target) * decay
        if self.pause[i] > 0:
            self.v[i] = p["reset_mV"]

    def _izhikevich(self, i, current):
        p = REGULAR_SPIKING
        conductance, drive = self._conductances(i)
        current = current + drive + self._currents(i, mean_over_step)
        v, u, dt = self.v[i], self.u[i], self.dt_ms
        for _ in range(2):
            v += dt / 2 * (0.04 * v**2 + 5 * v + 140 - u + current - conductance * v)
        u += dt * p["a"] * (p["b"] * v - u)
        self.v[i], self.u[i] = v, u

    def _threshold(self, i):
        return LEAKY["threshold_mV"] if self.model[i] == "leaky-integrate-and-fire" else 30.0

    def _reset(self, i):
        if self.model[i] == "leaky-integrate-and-fire":
            self.v[i] = LEAKY["reset_mV"]
            self.pause[i] = round(LEAKY["refractory_ms"] / self.dt_ms)
        else:
            self.v[i] = REGULAR_SPIKING["c"]
            self.u[i] += REGULAR_SPIKING["d"]


def states(simulation):
    """v of all neurons, and u of those that have it."""
    potentials = [simulation.state_of(p.name)[0] for p in simulation.network.populations]
    return np.concatenate(potentials)
