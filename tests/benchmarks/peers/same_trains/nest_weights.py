"""The given spikes in NEST, whose plastic synapses have a dendritic delay.

Neurons that repeat spikes make them on both sides; what reaches their second port makes none.
"""

from typing import Any

import nest
import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.peers.same_trains import given
from tests.benchmarks.peers.same_trains.given import RELEASES, RULES, Release, Rule, Trains

SHIFT_STEPS = 1
"""From a given spike to the one that repeats it, on both sides."""
SYNAPSES = {
    "all-to-all": "stdp_synapse",
    "nearest": "stdp_nn_symm_synapse",
    "presynaptic-centred": "stdp_nn_pre_centered_synapse",
    "reduced": "stdp_nn_restr_synapse",
}
DELAY_MS = given.DELAY_STEPS * given.DT_MS


def repeating(trains: list[NDArray[np.int64]], parameters: dict[str, float]) -> Any:
    sources = nest.Create(
        "spike_generator",
        len(trains),
        [{"spike_times": given.times_ms(steps)} for steps in trains],
    )
    neurons = nest.Create("parrot_neuron", len(trains), parameters)
    nest.Connect(sources, neurons, "one_to_one", {"delay": SHIFT_STEPS * given.DT_MS})
    return neurons


def synapse(rule: Rule) -> dict[str, Any]:
    """A synapse model with its parameters; weights in its own unit, as here."""
    largest = {"Wmax": given.W_MAX, "tau_plus": given.TAU_PLUS_MS}
    if rule.kind == "triplet":
        return {
            "synapse_model": "stdp_triplet_synapse",
            "Aplus": rule.a_plus * given.W_MAX,
            "Aminus": rule.a_minus * given.W_MAX,
            "Aplus_triplet": rule.a3_plus * given.W_MAX,
            "Aminus_triplet": rule.a3_minus * given.W_MAX,
            "tau_plus_triplet": given.TAU_X_MS,
            **largest,
        }
    if rule.kind == "inhibitory":
        return {
            "synapse_model": "vogels_sprekeler_synapse",
            "eta": rule.a_plus * given.W_MAX,
            "alpha": rule.alpha,
            "tau": given.TAU_MINUS_MS,
            "Wmax": given.W_MAX,
        }
    return {
        "synapse_model": SYNAPSES[rule.pairing],
        "lambda": rule.a_plus,
        "alpha": rule.a_minus / rule.a_plus,
        "mu_plus": rule.mu,
        "mu_minus": rule.mu,
        **largest,
    }


def start() -> None:
    nest.ResetKernel()
    nest.resolution = given.DT_MS


def learned(trains: Trains, rule: Rule) -> NDArray[np.float64]:
    """The weights in the end, shape (SENDERS, RECEIVERS)."""
    start()
    taus = {"tau_minus": given.TAU_MINUS_MS, "tau_minus_triplet": given.TAU_Y_MS}
    senders, receivers = repeating(trains.pre, {}), repeating(trains.post, taus)
    common = {"weight": given.START, "delay": DELAY_MS, "receptor_type": 1}
    nest.Connect(senders, receivers, "all_to_all", {**synapse(rule), **common})
    nest.Simulate((given.LAST_STEP + given.DELAY_STEPS + 50) * given.DT_MS)
    found = nest.GetConnections(senders, receivers).get(["source", "target", "weight"])
    weights = np.empty((given.SENDERS, given.RECEIVERS))
    rows = np.asarray(found["source"]) - senders[0].global_id
    weights[rows, np.asarray(found["target"]) - receivers[0].global_id] = found["weight"]
    return weights


def released(trains: Trains, release: Release) -> NDArray[np.float64]:
    """What acted at the last spikes, shape (SENDERS,), as a recorder of weights has it."""
    start()
    senders, receivers = repeating(trains.pre, {}), nest.Create("parrot_neuron", given.SENDERS)
    recorder = nest.Create("weight_recorder")
    parameters = {
        "U": release.use,
        "tau_rec": release.recovery_ms,
        "tau_fac": release.facilitation_ms,
    }
    model = "tsodyks2_synapse"
    if release.active_ms > 0.0:
        model, parameters["tau_psc"] = "tsodyks_synapse", release.active_ms
    nest.CopyModel(model, "recorded", {"weight_recorder": recorder, **parameters})
    states = {"u": release.use if release.active_ms == 0.0 else 0.0, "x": 1.0}
    common = {"weight": given.START, "delay": DELAY_MS, "receptor_type": 1}
    nest.Connect(
        senders, receivers, "one_to_one", {"synapse_model": "recorded", **states, **common}
    )
    nest.Simulate((given.LAST_STEP + given.DELAY_STEPS + 50) * given.DT_MS)
    events = recorder.get("events")
    acted = np.empty(given.SENDERS)
    order = np.argsort(events["times"], kind="stable")
    acted[events["senders"][order] - senders[0].global_id] = events["weights"][order]
    return acted


def main() -> None:
    trains = given.trains()
    results = {name: learned(trains, rule) for name, rule in RULES.items()}
    results |= {name: released(trains, release) for name, release in RELEASES.items()}
    given.keep(results)


if __name__ == "__main__":
    main()
