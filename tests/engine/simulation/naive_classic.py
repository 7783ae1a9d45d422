"""The classic network as its equations are written: slow, obvious, the oracle of the tests."""

import math

import numpy as np
from scipy.integrate import solve_ivp

DT = 0.01
T_S = 0.1


def derivative(x, y, z, current):
    return (
        (y - x**3 + 3 * x**2 - z + current) / T_S,
        (1 - 5 * x**2 - y) / T_S,
        0.001 * (4 * (x + 8 / 5) - z) / T_S,
    )


def runge_kutta(state, current):
    """One step of dt by the textbook's fourth-order formula."""
    k1 = np.array(derivative(*state, current))
    k2 = np.array(derivative(*(state + DT / 2 * k1), current))
    k3 = np.array(derivative(*(state + DT / 2 * k2), current))
    k4 = np.array(derivative(*(state + DT * k3), current))
    return state + DT / 6 * (k1 + 2 * k2 + 2 * k3 + k4)


def exact_step(state, current):
    """One step of dt of one neuron, by an integrator of high order with its own step size."""
    solution = solve_ivp(
        lambda _, now: derivative(*now, current), (0, DT), state, "DOP853", rtol=1e-11, atol=1e-11
    )
    return solution.y[:, -1]


def g(tau):
    width = 1 / 3
    return 0.1 * math.exp(-((tau / width) ** 2)) / (width * math.sqrt(math.pi) * tau)


def weight_matrix(simulation):
    """All weights as the simulation tells them, shape (size, size): to (row), from (column)."""
    synapses = simulation.connections(0)
    weights = np.zeros((simulation.size, simulation.size))
    weights[synapses.target, synapses.source] = synapses.weight
    return weights


class NaiveSimulation:
    """Every term of every sum, at every step; a step from or to |x| > 4 is done exactly."""

    def __init__(self, state, weights, current=5.0):
        self.state = np.array(state, dtype=float)
        self.weights = np.array(weights, dtype=float)
        self.current = np.broadcast_to(np.array(current, dtype=float), self.state.shape[1:])
        self.last_spike = [None] * self.state.shape[1]
        self.step = 0

    def input_current(self):
        size = len(self.last_spike)
        total = np.array(self.current)
        for j in range(size):
            if self.last_spike[j] is not None:
                tau = (self.step - self.last_spike[j]) * DT
                total += self.weights[:, j] * g(tau)
        return total

    def advance(self, steps):
        """The (step, neuron) pairs of all spikes."""
        spikes = []
        for _ in range(steps):
            current = self.input_current()
            after = runge_kutta(self.state, current)
            for i in range(len(self.last_spike)):
                if abs(after[0, i]) > 4 or abs(self.state[0, i]) > 4:
                    after[:, i] = exact_step(self.state[:, i], current[i])
                if after[1, i] > -3.5 and not self.state[1, i] > -3.5:
                    spikes.append((self.step, i))
                    self.last_spike[i] = self.step
            self.state = after
            self.step += 1
        return spikes
