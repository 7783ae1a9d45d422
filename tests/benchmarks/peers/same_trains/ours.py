"""The given spikes in this project's engine, in double precision."""

import numpy as np
from numpy.typing import NDArray

from engine import (
    AllToAll,
    GivenSpikes,
    InhibitoryStdp,
    Network,
    OneToOne,
    PairStdp,
    Population,
    Projection,
    ShortTerm,
    Simulation,
    TripletStdp,
    VoltageJump,
)
from engine.plasticity.catalogue import Plasticity
from tests.benchmarks.peers.same_trains import given
from tests.benchmarks.peers.same_trains.given import RELEASES, RULES, Release, Rule, Trains

ASKING_STEPS = 1
"""From a spike of an asking neuron to the one that it asks for."""
ASKING_mV, THRESHOLD_mV = 400.0, 200.0
STEPS = given.LAST_STEP + given.DELAY_STEPS + 5
DELAY_MS = given.DELAY_STEPS * given.DT_MS


def plasticity(rule: Rule, delay: str) -> Plasticity:
    common = {"w_max": given.W_MAX, "precision": "double", "delay": delay}
    taus = {"tau_plus_ms": given.TAU_PLUS_MS, "tau_minus_ms": given.TAU_MINUS_MS}
    if rule.kind == "triplet":
        return TripletStdp(
            a2_plus=rule.a_plus,
            a3_plus=rule.a3_plus,
            a2_minus=rule.a_minus,
            a3_minus=rule.a3_minus,
            tau_x_ms=given.TAU_X_MS,
            tau_y_ms=given.TAU_Y_MS,
            **taus,
            **common,
        )
    if rule.kind == "inhibitory":
        tau_ms = given.TAU_MINUS_MS
        rate = rule.alpha / (2.0 * tau_ms / 1000.0)
        return InhibitoryStdp(eta=rule.a_plus, target_rate_Hz=rate, tau_ms=tau_ms, **common)
    return PairStdp(
        a_plus=rule.a_plus,
        a_minus=rule.a_minus,
        mu_plus=rule.mu,
        mu_minus=rule.mu,
        pairing=rule.pairing,
        **taus,
        **common,
    )


def learning(trains: Trains, rule: Rule, delay: str) -> Network:
    """Neurons that spike when they are asked to, by jumps far beyond the threshold."""
    cell = {"tau_m_ms": 0.1, "rest_mV": 0.0, "threshold_mV": THRESHOLD_mV, "refractory_ms": 0.0}
    asking = [given.times_ms(steps - ASKING_STEPS) for steps in trains.post]
    return Network(
        name="same-trains",
        dt_ms=given.DT_MS,
        populations=[
            sources("senders", [given.times_ms(steps) for steps in trains.pre]),
            sources("asking", asking),
            Population(
                name="receivers",
                model="leaky-integrate-and-fire",
                size=given.RECEIVERS,
                parameters=cell,
            ),
        ],
        projections=[
            Projection(
                source="senders",
                target="receivers",
                connect=AllToAll(),
                synapse=VoltageJump(),
                weight=given.START,
                delay_ms=DELAY_MS,
                plasticity=plasticity(rule, delay),
            ),
            Projection(
                source="asking",
                target="receivers",
                connect=OneToOne(),
                synapse=VoltageJump(),
                weight=ASKING_mV,
                delay_ms=ASKING_STEPS * given.DT_MS,
            ),
        ],
    )


def sources(name: str, times_ms: list[list[float]]) -> Population:
    return Population(
        name=name, model="spike-source", size=len(times_ms), spikes=GivenSpikes(times_ms)
    )


def learned(trains: Trains, rule: Rule, delay: str) -> NDArray[np.float64]:
    """The weights in the end, shape (SENDERS, RECEIVERS)."""
    simulation = Simulation(learning(trains, rule, delay), threads=1)
    spikes = simulation.advance(STEPS)
    first = given.SENDERS + given.RECEIVERS
    for k, steps in enumerate(trains.post):
        if not np.array_equal(spikes.step[spikes.neuron == first + k], steps):
            raise AssertionError(f"receiver {k} did not spike when it was asked to")
    found = simulation.connections(0)
    weights = np.empty((given.SENDERS, given.RECEIVERS))
    weights[found.source, found.target - found.target.min()] = found.weight
    return weights


def releasing(trains: Trains, release: Release) -> Network:
    """Neurons that add up all that acts on them, but for a leak that is told apart."""
    cell = {"tau_m_ms": 1e4, "rest_mV": 0.0, "threshold_mV": THRESHOLD_mV}
    return Network(
        name="same-releases",
        dt_ms=given.DT_MS,
        populations=[
            sources("senders", [given.times_ms(steps) for steps in trains.pre]),
            Population(
                name="sums",
                model="leaky-integrate-and-fire",
                size=given.SENDERS,
                parameters=cell,
            ),
        ],
        projections=[
            Projection(
                source="senders",
                target="sums",
                connect=OneToOne(),
                synapse=VoltageJump(),
                weight=given.START,
                delay_ms=DELAY_MS,
                short_term=ShortTerm(
                    use=release.use,
                    tau_recovery_ms=release.recovery_ms,
                    tau_facilitation_ms=release.facilitation_ms,
                    tau_active_ms=release.active_ms,
                ),
            )
        ],
    )


def released(trains: Trains, release: Release) -> NDArray[np.float64]:
    """What acted at the last spikes, shape (SENDERS,): the jump of the potentials at that step."""
    simulation = Simulation(releasing(trains, release), threads=1)
    simulation.advance(given.LAST_STEP + given.DELAY_STEPS)
    before = simulation.state_of("sums")[0]
    simulation.advance(1)
    decay = np.exp(-given.DT_MS / 1e4)
    return np.asarray(simulation.state_of("sums")[0] - before * decay)


def main() -> None:
    trains = given.trains()
    results = {
        f"{name}, {delay}": learned(trains, rule, delay)
        for name, rule in RULES.items()
        for delay in ("axonal", "dendritic")
    }
    results |= {name: released(trains, release) for name, release in RELEASES.items()}
    given.keep(results)


if __name__ == "__main__":
    main()
